import { expect, test } from 'vitest';
import { packed } from '../../../src/app/rooms';
import { byteLength } from '../../../src/irc/names';

test.each([
  [[], Infinity, []],
  [['#a', '#b', '#c'], Infinity, [['#a', '#b', '#c']]],
  [['#a', '#b', '#c'], 2, [['#a', '#b'], ['#c']]],
])('%j by %d', (names, most, want) => expect(packed(names, most)).toEqual(want));

test('many channels are joined in few lines that fit', () => {
  const names = Array.from({ length: 100 }, (_, i) => `#kanäle-für-tee-${i}`);
  const lines = packed(names, Infinity);
  expect(lines.flat()).toEqual(names);
  expect(lines.length).toBeLessThan(7);
  for (const line of lines) expect(byteLength(`JOIN ${line.join(',')}`)).toBeLessThanOrEqual(510);
});
