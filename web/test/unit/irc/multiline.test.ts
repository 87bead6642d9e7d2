import { describe, expect, test } from 'vitest';
import { batchFor, fits, limitsOf, Multilines } from '../../../src/irc/multiline';
import { parse, print, type Message } from '../../../src/irc/message';
import { byteLength } from '../../../src/irc/names';

test.each([
  ['max-bytes=4096,max-lines=24', { bytes: 4096, lines: 24 }],
  ['max-bytes=40000', { bytes: 40000, lines: Infinity }],
  ['x=1,max-lines=3,max-bytes=2', { bytes: 2, lines: 3 }],
  ['max-lines=3', null],
  ['max-bytes=many', null],
  ['', null],
  [undefined, null],
])('%j allows %j', (value, want) => expect(limitsOf(value)).toEqual(want));

function take(...lines: string[]): (Message | null)[] {
  const multilines = new Multilines();
  return lines.map((line) => multilines.take(parse(line) as Message));
}

describe('received', () => {
  test('as one message, with the tags of its batch', () => {
    const taken = take(
      '@msgid=xxx;account=acc;batch=h;label=2 :n!u@h BATCH +123 draft/multiline #tea', '@batch=123 :n!u@h PRIVMSG #tea hello', '@batch=123 :n!u@h PRIVMSG #tea :',
      '@batch=123 :n!u@h PRIVMSG #tea :how is ', '@batch=123;draft/multiline-concat :n!u@h PRIVMSG #tea :everyone?', '@batch=h BATCH -123',
    );
    expect(taken.slice(0, 5)).toEqual([null, null, null, null, null]);
    expect(taken[5]).toMatchObject({ command: 'PRIVMSG', params: ['#tea', 'hello\n\nhow is everyone?'], source: { name: 'n', user: 'u', host: 'h' } });
    expect(Object.fromEntries(taken[5]?.tags ?? [])).toEqual({ msgid: 'xxx', account: 'acc', batch: 'h', label: '2' });
    expect(taken[5]?.raw.split('\n')).toHaveLength(6);
  });

  test('what comes between is itself', () => {
    const [, between, , , whole] = take(
      ':n!u@h BATCH +1 draft/multiline #tea', ':eva!e@h PRIVMSG #tea :meanwhile', '@batch=1 :n!u@h NOTICE #tea :a', '@batch=1 :n!u@h NOTICE #tea :b', 'BATCH -1',
    );
    expect(between?.params).toEqual(['#tea', 'meanwhile']);
    expect(whole).toMatchObject({ command: 'NOTICE', params: ['#tea', 'a\nb'] });
  });

  test('an empty one is nothing, and other batches pass', () => {
    expect(take('BATCH +1 draft/multiline #tea', 'BATCH -1')).toEqual([null, null]);
    expect(take('BATCH +1 chathistory #tea', '@batch=1 PRIVMSG #tea :x', 'BATCH -1').map((line) => line?.command)).toEqual(['BATCH', 'PRIVMSG', 'BATCH']);
  });
});

describe('sent', () => {
  test('letter for letter', () => {
    const lines = batchFor('123', 'PRIVMSG', '#tea', 'hello\n\nhow is everyone?', 10, { '+id': '7', label: '1' });
    expect(lines.map(print)).toEqual([
      '@+id=7;label=1 BATCH +123 draft/multiline #tea', '@batch=123 PRIVMSG #tea hello', '@batch=123 PRIVMSG #tea :',
      '@batch=123 PRIVMSG #tea :how is ', '@batch=123;draft/multiline-concat PRIVMSG #tea everyone?', 'BATCH -123',
    ]);
  });

  test.each(['one\ntwo', 'a  b   c'.repeat(40), `${'x'.repeat(95)} ${'ö'.repeat(70)}  end`, '👩‍👩‍👧 '.repeat(30), 'x'.repeat(300)])('%# comes back as it was', (text) => {
    const lines = batchFor('1', 'PRIVMSG', '#tea', text, 40, {});
    for (const { params: [, piece = ''] = [] } of lines.slice(1, -1)) expect(byteLength(piece)).toBeLessThanOrEqual(40);
    const multilines = new Multilines();
    const back = lines.map((line) => multilines.take(parse(print(line)) as Message)).at(-1);
    expect(back?.params[1]).toBe(text);
  });

  test.each([
    ['one\ntwo', 2, 7, true],
    ['one\ntwo', 1, 7, false],
    ['one\ntwo', 2, 6, false],
    ['ö'.repeat(20), 5, 40, true],
    ['ö'.repeat(20), 4, 40, false],
    ['x'.repeat(41), 4, 41, false],
  ])('%j in %d lines and %d bytes: %s', (text, lines, bytes, want) => {
    expect(fits(text, 10, { lines, bytes })).toBe(want);
  });
});
