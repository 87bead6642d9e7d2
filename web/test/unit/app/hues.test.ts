import { expect, test } from 'vitest';
import { hueOf, HUES, Hues } from '../../../src/app/hues';

const crowd = Array.from({ length: HUES - 1 }, (_, i) => `nick${i}`);

test('those who spoke last never share a hue, whatever they chose', () => {
  const hues = new Hues((nick) => (nick.endsWith('1') || nick.endsWith('2') ? 4 : null));
  for (const nick of [...crowd, ...crowd]) hues.spoke(nick);
  expect(new Set(crowd.map((nick) => hues.of(nick))).size).toBe(crowd.length);
});

test('a chosen hue is had unless somebody who spoke has it', () => {
  const hues = new Hues((nick) => (nick === 'bob' || nick === 'eva' ? 4 : null));
  expect(hues.of('bob')).toBe(4);
  expect(hues.spoke('eva')).toBe(4);
  expect(hues.spoke('bob')).not.toBe(4);
  expect(hues.of('eva')).toBe(4);
});

test('a hue that is chosen after one has spoken counts at once, and is nobody else’s', () => {
  let chosen: number | null = null;
  const hues = new Hues((nick) => (nick === 'bob' ? chosen : null));
  hues.spoke('bob');
  chosen = (hueOf('bob') + 5) % HUES;
  expect(hues.of('bob')).toBe(chosen);
  const other = Array.from({ length: 200 }, (_, i) => `o${i}`).find((nick) => hueOf(nick) === chosen) ?? '';
  expect(hues.spoke(other)).not.toBe(chosen);
});

test('without a choice a hue stays while one speaks', () => {
  const hues = new Hues();
  const [first = '', second = ''] = Array.from({ length: 200 }, (_, i) => `s${i}`).filter((nick) => hueOf(nick) === 3);
  hues.spoke(first);
  const moved = hues.spoke(second);
  expect(moved).toBe(4);
  for (let i = 0; i < 5; i++) expect(hues.spoke(second)).toBe(moved);
});
