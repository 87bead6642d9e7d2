import { describe, expect, test } from 'vitest';
import { parseFormatting, stripFormatting } from '../../../src/irc/formatting';
import { opensFence, parseMarkup, type Block, type Reading, type Span } from '../../../src/irc/markup';
import { mentions } from '../../../src/irc/mentions';

describe('mIRC formatting', () => {
  test.each([
    ['plain', [['plain', {}]]],
    ['a\x02b\x02c', [['a', {}], ['b', { bold: true }], ['c', {}]]],
    ['\x02\x1db\x0fc', [['b', { bold: true, italic: true }], ['c', {}]]],
    ['\x034,12x\x03y', [['x', { fg: 4, bg: 12 }], ['y', {}]]],
    ['\x0304x\x035y', [['x', { fg: 4 }], ['y', { fg: 5 }]]],
    ['\x034,12x\x035y', [['x', { fg: 4, bg: 12 }], ['y', { fg: 5, bg: 12 }]]],
    ['\x034,x', [[',x', { fg: 4 }]]],
    ['\x03123', [['3', { fg: 12 }]]],
    ['\x0399,99x', [['x', {}]]],
    ['\x04ff0000,00ff00x', [['x', {}]]],
    ['\x11m\x16r\x1es\x1fu', [['m', { mono: true }], ['r', { mono: true, reverse: true }], ['s', { mono: true, reverse: true, strike: true }], ['u', { mono: true, reverse: true, strike: true, underline: true }]]],
    ['', []],
    ['\x02\x02', []],
  ])('%j', (text, want) => {
    expect(parseFormatting(text).map(({ text: run, look }) => [run, look])).toEqual(want);
  });

  test('is taken off', () => expect(stripFormatting('\x02a\x0304,05b\x0fc')).toBe('abc'));
});

const reading: Reading = { self: 'maria', isNick: (word) => word === 'bob', chantypes: '#' };

/** Blocks in short: spans as "type:text". */
function short(blocks: readonly Block[]): unknown[] {
  return blocks.map((block) => (block.type === 'fence' ? { fence: block.text, language: block.language } : block.spans.map(span)));
}

function span(s: Span): string {
  if (s.type === 'spoiler') return `spoiler(${s.spans.map(span).join(' ')})`;
  if (s.type === 'channel') return `channel:${s.name}`;
  if (s.type === 'mention') return `${s.self ? 'self' : 'mention'}:${s.text}`;
  return `${s.type}:${s.text}`;
}

describe('markup', () => {
  test.each([
    [['hello'], [['text:hello']]],
    [[''], [[]]],
    [['<b>&amp;</b>'], [['text:<b>&amp;</b>']]],
    [['hi @maria, bob and @bob!'], [['text:hi ', 'self:@maria', 'text:, bob and ', 'mention:@bob', 'text:!']]],
    [['mariah maria2 Maria'], [['text:mariah maria2 ', 'self:Maria']]],
    [['join #tea, #12 or a#b'], [['text:join ', 'channel:#tea', 'text:, #12 or a#b']]],
    [['run `make test` now'], [['text:run ', 'code:make test', 'text: now']]],
    [['||secret maria|| out'], [['spoiler(text:secret  self:maria)', 'text: out']]],
    [['\x031,1hidden\x03 seen'], [['spoiler(text:hidden)', 'text: seen']]],
    [['see https://x.test/a`b`.'], [['text:see ', 'link:https://x.test/a', 'code:b', 'text:.']]],
    [['https://x.test/#tea'], [['link:https://x.test/#tea']]],
    [['https://x.test/||a||b'], [['link:https://x.test/', 'spoiler(text:a)', 'text:b']]],
    [['```code```'], [{ fence: 'code', language: '' }]],
    [['a ```b``` c'], [['text:a'], { fence: 'b', language: '' }, ['text:c']]],
    [['```go', 'x := 1', ' ', '}', '```'], [{ fence: 'x := 1\n\n}', language: 'go' }]],
    [['a', '', 'b'], [['text:a'], [], ['text:b']]],
    [['a', '```', 'b', '', 'c', '```', 'd'], [['text:a'], { fence: 'b\n\nc', language: '' }, ['text:d']]],
    [['```', 'open'], [{ fence: 'open', language: '' }]],
  ])('%j', (texts, want) => expect(short(parseMarkup(texts, reading))).toEqual(want));

  test('a look goes with links and channels', () => {
    const [line] = parseMarkup(['\x02#tea https://x.test\x02'], reading);
    expect(line?.type === 'line' && line.spans.map((s) => 'look' in s && s.look)).toEqual([{ bold: true }, { bold: true }, { bold: true }]);
  });
});

test.each([['```', true], ['```go', true], ['```a```', false], ['a', false], ['```a``` ```', true]])('%j opens a fence: %s', (text, want) => {
  expect(opensFence(text)).toBe(want);
});

test.each([
  ['maria: hi', true], ['hi MARIA', true], ['@maria', true], ['mariah', false], ['_maria', false], ['émaria', false], ['(maria)', true], ['', false],
])('%j names maria: %s', (text, want) => expect(mentions(text, 'maria')).toBe(want));
