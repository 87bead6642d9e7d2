import { describe, expect, test } from 'vitest';
import { byteLength } from '../../../src/irc/names';
import { lines, roomFor, split, splitWhole, tidy } from '../../../src/irc/split';

test('the room is what the server leaves', () => {
  // ":a!b@c PRIVMSG #d :" is 19 bytes, "[15:04:05] " another 11.
  expect(roomFor('a!b@c', 'PRIVMSG', '#d')).toBe(510 - 19 - 11);
});

describe('split', () => {
  test.each([
    ['short', 10, ['short']],
    ['', 10, ['']],
    ['exactly ten', 11, ['exactly ten']],
    ['two words', 5, ['two', 'words']],
    ['two words', 3, ['two', 'wor', 'ds']],
    ['ääää', 5, ['ää', 'ää']],
    ['aa bb cc', 5, ['aa bb', 'cc']],
    ['👨‍👩‍👧x👨‍👩‍👧', 20, ['👨‍👩‍👧x', '👨‍👩‍👧']],
    ['e\u0301e\u0301', 4, ['e\u0301', 'e\u0301']],
  ])('%j at %d', (text, max, want) => {
    const pieces = split(text, max);
    expect(pieces).toEqual(want);
    for (const piece of pieces) expect(byteLength(piece)).toBeLessThanOrEqual(max);
  });

  test.each([
    ['aa bb  cc', 5, ['aa ', 'bb  ', 'cc']],
    ['aa bb', 5, ['aa bb']],
    ['aaaa bb', 5, ['aaaa ', 'bb']],
  ])('%j whole at %d', (text, max, want) => {
    expect(splitWhole(text, max)).toEqual(want);
    expect(splitWhole(text, max).join('')).toBe(text);
  });

  test('loses no word', () => {
    const text = Array.from({ length: 300 }, (_, i) => `wörd${i}`).join(' ');
    expect(split(text, 97).join(' ')).toBe(text);
  });
});

test.each([['\n\n a \r\n\r\nb \n', ' a\n\nb'], [' \n', ''], ['x\0y', 'xy']])('%j is said as %j', (text, want) => expect(tidy(text)).toBe(want));

test.each([
  ['one', ['one']],
  ['one\ntwo\r\nthree\rfour', ['one', 'two', 'three', 'four']],
  ['one\n\n  \ntwo  ', ['one', 'two']],
  ['```\na\n\nb\n```\n\nc', ['```', 'a', ' ', 'b', '```', 'c']],
  ['\n\n', []],
])('the lines of %j', (text, want) => expect(lines(text)).toEqual(want));
