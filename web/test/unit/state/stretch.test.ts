// Reading in a past without end: whatever is shown is one unbroken run of what was
// said, each once, and only so much of it.

import { describe, expect, test } from 'vitest';
import type { Page } from '../../../src/state/event';
import type { Entry } from '../../../src/state/model';
import { edgeOf, shown } from '../../../src/state/stretch';
import { past, Play, START } from './play';

const KEY = '#tea';
const PAGE = 100;

/** A server with a long history, and somebody who reads in it. */
class Reader {
  readonly play = new Play().join(KEY).join('#milk').open(KEY);
  said = 0;

  constructor(before: number) {
    this.said = before;
    const from = Math.max(0, before - PAGE);
    this.play.happen({ type: 'history-came', key: KEY, past: { lines: this.#lines(from, before), direction: 'latest', end: from === 0, gap: null, at: START } });
  }

  #lines(from: number, to: number) {
    return Array.from({ length: Math.max(0, to - from) }, (_, i) => past(`m${from + i}`, Math.floor((from + i) / 3), 'bob', `${from + i}`));
  }

  get conversation() {
    return this.play.get(KEY);
  }

  get entries(): readonly Entry[] {
    return shown(this.conversation).entries;
  }

  /** The numbers of the messages shown. */
  get numbers(): number[] {
    return this.entries.flatMap((entry) => (entry.type === 'message' ? [Number(entry.text)] : []));
  }

  /** Somebody says something. */
  live(count = 1): void {
    const lines = this.#lines(this.said, (this.said += count));
    this.play.happen(...lines.map((message) => ({ type: 'line', message, claimed: false, at: START }) as const));
  }

  ask(side: 'older' | 'newer'): (() => void) | null {
    const edge = edgeOf(this.conversation, side);
    const { before, loading } = shown(this.conversation).history;
    if (!edge || (side === 'older' ? loading || before !== 'more' : !this.conversation.stretch || this.conversation.stretch.newer.loading)) return null;
    this.play.happen({ type: 'page-asked', key: KEY, side });
    if (side === 'newer' && !this.conversation.stretch) return null;
    const at = Number(edge.text);
    const lines = side === 'older' ? this.#lines(Math.max(0, at - PAGE), at) : this.#lines(at + 1, Math.min(this.said, at + 1 + PAGE));
    const page: Page = { lines, side, from: edge.key, end: lines.length < PAGE, at: START };
    return () => void this.play.happen({ type: 'page-came', key: KEY, page });
  }

  seek(number: number): () => void {
    const target = `m${number}`;
    const held = [...this.entries, ...this.conversation.entries].find((entry) => entry.type === 'message' && entry.msgid === target);
    this.play.happen({ type: 'sought', key: KEY, target });
    const lines = this.#lines(Math.max(0, number - PAGE / 2), Math.min(this.said, number + PAGE / 2));
    return () => void this.play.happen(held
      ? { type: 'spotted', key: KEY, entry: held.key }
      : { type: 'page-came', key: KEY, page: { lines, side: 'around', target, end: false, at: START } });
  }

  check(): void {
    const { numbers } = this;
    const newest = this.conversation.entries.flatMap((entry) => (entry.type === 'message' ? [Number(entry.text)] : []));
    const isRun = (all: number[], from: number) => all.every((number, i) => number === from + i);
    expect([isRun(numbers, numbers[0] ?? 0), isRun(newest, this.said - newest.length)]).toEqual([true, true]);
    expect(Math.max(numbers.length, newest.length)).toBeLessThanOrEqual(7000);
  }
}

test('up to the beginning and down to the end again: everything, once, and never much of it', () => {
  const reader = new Reader(20_000);
  reader.play.happen({ type: 'scrolled', key: KEY, following: false });
  const seen = new Set<number>();
  while (shown(reader.conversation).history.before === 'more') {
    reader.ask('older')?.();
    expect(reader.entries.length).toBeLessThanOrEqual(2100);
    for (const number of reader.numbers) seen.add(number);
  }
  reader.check();
  expect(seen.size).toBe(20_000);
  expect(reader.numbers[0]).toBe(0);
  expect(shown(reader.conversation).history.before).toBe('end');
  seen.clear();
  for (const number of reader.numbers) seen.add(number);
  for (let i = 0; reader.conversation.stretch && i < 500; i++) {
    reader.ask('newer')?.();
    for (const number of reader.numbers) seen.add(number);
  }
  reader.check();
  expect(seen.size).toBe(20_000);
  expect(reader.conversation).toMatchObject({ stretch: null, history: { before: 'more' } });
});

test('whoever wanders about in it, while others go on talking, sees no gap and no double', () => {
  let seed = 11;
  const random = (n: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % n;
  for (let round = 0; round < 3; round++) {
    const reader = new Reader(200 + random(6000));
    const coming: (() => void)[] = [];
    for (let step = 0; step < 100; step++) {
      const what = random(10);
      if (what < 3) coming.push(...[reader.ask('older') ?? []].flat());
      else if (what < 5) coming.push(...[reader.ask('newer') ?? []].flat());
      else if (what < 6) coming.push(reader.seek(random(reader.said)));
      else if (what < 7) reader.live(random(random(20) === 0 ? 3000 : 30));
      else if (random(20) === 0) reader.play.happen({ type: 'returned', key: KEY });
      else reader.play.happen({ type: 'scrolled', key: KEY, following: random(4) === 0 });
      // Answers come in the order of their questions, though later.
      while (coming.length > random(3)) coming.shift()?.();
      reader.check();
    }
  }
});

describe('a message is shown in its place', () => {
  test('far up: what is around it, and nothing is taken for read', () => {
    const reader = new Reader(5000);
    const read = reader.conversation.readUpTo;
    reader.seek(1000)();
    expect(reader.numbers).toEqual(Array.from({ length: 100 }, (_, i) => 950 + i));
    expect(reader.conversation).toMatchObject({ spot: { key: 'mm1000' }, sought: null, following: false });
    reader.live(3);
    expect(reader.conversation).toMatchObject({ unread: 3, readUpTo: read });
    // The end of what is shown is not the end of the conversation.
    reader.play.happen({ type: 'scrolled', key: KEY, following: true });
    expect(reader.conversation).toMatchObject({ unread: 3, following: false });
  });

  test('near to the newest: these are joined to it at once', () => {
    const reader = new Reader(5000);
    reader.seek(4880)();
    expect(reader.conversation.stretch).toBeNull();
    expect(reader.numbers[0]).toBe(4830);
    reader.check();
  });

  test('among those that are held: nothing else changes', () => {
    const reader = new Reader(5000);
    const { entries } = reader;
    reader.seek(4950)();
    expect(reader.entries).toBe(entries);
    expect(reader.conversation.spot?.key).toBe('mm4950');
  });

  test('one that is gone: the end, as if it had been opened there', () => {
    const reader = new Reader(5000);
    reader.play.happen({ type: 'sought', key: KEY, target: 'gone' });
    reader.play.happen({ type: 'page-came', key: KEY, page: { lines: [], side: 'around', target: 'gone', end: false, at: START } });
    expect(reader.conversation).toMatchObject({ stretch: null, sought: null, spot: { key: null }, following: true });
  });

  test('the first of others after a moment', () => {
    const reader = new Reader(5000);
    const target = START + 400_000;
    reader.play.happen({ type: 'sought', key: KEY, target });
    const lines = Array.from({ length: 20 }, (_, i) => past(`m${1195 + i}`, Math.floor((1195 + i) / 3), i === 8 ? 'maria' : 'bob', `${1195 + i}`));
    reader.play.happen({ type: 'page-came', key: KEY, page: { lines, side: 'around', target, end: false, at: START } });
    expect(reader.conversation.spot?.key).toBe('mm1204');
  });

  test('an answer to what is not sought any more changes nothing', () => {
    const reader = new Reader(5000);
    const late = reader.seek(1000);
    reader.seek(2000)();
    late();
    expect(reader.conversation.spot?.key).toBe('mm2000');
  });
});

describe('back to the present', () => {
  const far = () => {
    const reader = new Reader(5000);
    reader.seek(1000)();
    reader.live(2);
    return reader;
  };

  test('by wish: the newest, which are read then', () => {
    const reader = far();
    reader.play.happen({ type: 'returned', key: KEY });
    expect(reader.conversation).toMatchObject({ stretch: null, following: true, unread: 0, spot: { key: null } });
    expect(reader.numbers.at(-1)).toBe(5001);
  });

  test.each([
    ['one opens another conversation', (reader: Reader) => reader.play.open('#milk')],
    ['one opens it anew', (reader: Reader) => reader.play.open(KEY)],
    ['one is told something', (reader: Reader) => reader.play.happen({ type: 'told', key: KEY, text: 'so', tone: 'plain', raw: null, at: START })],
    ['one says something', (reader: Reader) => reader.play.happen({ type: 'composed', key: KEY, messages: [] })],
  ])('when %s', (_, go) => {
    const reader = far();
    go(reader);
    expect(reader.conversation.stretch).toBeNull();
  });
});

test('what was deleted is gone from the past that is shown too', () => {
  const reader = new Reader(5000);
  reader.seek(1000)();
  reader.play.hear(':bob!b@h REDACT #tea m1000');
  expect(reader.entries.find((entry) => entry.key === 'mm1000')).toMatchObject({ text: '', redaction: { by: 'bob' } });
});

test('a page that failed says so, at its end', () => {
  const reader = new Reader(5000);
  reader.seek(1000)();
  for (const side of ['older', 'newer'] as const) {
    reader.ask(side);
    reader.play.happen({ type: 'page-failed', key: KEY, side, error: 'No.' });
  }
  expect(reader.conversation.stretch).toMatchObject({ history: { loading: false, error: 'No.' }, newer: { loading: false, error: 'No.' } });
  reader.ask('newer')?.();
  expect(reader.conversation.stretch?.newer).toEqual({ loading: false, error: null });
});

test('a flood below does not take away what one reads above, and costs no more than that', () => {
  const reader = new Reader(5000);
  reader.play.happen({ type: 'scrolled', key: KEY, following: false });
  const [first] = reader.entries;
  reader.live(10_000);
  expect(reader.entries[0]).toBe(first);
  reader.check();
  expect(reader.conversation).toMatchObject({ unread: 10_000 });
});

test('after a long absence there is no gap: what is between comes as one scrolls', () => {
  const reader = new Reader(1000);
  const lines = Array.from({ length: 100 }, (_, i) => past(`m${5000 + i}`, 1700 + i, 'bob', `${5000 + i}`));
  reader.play.open('#milk').happen({ type: 'history-came', key: KEY, past: { lines, direction: 'latest', end: false, gap: 'kept', at: START } });
  expect(reader.numbers).toEqual(lines.map((_, i) => 5000 + i));
  expect(reader.conversation).toMatchObject({ history: { before: 'more' }, unread: 100 });
});

test('nor is what one reads taken away by it', () => {
  const reader = new Reader(1000);
  reader.play.happen({ type: 'scrolled', key: KEY, following: false });
  const before = reader.numbers;
  const lines = Array.from({ length: 100 }, (_, i) => past(`m${5000 + i}`, 1700 + i, 'bob', `${5000 + i}`));
  reader.play.happen({ type: 'history-came', key: KEY, past: { lines, direction: 'latest', end: false, gap: 'kept', at: START } });
  expect(reader.numbers).toEqual(before);
  expect(reader.conversation.stretch).not.toBeNull();
  expect(reader.conversation.entries).toHaveLength(100);
});
