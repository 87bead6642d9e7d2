import { describe, expect, test } from 'vitest';
import { excerpt, parseQuery, phrasesOf, pieces, searchEntries, type Query } from '../../../src/state/search';
import { Play } from './play';

const NOW = new Date(2026, 10, 24, 15).getTime();
const day = (month: number, date: number, year = 2026) => new Date(year, month - 1, date).getTime();
const none: Query = { text: '', from: null, in: null, after: null, before: null };

describe('a query', () => {
  test.each<[string, Partial<Query>]>([
    ['tea  leaves', { text: 'tea leaves' }],
    ['"green tea" leaves', { text: '"green tea" leaves' }],
    ['from:maria', { from: 'maria' }],
    ['From:maria tea', { from: 'maria', text: 'tea' }],
    ['tea in:#garden', { text: 'tea', in: '#garden' }],
    ['tea on:2026-11-02', { text: 'tea', after: day(11, 2), before: day(11, 3) }],
    ['tea on:yesterday', { text: 'tea', after: day(11, 23), before: day(11, 24) }],
    ['tea after:2026-11 before:today', { text: 'tea', after: day(11, 1), before: day(11, 24) }],
    ['tea on:2026-12', { text: 'tea', after: day(12, 1), before: day(1, 1, 2027) }],
    ['"from:maria"', { text: '"from:maria"' }],
    ['https://a.example/?from=x', { text: 'https://a.example/?from=x' }],
    ['tea from:', { text: 'tea' }],
  ])('%s', (typed, want) => expect(parseQuery(typed, NOW)).toEqual({ query: { ...none, ...want } }));

  test.each(['', '   ', '?!', 'before:2026-11-01', 'in:#tea', 'from:', '"'])('%j looks for nothing', (typed) => expect(parseQuery(typed, NOW)).toBeNull());

  test.each(['tea on:sunday', 'tea before:2026-13', 'tea after:2026-02-30', 'tea on:24.11.2026'])('%s says what a day is', (typed) => {
    expect(parseQuery(typed, NOW)).toEqual({ problem: expect.stringContaining('is no day') });
  });
});

test('phrases are folded, and what holds no word is none', () => {
  expect(phrasesOf('Crème "Über alles" ?! "open end')).toEqual(['creme', 'uber alles', 'open end']);
});

describe('what was found is marked', () => {
  const marked = (text: string, query: string) => pieces(text, phrasesOf(query)).map(({ text: piece, found }) => (found ? `[${piece}]` : piece)).join('');
  test.each([
    ['Leaves and leafs', 'lea', '[Lea]ves and [lea]fs'],
    ['les leàves, c’est bon', 'leaves', 'les [leàves], c’est bon'],
    ['tea, steam', 'tea', '[tea], steam'],
    ['今日は世界', '世界', '今日は[世界]'],
    ['ﬁne İstanbul x', 'x', 'ﬁne İstanbul [x]'],
    ['a tea party', 'tea "tea party"', 'a [tea] party'],
    ['nothing', '', 'nothing'],
  ])('%s: %s', (text, query, want) => expect(marked(text, query)).toBe(want));
});

test('of a long text that part is shown in which it stands', () => {
  const text = `${'far '.repeat(100)}the leaves ${'on '.repeat(100)}`;
  const shown = excerpt(text, ['leaves'], 60);
  expect(shown).toMatch(/^…far .*the leaves on .*…$/);
  expect(shown.length).toBeLessThan(70);
  expect(excerpt('short', ['x'], 60)).toBe('short');
});

test('among what is held: by word, by nick and by day, newest first', () => {
  const play = new Play().join('#tea').hear(':bob!b@h PRIVMSG #tea :Leaves of \x02tea\x02', ':eva!e@h PRIVMSG #tea :no téa', ':eva!e@h JOIN #tea', ':bob!b@h PRIVMSG #tea :else');
  const { entries } = play.get('#tea');
  const find = (query: Partial<Query>) => searchEntries(entries, { ...none, ...query }).map((message) => message.nick);
  expect(find({ text: 'OF TEA' })).toEqual(['bob']);
  expect(find({ text: 'tea' })).toEqual(['eva', 'bob']);
  expect(find({ from: 'Eva' })).toEqual(['eva']);
  const [, second] = entries.filter((entry) => entry.type === 'message');
  expect(find({ text: 'tea', after: second?.time ?? 0 })).toEqual(['eva']);
  expect(find({ text: 'tea', before: second?.time ?? 0 })).toEqual(['bob']);
});
