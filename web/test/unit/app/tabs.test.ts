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

/** Channels of a test must not be heard in the next one. */
const channels: BroadcastChannel[] = [];
class Channel extends BroadcastChannel {
  constructor(name: string) {
    super(name);
    channels.push(this);
  }
}

beforeEach(() => {
  opened = [];
  vi.stubGlobal('BroadcastChannel', Channel);
});
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
  vi.unstubAllGlobals();
});

describe.each([
  ['with locks', () => ({ locks: new FakeLocks() })],
  ['without locks', () => ({})],
])('%s', (_, navigator) => {
  beforeEach(() => vi.stubGlobal('navigator', navigator()));

  test('one tab holds the connection', async () => {
    const [first, second] = [open(), open()];
    expect(await first.tabs.acquire()).toBe(true);
    expect(await first.tabs.acquire()).toBe(true);
    expect(await second.tabs.acquire()).toBe(false);
    expect([first.tabs.isHolder, second.tabs.isHolder]).toEqual([true, false]);
    first.tabs.release();
    expect(await second.tabs.acquire()).toBe(true);
  });

  test('another takes it over, and the first is told once', async () => {
    const [first, second] = [open(), open()];
    await first.tabs.acquire();
    await second.tabs.takeOver();
    expect([first.tabs.isHolder, second.tabs.isHolder]).toEqual([false, true]);
    expect([first.released, second.released]).toEqual([1, 0]);
    await first.tabs.takeOver();
    expect([first.tabs.isHolder, second.tabs.isHolder]).toEqual([true, false]);
  });
});

test('from a tab that does not answer the lock is stolen', async () => {
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
  const [frozen, second] = [open(), open()];
  await frozen.tabs.acquire();
  for (const channel of channels.slice(0, 1)) channel.onmessage = null;
  await second.tabs.takeOver();
  await Promise.resolve();
  expect([frozen.tabs.isHolder, second.tabs.isHolder]).toEqual([false, true]);
});
