import { describe, expect, test } from 'vitest';
import { summarize } from '../../../src/state/happenings';
import type { Entry, Happening, Message } from '../../../src/state/model';
import { RowBuilder } from '../../../src/state/rows';
import type { Row } from '../../../src/state/select';

const NOON = new Date(2026, 10, 24, 12).getTime();
const MINUTE = 60_000;
const options = { newSince: null, isWhole: true, happenings: true };

let count = 0;

function said(nick: string, text: string, minutes = 0, more: Partial<Message> = {}): Message {
  const key = `k${count++}`;
  return {
    type: 'message', key, msgid: key, id: null, time: NOON + minutes * MINUTE, nick, account: null, bot: false, own: false,
    form: 'say', text, mention: false, delivery: { state: 'sent' }, ...more,
  };
}

function happened(what: Happening['what'], nick: string, more: Partial<Happening> = {}): Happening {
  return { type: 'happening', key: `k${count++}`, msgid: null, time: NOON, what, nick, own: false, target: '', text: '', ...more };
}

/** Rows in short: "day 2026-11-24", "Bob: text" for the first of a group, "+ text" for others. */
function short(rows: readonly Row[]): string[] {
  return rows.map((row) => {
    switch (row.type) {
      case 'day': return `day ${row.day}`;
      case 'new': return 'new';
      case 'message': return `${row.first ? `${row.message.nick}:` : '+'} ${row.parts.map((part) => part.text).join('|')}`;
      case 'happenings': return `(${row.summary})`;
      case 'info': return `! ${row.info.text}`;
      case 'gap': return '...';
    }
  });
}

function build(...entries: Entry[]): string[] {
  return short(new RowBuilder().build(entries, options));
}

test('one person within five minutes is a group', () => {
  expect(build(said('bob', 'a'), said('bob', 'b', 4), said('bob', 'c', 10), said('eva', 'd', 10), said('bob', 'e', 10))).toEqual([
    'day 2026-11-24', 'bob: a', '+ b', 'bob: c', 'eva: d', 'bob: e',
  ]);
});

test('an action, a notice and what happens end a group', () => {
  const act = { form: 'action' } as const;
  expect(build(said('bob', 'a'), said('bob', 'waves', 0, act), said('bob', 'b'), happened('join', 'eva'), said('bob', 'c'))).toEqual([
    'day 2026-11-24', 'bob: a', 'bob: waves', 'bob: b', '(eva joined)', 'bob: c',
  ]);
});

test('days are separated, and a clock that lags makes none twice', () => {
  const day = 24 * 60;
  expect(build(said('bob', 'a', -day), said('bob', 'b'), said('bob', 'c', -1), said('bob', 'd', day))).toEqual([
    'day 2026-11-23', 'bob: a', 'day 2026-11-24', 'bob: b', '+ c', 'day 2026-11-25', 'bob: d',
  ]);
});

test('the new ones stand below a line, which ends a group', () => {
  const since = { ...options, newSince: NOON };
  const entries = [said('bob', 'a'), said('bob', 'b', 1)];
  expect(short(new RowBuilder().build(entries, since))).toEqual(['day 2026-11-24', 'bob: a', 'new', 'bob: b']);
  const others = [said('bob', 'a'), said('maria', 'own', 1, { own: true }), happened('join', 'eva'), said('bob', 'b', 2)];
  expect(short(new RowBuilder().build(others, since)).slice(1)).toEqual(['bob: a', 'maria: own', '(eva joined)', 'new', 'bob: b']);
});

test('where what precedes is not known, the line stands further up', () => {
  const entries = [said('bob', 'a', 1), said('bob', 'b', 2)];
  const build = (isWhole: boolean) => short(new RowBuilder().build(entries, { ...options, newSince: NOON, isWhole }));
  expect(build(false)).toEqual(['day 2026-11-24', 'bob: a', '+ b']);
  expect(build(true)).toEqual(['day 2026-11-24', 'new', 'bob: a', '+ b']);
});

describe('code fences', () => {
  test.each([
    ['joins', [said('bob', '```go'), said('bob', 'x'), said('bob', '```'), said('bob', 'after')], ['bob: ```go|x|```', '+ after']],
    ['never closed stays apart', [said('bob', '```'), said('bob', 'x')], ['bob: ```', '+ x']],
    ['interrupted stays apart', [said('bob', '```'), said('eva', 'x'), said('bob', '```')], ['bob: ```', 'eva: x', 'bob: ```']],
    ['within one line is one', [said('bob', '```x```'), said('bob', 'y')], ['bob: ```x```', '+ y']],
  ])('a fence that %s', (_, entries, want) => expect(build(...entries).slice(1)).toEqual(want));
});

describe('happenings', () => {
  test('neighbours fold into one row', () => {
    const rows = new RowBuilder().build([happened('join', 'a'), happened('join', 'b'), said('c', 'hi'), happened('quit', 'a')], options);
    expect(short(rows).slice(1)).toEqual(['(a and b joined)', 'c: hi', '(a left the server)']);
    expect(rows[1]).toMatchObject({ lines: [{ text: 'a joined' }, { text: 'b joined' }] });
  });

  test('are hidden if so wanted, but for one’s own and what changes the channel', () => {
    const entries = [happened('join', 'a'), happened('kick', 'b', { target: 'c' }), happened('nick', 'd', { own: true, target: 'e' })];
    expect(short(new RowBuilder().build(entries, { ...options, happenings: false })).slice(1)).toEqual(['(b removed c, You are e now)']);
  });

  test.each([
    [[happened('join', 'a')], 'a joined'],
    [[happened('quit', 'a', { text: 'Quit: bye' })], 'a left the server (bye)'],
    [[happened('quit', 'a', { text: 'Quit: ' })], 'a left the server'],
    [['a', 'b', 'c', 'd'].map((nick) => happened('join', nick)), '4 people joined'],
    [[happened('join', 'a'), happened('join', 'b'), happened('part', 'a')], 'b joined, a came and went'],
    [[happened('quit', 'a'), happened('join', 'a')], 'a left and came back'],
    [[happened('join', 'a'), happened('nick', 'a', { target: 'b' }), happened('quit', 'b')], 'b came and went, a is b now'],
    [[happened('mode', 'op', { text: '+o eva' })], 'op made eva an operator'],
    [[happened('mode', 'op', { text: '-v eva' })], 'op made eva unvoiced'],
    [[happened('mode', 'op', { text: '-o eva' })], 'op made eva no longer an operator'],
    [[happened('mode', 'op', { text: '+m' })], 'op set +m'],
    [[happened('mode', 'op', { text: '+b *!*@x' })], 'op banned *!*@x'],
    [[happened('mode', 'op', { text: '-b ~account:x' })], 'op took back the ban of ~account:x'],
    [[happened('mode', 'op', { text: '+b ~quiet:bob!*@*' })], 'op muted bob!*@*'],
    [[happened('mode', 'op', { text: '-b ~q:~account:x' })], 'op let ~account:x write again'],
    [[happened('mode', 'op', { text: '+W 30' })], 'op set slow mode: one message in 30 seconds'],
    [[happened('mode', 'op', { text: '-W' })], 'op ended slow mode'],
    [[happened('mode', 'op', { text: '+bb a b' })], 'op set +bb a b'],
    [[happened('topic', 'op', { text: 'tea' })], 'op set the topic: tea'],
    [[happened('invite', 'op', { target: 'eva' })], 'op invited eva'],
    [['1', '2', '3'].map((text) => happened('mode', 'op', { text })), '3 other changes'],
  ])('%#', (run, want) => expect(summarize(run)).toBe(want));
});

test('a row that did not change is the same object', () => {
  const builder = new RowBuilder();
  const entries: Entry[] = [said('bob', 'a'), said('bob', 'b', 1), happened('join', 'x'), happened('join', 'y')];
  const before = builder.build(entries, options);
  const after = builder.build([said('bob', 'older', -1), ...entries, said('bob', 'newer', 2)], options);
  expect(after).toHaveLength(before.length + 2);
  expect(after[0]).toBe(before[0]);
  expect(after[2]).not.toBe(before[1]); // no longer the first of its group
  expect(after[3]).toBe(before[2]);
  expect(after[4]).toBe(before[3]);
});

test('thousands of rows are built within a frame', () => {
  const builder = new RowBuilder();
  const entries = Array.from({ length: 2400 }, (_, i) => said(`n${i % 7}`, `text ${i}`, i));
  builder.build(entries, options);
  const times = Array.from({ length: 10 }, () => {
    const start = performance.now();
    builder.build(entries, options);
    return performance.now() - start;
  });
  // The quickest of them: the machine may have other things to do.
  expect(Math.min(...times)).toBeLessThan(16);
});
