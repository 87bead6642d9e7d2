import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../../src/irc/entry';
import { parse, print } from '../../../src/irc/message';
import { bytesOf, fromBase64, LoggingIn, mechanisms, pieces, Sasl, toBase64, type Mechanism } from '../../../src/irc/sasl';
import { saslPrep, scram } from '../../../src/irc/scram';

const { subtle } = globalThis.crypto;
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** An exchange whose server is the test. */
class Exchange {
  readonly sent: string[] = [];
  ended: Refusal | null | undefined;
  readonly #sasl: Sasl;

  constructor(how: readonly Mechanism[], { offered = 'PLAIN,SCRAM-SHA-256', enabled = ['sasl'] } = {}) {
    this.#sasl = new Sasl(how);
    this.#sasl.begin({
      caps: { offered: new Map([['sasl', offered]]), enabled: new Set(enabled), asked: 0, listed: true },
      isConnected: false,
      send: (out) => this.sent.push(print(out)),
      settle: (refusal) => {
        expect(this.ended).toBeUndefined();
        this.ended = refusal;
      },
    });
  }

  /** Says something, and lets the client answer. */
  async say(...lines: string[]): Promise<string[]> {
    const before = this.sent.length;
    for (const line of lines) {
      const message = parse(line);
      if (message) this.#sasl.take(message);
      await new Promise((next) => setTimeout(next));
    }
    return this.sent.slice(before);
  }
}

const plain = () => mechanisms('maria', 'pencil', undefined);

describe('PLAIN', () => {
  test('the name and the password, once the server asks', async () => {
    const exchange = new Exchange(plain());
    expect(exchange.sent).toEqual(['AUTHENTICATE PLAIN']);
    expect(await exchange.say('AUTHENTICATE +')).toEqual([`AUTHENTICATE ${toBase64(bytesOf('\0maria\0pencil'))}`]);
    await exchange.say(':s 900 * *!*@* maria :You are now logged in as maria', ':s 903 * :SASL authentication successful');
    expect(exchange.ended).toBeNull();
  });

  test('what comes after the end is not heard', async () => {
    const exchange = new Exchange(plain());
    await exchange.say('AUTHENTICATE +', ':s 903 * :Yes');
    expect(await exchange.say(':s 904 * :No', 'AUTHENTICATE +')).toEqual([]);
    expect(exchange.ended).toBeNull();
  });
});

describe('by a password, under one name or another', () => {
  const sent: string[] = [];
  const unverified: string[] = [];
  let ended: Refusal | null | undefined;
  const begin = (...names: string[]) => {
    const entry = new LoggingIn(names, ' pencil ', undefined, (name) => unverified.push(name));
    sent.length = unverified.length = 0;
    ended = undefined;
    entry.begin({
      caps: { offered: new Map([['sasl', 'PLAIN']]), enabled: new Set(['sasl']), asked: 0, listed: true },
      isConnected: false,
      send: (out) => sent.push(print(out)),
      settle: (refusal) => (ended = refusal),
    });
    return async (...lines: string[]) => {
      for (const line of lines) {
        const message = parse(line);
        if (message) entry.take(message);
        await new Promise((next) => setTimeout(next));
      }
    };
  };
  const by = (name: string) => `AUTHENTICATE ${toBase64(bytesOf(`\0${name}\0 pencil `))}`;

  test('the first that has it', async () => {
    const say = begin('Мария', 'Mariya');
    await say('AUTHENTICATE +', ':s 903 * :Yes');
    expect(sent).toEqual(['AUTHENTICATE PLAIN', by('Мария')]);
    expect(ended).toBeNull();
  });

  test('the next where that has it not, and then no other', async () => {
    const say = begin('Мария', 'Mariya');
    await say('AUTHENTICATE +', ':s 904 * :No');
    expect(ended).toBeUndefined();
    await say('AUTHENTICATE +', ':s 904 * :No');
    expect(sent).toEqual(['AUTHENTICATE PLAIN', by('Мария'), 'AUTHENTICATE PLAIN', by('Mariya')]);
    expect(ended).toMatchObject({ why: 'credentials' });
  });

  test('who has to wait is not let try others; which one waits for its code is said', async () => {
    const say = begin('Мария', 'Mariya');
    await say('AUTHENTICATE +', ':s 904 * :Too many failed logins: try again in a few minutes');
    expect(ended).toMatchObject({ why: 'later' });
    const again = begin('Мария', 'Mariya');
    await again('AUTHENTICATE +', ':s 904 * :No', 'AUTHENTICATE +', ':s 902 * :This account waits for the code');
    expect(unverified).toEqual(['Mariya']);
    expect(ended).toMatchObject({ why: 'unverified' });
  });
});

test.each([
  [0, ['+']],
  [1, [4]],
  [297, [396]],
  // What fills its last piece is followed by one of nothing.
  [298, [400, '+']],
  [300, [400, '+']],
  [301, [400, 4]],
  [600, [400, 400, '+']],
  [897, [400, 400, 396]],
])('an answer of %i bytes goes in pieces %j', (length, want) => {
  const answer = Uint8Array.from({ length }, (_, i) => i);
  const parts = pieces(answer);
  expect(parts.map((part) => (part === '+' ? part : part.length))).toEqual(want);
  expect(fromBase64(parts.join('').replace(/\+$/, (plus) => (want.at(-1) === '+' ? '' : plus)))).toEqual(answer);
});

test('what the server says in pieces is put together', async () => {
  const heard: string[] = [];
  const echo: Mechanism = { name: 'PLAIN', begin: () => (challenge) => (heard.push(textOf(challenge)), bytesOf('')) };
  const exchange = new Exchange([echo]);
  const long = 'x'.repeat(600);
  const whole = toBase64(bytesOf(long));
  expect(await exchange.say(`AUTHENTICATE ${whole.slice(0, 400)}`, `AUTHENTICATE ${whole.slice(400)}`)).toEqual([]);
  expect(await exchange.say('AUTHENTICATE +')).toEqual(['AUTHENTICATE +']);
  expect(await exchange.say(`AUTHENTICATE ${toBase64(bytesOf('short'))}`)).toEqual(['AUTHENTICATE +']);
  expect(heard).toEqual([long, 'short']);
});

describe('SCRAM-SHA-256', () => {
  // RFC 7677 3.
  const nonce = 'rOprNGfwEbeRWgbNEkqO';
  const serverFirst = `r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`;
  const clientFinal = `c=biws,r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`;
  const serverFinal = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=';
  const say = async (dialogue: ReturnType<typeof scram>, said: string) => textOf(await dialogue(bytesOf(said)));

  test('the example of RFC 7677', async () => {
    const dialogue = scram('user', 'pencil', subtle, nonce);
    expect(await say(dialogue, '')).toBe(`n,,n=user,r=${nonce}`);
    expect(await say(dialogue, serverFirst)).toBe(clientFinal);
    expect(await say(dialogue, serverFinal)).toBe('');
  });

  test('signs in a name that mean something else are written otherwise', async () => {
    expect(await say(scram('a,b=c', 'x', subtle, nonce), '')).toBe(`n,,n=a=2Cb=3Dc,r=${nonce}`);
  });

  test.each([
    ['a server that makes up its own nonce', serverFirst.replace(nonce, 'another')],
    ['a server that adds nothing to it', `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`],
    ['too few turns', serverFirst.replace('4096', '4095')],
    ['turns without end', serverFirst.replace('4096', '99999999')],
    ['turns that are none', serverFirst.replace('4096', 'many')],
    ['no salt', serverFirst.replace(/s=[^,]*/, 's=')],
    ['a salt that is none', serverFirst.replace(/s=[^,]*/, 's=%%%')],
    ['an extension that must be understood', `m=x,${serverFirst}`],
    ['nothing', ''],
  ])('%s is not answered', async (_, said) => {
    const dialogue = scram('user', 'pencil', subtle, nonce);
    await dialogue(bytesOf(''));
    await expect((async () => dialogue(bytesOf(said)))()).rejects.toThrow(/server/);
  });

  test('a server that does not know the password is not believed, and the exchange is given up', async () => {
    const exchange = new Exchange([{ name: 'SCRAM-SHA-256', begin: () => scram('user', 'pencil', subtle, nonce) }]);
    await exchange.say('AUTHENTICATE +', `AUTHENTICATE ${toBase64(bytesOf(serverFirst))}`);
    await expect.poll(() => exchange.sent.length).toBe(3);
    expect(await exchange.say(`AUTHENTICATE ${toBase64(bytesOf('v=AAAA'))}`)).toEqual(['AUTHENTICATE *']);
    expect(exchange.ended).toMatchObject({ why: 'other', text: expect.stringContaining('could not prove') });
  });

  test('what the server finds wrong it says by its numeric', async () => {
    const dialogue = scram('user', 'pencil', subtle, nonce);
    await dialogue(bytesOf(''));
    await dialogue(bytesOf(serverFirst));
    expect(await say(dialogue, 'e=invalid-proof')).toBe('');
  });

  test.each([
    ['I\u00adX', 'IX'],
    ['user\u00a0name', 'user name'],
    ['\u00aa', 'a'],
    ['\u2168', 'IX'],
    ['plain', 'plain'],
  ])('%j is hashed as %j (RFC 4013 3)', (typed, want) => {
    expect(saslPrep(typed)).toBe(want);
  });
});

describe('which mechanism', () => {
  const both = () => mechanisms('maria', 'pencil', subtle);

  test.each([
    ['EXTERNAL,PLAIN,SCRAM-SHA-256', 'SCRAM-SHA-256'],
    ['plain', 'PLAIN'],
    // Servers before version 302 do not say.
    ['', 'SCRAM-SHA-256'],
  ])('of %j it is %s', (offered, want) => {
    expect(new Exchange(both(), { offered }).sent).toEqual([`AUTHENTICATE ${want}`]);
  });

  test('one that turns out not to be known is followed by the next', async () => {
    const exchange = new Exchange(both(), { offered: '' });
    expect(await exchange.say(':s 908 * PLAIN,EXTERNAL :are available SASL mechanisms', ':s 904 * :SASL authentication failed')).toEqual(['AUTHENTICATE PLAIN']);
    await exchange.say('AUTHENTICATE +', ':s 903 * :Yes');
    expect(exchange.ended).toBeNull();
  });

  test('a wrong password is not tried by the next', async () => {
    const exchange = new Exchange(both());
    expect(await exchange.say(':s 904 * :SASL authentication failed')).toEqual([]);
    expect(exchange.ended).toMatchObject({ why: 'credentials' });
  });

  test('without one that both know, or without accounts, nothing is sent', () => {
    const foreign = new Exchange(both(), { offered: 'EXTERNAL' });
    const none = new Exchange(both(), { enabled: [] });
    expect([foreign.sent, none.sent]).toEqual([[], []]);
    expect([foreign.ended?.why, none.ended?.why]).toEqual(['other', 'other']);
  });
});

test.each([
  [':s 902 * :This account waits for the code that was sent by mail: VERIFY <account> <code>', 'unverified'],
  [':s 902 * :You must use a nick assigned to you', 'other'],
  [':s 904 * :SASL authentication failed', 'credentials'],
  [':s 904 * :Too many failed logins: try again in a few minutes', 'later'],
  [':s 905 * :SASL message too long', 'other'],
  [':s 906 * :SASL authentication aborted', 'other'],
  [':s 907 * :You have already authenticated using SASL', 'other'],
] as const)('%s', async (line, why) => {
  const exchange = new Exchange(plain());
  await exchange.say('AUTHENTICATE +', line);
  expect(exchange.ended).toMatchObject({ why, raw: line });
  expect(exchange.ended?.text).toMatch(/\w\.?$/);
});

test('what can’t be read ends it', async () => {
  const exchange = new Exchange(plain());
  expect(await exchange.say('AUTHENTICATE %%%')).toEqual(['AUTHENTICATE *']);
  expect(exchange.ended).toMatchObject({ why: 'other' });
});
