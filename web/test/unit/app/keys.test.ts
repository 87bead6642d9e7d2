import { expect, test } from 'vitest';
import { findKey, KEYS, type Stroke } from '../../../src/app/keys';
import { HUES, Hues, hueOf } from '../../../src/app/hues';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test.each<[Partial<Stroke>, boolean, string | undefined]>([
  [{ code: 'KeyK', key: 'k', ctrlKey: true }, true, 'Go to a conversation'],
  [{ code: 'KeyK', key: 'k', metaKey: true }, true, 'Go to a conversation'],
  [{ code: 'KeyK', key: 'k' }, false, undefined],
  [{ code: 'KeyK', key: 'K', ctrlKey: true, shiftKey: true }, false, undefined],
  [{ key: 'ArrowUp', code: 'ArrowUp', altKey: true }, true, 'Previous conversation'],
  [{ key: 'ArrowDown', code: 'ArrowDown', altKey: true, shiftKey: true }, true, 'Next unread conversation'],
  [{ key: 'ArrowDown', code: 'ArrowDown' }, true, undefined],
  [{ key: 'å', code: 'KeyA', altKey: true }, true, 'Next mention'],
  [{ key: 'Escape', code: 'Escape' }, true, 'Mark the conversation read'],
  [{ key: 'F6', code: 'F6' }, true, 'Next part of the window'],
  [{ key: 'F6', code: 'F6', shiftKey: true }, true, 'Previous part of the window'],
  [{ key: '?', code: 'Slash', shiftKey: true }, false, 'This help'],
  [{ key: '?', code: 'Slash', shiftKey: true }, true, undefined],
])('%j while typing %s', (stroke, isTyping, want) => {
  expect(findKey({ key: '', code: '', ...none, ...stroke }, isTyping)?.help).toBe(want);
});

test('no key does two things', () => {
  const strokes = KEYS.map((row) => row.keys.join('+'));
  expect(new Set(strokes).size).toBe(strokes.length);
});

test('two recent speakers never share a hue', () => {
  const hues = new Hues();
  const nicks = Array.from({ length: 200 }, (_, i) => `nick${(i * 7) % 31}`);
  nicks.forEach((nick, i) => {
    hues.spoke(nick);
    const recent = [...new Set(nicks.slice(0, i + 1).reverse())].slice(0, HUES - 1);
    expect(new Set(recent.map((other) => hues.of(other))).size).toBe(recent.length);
  });
});

test('a hue is the name’s own, whatever its case', () => {
  expect(hueOf('Maria')).toBe(hueOf('maria'));
  expect(new Hues().of('maria')).toBe(hueOf('maria'));
});
