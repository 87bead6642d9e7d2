import { beforeEach, expect, test, vi } from 'vitest';
import { Profile } from '../../../src/app/profile';
import { Store } from '../../../src/app/store';
import type { Client } from '../../../src/irc/client';
import { parse, type Message, type Outgoing } from '../../../src/irc/message';

let store: Store;
let shelf: Map<string, string>;
let sent: string[];
/** What the server answers; without it what is asked for is so. */
let refusal: string | null;
let isReady: boolean;

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => {});
  sent = [];
  refusal = null;
  isReady = true;
  shelf = new Map();
  store = new Store();
  arrive('ada', 'ada');
});

function arrive(nick: string, displayName: string, caps = ['draft/metadata-2', 'setname'], account: string | null = null): void {
  store.apply({ type: 'named', displayName, nick }, { type: 'registered', nick, wanted: nick, resumed: false, account, caps: new Set(caps), at: 0 });
}

function line(text: string): Message {
  const message = parse(text);
  if (!message) throw new Error(text);
  store.apply({ type: 'line', message, claimed: true, at: 0 });
  return message;
}

function profile(): Profile {
  const note = ({ command, params = [] }: Outgoing) => sent.push([command, ...params].join(' '));
  const client = {
    get nick() { return store.now().me.nick; },
    get isReady() { return isReady; },
    has: (cap: string) => store.now().server.caps.has(cap),
    send: note,
    request: async (out: Outgoing) => {
      note(out);
      const [, , key = '', value] = out.params ?? [];
      if (out.command === 'UPLOAD' && refusal === null) return { lines: [line(':s UPLOAD AVATAR 7.secret 60 32768 256')], batch: null, ended: 'answered' };
      const answer = refusal ?? (value === undefined ? `:s 766 ada * ${key} :no` : `:s 761 ada * ${key} * :${value}`);
      return { lines: [line(answer)], batch: null, ended: 'answered' };
    },
  };
  return new Profile(store, client as unknown as Client, {
    getItem: (key) => shelf.get(key) ?? null, setItem: (key, value) => void shelf.set(key, value), removeItem: (key) => void shelf.delete(key),
  });
}

test('what is shown is changed, and nothing is sent that is so already', async () => {
  const mine = profile();
  expect(await mine.save('Ada Lovelace', '#800040')).toEqual({ ok: true });
  expect(sent).toEqual(['METADATA * SET display-name Ada Lovelace', 'SETNAME Ada Lovelace', 'METADATA * SET color #800040']);
  expect(mine.own).toEqual({ name: 'Ada Lovelace', colour: '#800040', picture: '' });
  sent = [];
  expect(await mine.save('Ada Lovelace', '#800040')).toEqual({ ok: true });
  expect(sent).toEqual([]);
  expect(await mine.save(' ', '')).toEqual({ ok: true });
  expect(sent).toEqual(['METADATA * SET display-name', 'SETNAME ada', 'METADATA * SET color']);
});

test('the nick is no name of its own', async () => {
  expect(await profile().save('ada', '')).toEqual({ ok: true });
  expect(sent).toEqual([]);
});

test.each([
  [':s FAIL METADATA RATE_LIMITED * display-name 7 :too many changes', /7 seconds/],
  [':s FAIL METADATA LIMIT_REACHED ada :metadata limit reached', /take one back/],
  [':s FAIL METADATA VALUE_INVALID :value is too long or not UTF8', /longer than/],
  [':s FAIL METADATA KEY_NO_PERMISSION ada display-name :That word is not written here', /not written here/],
])('%s is told in words', async (answer, words) => {
  refusal = answer;
  const outcome = await profile().save('Ada Lovelace', '');
  expect(!outcome.ok && outcome.problem).toMatch(words);
});

test('without a connection nothing is sent', async () => {
  const mine = profile();
  isReady = false;
  expect((await mine.save('Ada Lovelace', '')).ok).toBe(false);
  expect(sent).toEqual([]);
});

test('a name that is no nick is said on arrival, as it was typed', async () => {
  arrive('Anna_Muller', 'Anna Müller');
  profile();
  expect(sent).toEqual(['METADATA * SET display-name Anna Müller']);
});

test('a guest whom the server forgot says again what was said under this nick', async () => {
  const mine = profile();
  await mine.save('Ada Lovelace', '#800040');
  sent = [];
  arrive('ada', 'ada');
  mine.arrived();
  await vi.waitFor(() => expect(sent).toEqual([
    'METADATA * SET display-name Ada Lovelace', 'METADATA * SET color #800040', 'SETNAME Ada Lovelace',
  ]));
  sent = [];
  arrive('bob', 'bob');
  mine.arrived();
  expect(sent).toEqual([]);
});

test('what the server has kept counts, whatever was said here', async () => {
  const mine = profile();
  await mine.save('Ada Lovelace', '#800040');
  arrive('ada', 'ada');
  line(':s METADATA ada display-name * :Countess');
  line(':s METADATA ada color * :#0000ff');
  sent = [];
  mine.arrived();
  expect(sent).toEqual([]);
});

test('of who has an account the server knows what she says, and this browser says nothing', async () => {
  const mine = profile();
  await mine.save('Ada Lovelace', '#800040');
  sent = [];
  arrive('ada', 'Countess', undefined, 'ada');
  mine.arrived();
  expect(sent).toEqual([]);
});

const picture = new Blob(['a picture']);
const address = `https://chat.test/avatar/${'0a'.repeat(32)}`;

/** A web door that answers once. */
function door(status: number, headers: Record<string, string> = {}, text = ''): () => RequestInit {
  const bring = vi.fn(async (_: string, __: RequestInit) => new Response(text, { status, headers }));
  vi.stubGlobal('location', { href: 'https://chat.test/#general' });
  vi.stubGlobal('fetch', bring);
  return () => {
    expect(bring.mock.calls[0]?.[0]).toBe('/avatar');
    return bring.mock.calls[0]?.[1] ?? {};
  };
}

test('a picture is brought by a token, and said to be where the server put it', async () => {
  const brought = door(201, { Location: new URL(address).pathname });
  expect(await profile().showPicture(picture)).toEqual({ ok: true });
  expect(brought()).toMatchObject({ method: 'POST', headers: { Authorization: 'Bearer 7.secret' }, body: picture });
  expect(sent).toEqual(['UPLOAD AVATAR', `METADATA * SET avatar ${address}`]);
  sent = [];
  expect(await profile().removePicture()).toEqual({ ok: true });
  expect(sent).toEqual(['METADATA * SET avatar']);
});

test('what the web door says is told, and a page that stands before it is not', async () => {
  door(415, { 'Content-Type': 'text/plain; charset=utf-8' }, 'This picture moves: it has to stand still.\n');
  const moves = await profile().showPicture(picture);
  expect(!moves.ok && moves.problem).toBe('This picture moves: it has to stand still.');
  door(502, { 'Content-Type': 'text/html' }, '<h1>Bad Gateway</h1>');
  const gateway = await profile().showPicture(picture);
  expect(!gateway.ok && gateway.problem).toBe('The server did not take the picture.');
  expect(sent.join()).not.toContain('METADATA');
});

test('without a way to the web door that is told', async () => {
  door(201);
  vi.stubGlobal('fetch', async () => { throw new TypeError('Failed to fetch'); });
  const outcome = await profile().showPicture(picture);
  expect(!outcome.ok && outcome.problem).toMatch(/did not reach/);
});

test.each([
  [':s FAIL UPLOAD ACCOUNT_REQUIRED AVATAR :Pictures are kept with an account', /with an account/],
  [':s 421 ada UPLOAD :Unknown command', /keeps no pictures/],
])('without a token nothing is brought: %s', async (answer, words) => {
  refusal = answer;
  vi.stubGlobal('fetch', () => expect.unreachable());
  const outcome = await profile().showPicture(picture);
  expect(!outcome.ok && outcome.problem).toMatch(words);
});

test('a server that keeps nothing is asked nothing', () => {
  arrive('Anna_Muller', 'Anna Müller', ['setname']);
  profile();
  expect(sent).toEqual([]);
});
