// Waiting: always for something that can be seen, and never for ever.

/** How long anything may take to be seen, in milliseconds; a hurried developer sets less. */
export const patience = Number(process.env['PATIENCE'] ?? 10_000);

/** Tries until the assertions hold; the last one that did not is the failure. */
export async function eventually(check, within = patience) {
  const deadline = performance.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (failure) {
      if (performance.now() > deadline) throw failure;
    }
    await new Promise((next) => setTimeout(next, 25));
  }
}

/** A promise, or a failure that says what was waited for. */
export function bounded(promise, what, within = patience) {
  let timer;
  const tooLong = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`waited ${within} ms for ${what}`)), within);
  });
  return Promise.race([promise, tooLong]).finally(() => clearTimeout(timer));
}
