import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TypingTeller } from '../../../src/app/typing';

let told: string[];
let typing: TypingTeller;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  typing = new TypingTeller(Date.now, (name, state) => told.push(`${name} ${state}`));
});
afterEach(() => void vi.useRealTimers());

test('active at most every three seconds, then paused once', () => {
  for (const text of ['h', 'he', 'hel']) {
    typing.typed('#tea', text);
    vi.advanceTimersByTime(1000);
  }
  typing.typed('#tea', 'hell');
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual(['#tea active', '#tea active', '#tea paused']);
});

test('cleared: done, once', () => {
  typing.typed('#tea', 'h');
  vi.advanceTimersByTime(3000);
  typing.typed('#tea', '');
  vi.advanceTimersByTime(3000);
  typing.typed('#tea', '');
  expect(told).toEqual(['#tea active', '#tea done']);
});

test('commands are nobody’s business, two slashes are text', () => {
  typing.typed('#tea', '/msg bob hi');
  vi.advanceTimersByTime(10_000);
  typing.typed('#tea', '//shrug');
  expect(told).toEqual(['#tea active']);
});

test('sent: nothing is told, and the next word waits its time', () => {
  typing.typed('#tea', 'h');
  typing.sent('#tea');
  vi.advanceTimersByTime(1000);
  typing.typed('#tea', 'n');
  vi.advanceTimersByTime(2000);
  typing.typed('#tea', 'ne');
  expect(told).toEqual(['#tea active', '#tea active']);
});
