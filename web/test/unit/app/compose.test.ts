import { describe, expect, test } from 'vitest';
import { bytesLeft, complete, nicksOf, Recall, room } from '../../../src/app/compose';
import { Play } from '../state/play';

const words = { nicks: ['maria', 'Mark', 'bob'], nameOf: (nick: string) => (nick === 'bob' ? 'Émile Bobson' : null), channels: ['#tea', '#test'], commands: ['join', 'kick'] };

describe('completion', () => {
  test.each([
    ['ma', 2, 'maria: ', 7],
    ['hi ma', 5, 'hi maria ', 9],
    ['hi MA there', 5, 'hi maria there', 9],
    ['@ma', 3, '@maria ', 7],
    ['see #te', 7, 'see #tea ', 9],
    ['hi ém', 5, 'hi bob ', 7],
    ['/jo', 3, '/join ', 6],
    ['x /jo', 5, null, 0],
    ['zz', 2, null, 0],
    ['', 0, null, 0],
    ['hi ', 3, null, 0],
  ])('of %j at %d is %j', (text, caret, want, at) => {
    const done = complete(text, caret, null, words);
    expect(done?.text ?? null).toBe(want);
    if (want !== null) expect(done?.caret).toBe(at);
  });

  test('goes through all and begins again', () => {
    let last = complete('ma', 2, null, words);
    const seen = [last?.text];
    for (let i = 0; i < 2; i++) {
      last = complete(last?.text ?? '', last?.caret ?? 0, last, words);
      seen.push(last?.text);
    }
    expect(seen).toEqual(['maria: ', 'Mark: ', 'maria: ']);
  });

  test('recent speakers first, oneself last, who left not at all', () => {
    const play = new Play('zoe').join('#tea', 'ann', 'bob', 'eva', 'gone').hear(':eva!e@h PRIVMSG #tea :x', ':gone!g@h PRIVMSG #tea :y', ':gone!g@h PART #tea');
    expect(nicksOf(play.get('#tea'), (nick) => nick === 'zoe')).toEqual(['eva', 'ann', 'bob', 'zoe']);
  });
});

describe('bytes left', () => {
  const me = { displayName: '', nick: 'maria', account: null, user: '~m', host: 'h', away: null };
  const most = room(me, '#tea');

  test('appear near the cut and count the longest line', () => {
    expect(most).toBe(510 - ':maria!~m@h PRIVMSG #tea :'.length - '[15:04:05] '.length);
    expect(bytesLeft(me, '#tea', 'short', null)).toBeNull();
    expect(bytesLeft(me, '#tea', 'x'.repeat(most - 10), null)).toBe(10);
    expect(bytesLeft(me, '#tea', `a\n${'ä'.repeat(most / 2 + 1)}`, null)).toBeLessThan(0);
    expect(bytesLeft(me, '#tea', `/${'x'.repeat(most)}`, null)).toBeNull();
  });

  test('of a message of several lines are those of all of it, and its lines count too', () => {
    const limits = { bytes: 2000, lines: 5 };
    expect(bytesLeft(me, '#tea', 'x'.repeat(most + 100), limits)).toBeNull();
    expect(bytesLeft(me, '#tea', `${'x'.repeat(900)}\n${'x'.repeat(1059)}`, limits)).toBe(40);
    expect(bytesLeft(me, '#tea', 'x'.repeat(2001), limits)).toBe(-1);
    expect(bytesLeft(me, '#tea', 'a\nb\nc\nd\ne', limits)).toBeNull();
    expect(bytesLeft(me, '#tea', 'a\nb\nc\nd\ne\nf', limits)).toBe(-1);
  });

  test('are counted carefully before the own host is known', () => {
    expect(room({ ...me, user: '', host: '' }, '#tea')).toBeLessThan(most);
  });
});

test('recall walks back and forth, and the typed text comes back', () => {
  const recall = new Recall();
  expect(recall.step('k', -1, '')).toBeNull();
  for (const text of ['one', 'two', 'two']) recall.note('k', text);
  expect(recall.step('k', -1, 'typed')).toBe('two');
  expect(recall.step('k', -1, 'two')).toBe('one');
  expect(recall.step('k', -1, 'one')).toBeNull();
  expect(recall.step('k', 1, 'one')).toBe('two');
  expect(recall.step('k', 1, 'two')).toBe('typed');
  expect(recall.step('k', 1, 'typed')).toBeNull();
  expect(recall.step('k', -1, 'something else')).toBe('two');
});
