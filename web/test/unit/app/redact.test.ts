import { beforeEach, expect, test, vi } from 'vitest';
import { lastOwn, redact } from '../../../src/app/redact';
import { Store } from '../../../src/app/store';
import type { Client } from '../../../src/irc/client';
import { parse, type Message as Line } from '../../../src/irc/message';
import { own, Play } from '../state/play';

let store: Store;
let asked: string[];
let answer: string;
let client: { isReady: boolean; has(cap: string): boolean; request(line: { command: string; params: string[] }): Promise<unknown> };

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => {});
  store = new Store();
  store.apply({ type: 'joining', channel: '#tea' });
  asked = [];
  answer = '';
  client = {
    isReady: true,
    has: () => true,
    request: async ({ command, params }) => {
      asked.push([command, ...params].join(' '));
      return { lines: answer === '' ? [] : [parse(answer) as Line], batch: null, ended: 'answered' };
    },
  };
});

const one = own('1', 'a', { msgid: 'a', delivery: { state: 'sent' } });
const run = (messages = [one], reason = '') => redact(store, client as unknown as Client, '#tea', messages, reason);

test('with a reason only if there is one', async () => {
  expect(await run()).toEqual({ ok: true });
  await run([one], ' a  slip ');
  expect(asked).toEqual(['REDACT #tea a', 'REDACT #tea a a  slip']);
});

test('the messages that a fence joins go together, until one cannot', async () => {
  await run([one, { ...one, msgid: 'b' }]);
  expect(asked).toEqual(['REDACT #tea a', 'REDACT #tea b']);
  answer = ':s FAIL REDACT REDACT_WINDOW_EXPIRED #tea a 600 :You can no longer delete this message';
  expect(await run([one, { ...one, msgid: 'b' }])).toMatchObject({ ok: false, problem: 'It was said too long ago to be deleted.' });
  expect(asked).toHaveLength(3);
});

test.each([
  [':s FAIL REDACT REDACT_FORBIDDEN #tea a :no', 'You may not delete this message.'],
  [':s FAIL REDACT UNKNOWN_MSGID #tea a :no', 'The server no longer knows this message.'],
  [':s FAIL REDACT INVALID_TARGET #tea :no', "Messages can't be deleted here."],
])('%s is a sentence', async (line, problem) => {
  answer = line;
  expect(await run()).toMatchObject({ ok: false, problem });
});

test('not without a connection, nor where the server does not know it', async () => {
  client.has = () => false;
  expect((await run()).ok).toBe(false);
  client.isReady = false;
  expect((await run()).ok).toBe(false);
  expect(asked).toEqual([]);
});

test('the last one of one’s own that is still there', () => {
  const play = new Play().join('#tea').hear('@msgid=a :maria!m@h PRIVMSG #tea :one', '@msgid=b :maria!m@h PRIVMSG #tea :two', '@msgid=c :bob!b@h PRIVMSG #tea :three');
  play.happen({ type: 'composed', key: '#tea', messages: [own('1', 'on its way')] });
  expect(lastOwn(play.get('#tea'))?.msgid).toBe('b');
  play.hear(':maria!m@h REDACT #tea b');
  expect(lastOwn(play.get('#tea'))?.msgid).toBe('a');
  play.hear(':maria!m@h REDACT #tea a');
  expect(lastOwn(play.get('#tea'))).toBeUndefined();
});
