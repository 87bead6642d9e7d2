import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Tabs } from '../../../src/app/tabs';

/** Web Locks in small: one holder, others told no, or the lock stolen. */
class FakeLocks {
  #holder: { letGo: () => void; lost: (reason: Error) => void } | null = null;

  request = (_: string, options: { ifAvailable?: boolean; steal?: boolean }, run: (lock: object | null) => Promise<void> | undefined) => {
    if (this.#holder && !options.steal) return Promise.resolve(run(null));
    this.#holder?.lost(new Error('AbortError'));
    return new Promise<void>((letGo, lost) => {
      const holder = { letGo, lost };
      this.#holder = holder;
      void run({})?.then(() => {
        if (this.#holder === holder) this.#holder = null;
        letGo();
      });
    });
  };
}

let opened: { tabs: Tabs; released: number }[];

function open(): { tabs: Tabs; released: number } {
  const tab = { tabs: new Tabs(() => tab.released++), released: 0 };
  opened.push(tab);
  return tab;
}

/** A channel that delivers before any time passes: whoever answers answers in time. */
class Channel {
  static readonly all = new Set<Channel>();
  onmessage: ((event: { data: unknown }) => void) | null = null;

  constructor() {
    Channel.all.add(this);
  }

  postMessage(data: unknown): void {
    for (const other of Channel.all) if (other !== this) queueMicrotask(() => other.onmessage?.({ data }));
  }
}

/** Lets as much time pass as it takes. */
async function soon<T>(promise: Promise<T>): Promise<T> {
  let isOver = false;
  void promise.finally(() => (isOver = true));
  while (!isOver) await vi.advanceTimersByTimeAsync(10);
  return promise;
}

beforeEach(() => {
  opened = [];
  Channel.all.clear();
  vi.useFakeTimers();
  vi.stubGlobal('BroadcastChannel', Channel);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe.each([
  ['with locks', () => ({ locks: new FakeLocks() })],
  ['without locks', () => ({})],
])('%s', (_, navigator) => {
  beforeEach(() => vi.stubGlobal('navigator', navigator()));

  test('one tab holds the connection', async () => {
    const [first, second] = [open(), open()];
    expect(await soon(first.tabs.acquire())).toBe(true);
    expect(await soon(first.tabs.acquire())).toBe(true);
    expect(await soon(second.tabs.acquire())).toBe(false);
    expect([first.tabs.isHolder, second.tabs.isHolder]).toEqual([true, false]);
    first.tabs.release();
    expect(await soon(second.tabs.acquire())).toBe(true);
  });

  test('another takes it over, and the first is told once', async () => {
    const [first, second] = [open(), open()];
    await soon(first.tabs.acquire());
    await soon(second.tabs.takeOver());
    expect([first.tabs.isHolder, second.tabs.isHolder]).toEqual([false, true]);
    expect([first.released, second.released]).toEqual([1, 0]);
    await soon(first.tabs.takeOver());
    expect([first.tabs.isHolder, second.tabs.isHolder]).toEqual([true, false]);
  });
});

test('from a tab that does not answer the lock is stolen', async () => {
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
  const [frozen, second] = [open(), open()];
  await soon(frozen.tabs.acquire());
  for (const channel of [...Channel.all].slice(0, 1)) channel.onmessage = null;
  await soon(second.tabs.takeOver());
  await Promise.resolve();
  expect([frozen.tabs.isHolder, second.tabs.isHolder]).toEqual([false, true]);
});
