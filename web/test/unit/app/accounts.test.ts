import { signal } from '@preact/signals';
import { beforeEach, describe, expect, test } from 'vitest';
import { Accounts } from '../../../src/app/accounts';
import type { Arrival, Parts, Session } from '../../../src/app/session';
import { Store } from '../../../src/app/store';
import { Client } from '../../../src/irc/client';
import { parse, type Message } from '../../../src/irc/message';
import { nickFor } from '../../../src/irc/names';
import { bytesOf, toBase64 } from '../../../src/irc/sasl';
import { FakeWorld } from '../irc/world';

let world: FakeWorld;
let accounts: Accounts;
let heard: string[];
/** Who came in from the first screen. */
let arrival: Arrival | null;
/** That of the one account there is. */
let password: string;

beforeEach(async () => {
  heard = [];
  password = 'sesame';
  world = new FakeWorld();
  const store = new Store();
  const session = {
    listener: null as ((message: Message) => boolean) | null,
    screen: signal('welcome'),
    nickFor: (name: string) => nickFor(name, 30, '1234'),
    come: async (who: Arrival) => ((arrival = who), { ok: false, problem: 'No', raw: null, suggestions: [] }),
  };
  const client = new Client(
    world,
    () => ({ nick: 'maria', user: 'm', realname: 'M', token: null, entry: null, taken: 'choose' }),
    (event) => {
      if (event.type === 'line') session.listener?.(event.message);
    },
  );
  world.server = answer;
  store.apply({ type: 'named', displayName: 'maria', nick: 'maria', account: 'maria' });
  client.start();
  world.open();
  await settle();
  const parts = { store, client, persist: { device: null } } as unknown as Parts;
  accounts = new Accounts(parts, session as unknown as Session, world);
  heard = [];
});

/** A server that knows one account, by PLAIN. */
function answer(line: string): void {
  const { command, params, tags } = parse(line) as Message;
  const label = `@label=${tags.get('label')} `;
  heard.push(line.replace(/^@\S+ /, ''));
  if (params[0] === 'LS') world.say(':s CAP * LS :sasl=PLAIN labeled-response batch message-tags');
  else if (params[0] === 'REQ') world.say(`:s CAP * ACK :${params[1]}`);
  else if (command === 'USER') world.say(':s 001 maria :Welcome', ':s 422 maria :No MOTD');
  else if (params[0] === 'PLAIN') world.say(`${label}AUTHENTICATE +`);
  else if (command === 'AUTHENTICATE') world.say(`${label}:s ${params[0] === proof(password) ? '903' : '904'} maria :So it is`);
  else if (command === 'NICKSERV') {
    const isLong = (params[2] ?? '').length >= 6;
    if (isLong) password = params[2] ?? '';
    world.say(`${label}:NickServ!s@s NOTICE maria :${isLong ? 'Your password is changed.' : 'maria: A password has at least 6 characters'}`);
  }
}

const proof = (of: string) => toBase64(bytesOf(`\0maria\0${of}`));

async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

describe('another password', () => {
  test.each(['openopen', 'two  words', ' around ', ':colon', ': and  spaces '])('from and to %j', async (next) => {
    expect(await accounts.changePassword('sesame', next)).toEqual({ ok: true });
    expect(password).toBe(next);
    expect(await accounts.changePassword(next, 'sesame again')).toEqual({ ok: true });
    expect(password).toBe('sesame again');
  });

  test('the old one is not sent with it, and a wrong one changes nothing', async () => {
    expect(await accounts.changePassword('mustard', 'openopen')).toMatchObject({ ok: false, why: 'credentials', problem: 'That is not your password.' });
    expect(heard).toEqual(['AUTHENTICATE PLAIN', `AUTHENTICATE ${proof('mustard')}`]);
    expect(password).toBe('sesame');
  });

  test('what the server says of the new one is said at its field', async () => {
    expect(await accounts.changePassword('sesame', 'short')).toMatchObject({ ok: false, why: 'password', problem: 'A password has at least 6 characters' });
  });
});

test.each([
  ['maria', ['maria'], 'maria'],
  ['Мария', ['Мария', 'Mariya'], 'Mariya'],
  ['Anna Müller', ['Anna_Muller'], 'Anna_Muller'],
  ["O'Neil", ['ONeil'], 'ONeil'],
  ['1st', ['1st', '_1st'], '_1st'],
  // Of what no nick is made here it is the server that knows.
  ['李', ['李'], '李'],
  ['李 明', ['李 明'], '李 明'],
])('who types %j may be %j', async (typed, names, nick) => {
  await accounts.logIn(` ${typed} `, 'sesame', false);
  expect(arrival).toMatchObject({ displayName: typed, nick });
  const tried: string[] = [];
  const entry = arrival?.entry?.();
  entry?.begin({
    caps: { offered: new Map([['sasl', 'PLAIN']]), enabled: new Set(['sasl']), asked: 0, listed: true },
    isConnected: false,
    settle: () => {},
    send: ({ params: [word = ''] = [] }) => {
      if (word !== 'PLAIN') tried.push(new TextDecoder().decode(Uint8Array.from(atob(word), (letter) => letter.charCodeAt(0))).split('\0')[1] ?? '');
    },
  });
  for (const line of names.flatMap(() => ['AUTHENTICATE +', ':s 904 * :No'])) {
    entry?.take(parse(line) as Message);
    await settle();
  }
  expect(tried).toEqual(names);
});
