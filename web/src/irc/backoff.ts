// How long to wait before the next attempt.

const FIRST = 1000;
const MOST = 60_000;

/**
 * Doubles from a second to a minute. Up to half is left to chance, so that a
 * thousand clients do not come back in the same moment.
 */
export function backoff(attempt: number, random: () => number): number {
  const full = Math.min(MOST, FIRST * 2 ** Math.max(0, attempt));
  return Math.round(full / 2 + (full / 2) * random());
}
