import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Pasts } from '../../../src/app/history';
import { Pages } from '../../../src/app/pages';
import { Outgoing } from '../../../src/app/outgoing';
import { Store } from '../../../src/app/store';
import { Client } from '../../../src/irc/client';
import { inShort, own } from '../state/play';
import { FakeServer } from './server';

let server: FakeServer;
let store: Store;
let client: Client;
let outgoing: Outgoing;
let pasts: Pasts;
let pages: Pages;

beforeEach(() => {
  // The test is the clock: every now() takes into account what waits for a frame.
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => {});
  server = new FakeServer();
  store = new Store();
  store.apply({ type: 'named', displayName: 'maria', nick: 'maria' });
  const who = () => ({ nick: 'maria', user: 'm', realname: 'M', token: null, entry: null, taken: 'choose' as const });
  client = new Client(server.world, who, (event) => {
    store.happen(event);
    if (event.type === 'registered') pasts.remember();
    if (event.type === 'ready') client.send({ command: 'JOIN', params: ['#tea'] });
    if (event.type === 'line' && event.message.command === 'JOIN') void pasts.catchUp('#tea');
  });
  outgoing = new Outgoing(store, client);
  pages = new Pages(store, client);
  pasts = new Pasts(store, client, outgoing, pages);
});

/** Lets promises that are settled have their say. */
async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

async function connect(): Promise<void> {
  client.start();
  server.accept();
  await settle();
}

/** The connection comes back after a while. */
async function reconnect(): Promise<void> {
  server.isDead = false;
  server.isMute = false;
  server.world.advance(1000);
  server.accept();
  await settle();
}

function compose(...ids: string[]): void {
  store.apply({ type: 'composed', key: '#tea', messages: ids.map((id) => own(id, `text ${id}`)) });
  outgoing.flush('#tea');
}

function read(key = '#tea'): string[] {
  return store.now().conversations.get(key)?.entries.map(inShort) ?? [];
}

describe('sending', () => {
  test('pending at once, settled by the echo', async () => {
    await connect();
    server.isMute = true;
    compose('1');
    expect(read()).toEqual(['maria: text 1 (pending)']);
    server.isMute = false;
    compose('2');
    expect(read()).toEqual(['maria: text 2', 'maria: text 1 (pending)']);
  });

  test('a refusal by label finds its message', async () => {
    await connect();
    store.apply({ type: 'composed', key: '#tea', messages: [own('1', 'forbidden')] });
    outgoing.flush('#tea');
    await settle();
    compose('2');
    expect(read()).toEqual(['maria: forbidden (failed)', 'maria: text 2']);
  });

  test('no answer: it says so', async () => {
    await connect();
    server.isMute = true;
    compose('1');
    server.world.advance(20_000);
    await settle();
    expect(read()).toEqual(['maria: text 1 (failed)']);
  });

  test('without echo and labels it is taken for said', async () => {
    server.caps = 'server-time';
    await connect();
    compose('1');
    expect(read()).toEqual(['maria: text 1']);
  });

  test('without labels but with an echo it settles by that', async () => {
    server.caps = 'echo-message message-tags';
    await connect();
    compose('1', '2');
    expect(read()).toEqual(['maria: text 1', 'maria: text 2']);
  });
});

describe('a message of several lines', () => {
  const MULTILINE = 'server-time message-tags batch echo-message labeled-response draft/multiline=max-bytes=2000,max-lines=3';
  const say = (id: string, text: string) => {
    store.apply({ type: 'composed', key: '#tea', messages: [own(id, text)] });
    outgoing.flush('#tea');
  };

  test('goes out as one batch, and its echo settles it', async () => {
    server.caps = MULTILINE;
    await connect();
    say('1', 'one\n\ntwo');
    expect(server.heard.slice(-2)).toEqual(['BATCH +1 draft/multiline #tea', 'BATCH -1']);
    expect(read()).toEqual(['maria: one\n\ntwo']);
    expect(store.now().conversations.get('#tea')?.entries[0]).toMatchObject({ id: '1', msgid: 'id00001', key: 'own1' });
  });

  test('so does a line that is too long, cut where nothing is lost', async () => {
    server.caps = MULTILINE;
    await connect();
    const text = 'word '.repeat(150).trimEnd();
    say('1', text);
    expect(server.heard.at(-1)).toBe('BATCH -1');
    expect(read()).toEqual([`maria: ${text}`]);
  });

  test('refused, it says why, and may be tried again', async () => {
    server.caps = MULTILINE;
    await connect();
    say('1', 'one\nforbidden');
    await settle();
    expect(read()).toEqual(['maria: one\nforbidden (failed)']);
    const entry = store.now().conversations.get('#tea')?.entries[0];
    expect(entry).toMatchObject({ delivery: { reason: 'Too many lines.' } });
    server.isMute = true;
    store.apply({ type: 'retried', key: '#tea', entry: 'own1' });
    outgoing.flush('#tea');
    expect(server.heard.filter((line) => line.startsWith('BATCH +'))).toHaveLength(2);
    expect(read()).toEqual(['maria: one\nforbidden (pending)']);
  });

  test('what waited for a server that no longer knows such messages is said line by line', async () => {
    await connect();
    say('1', 'one\n\ntwo');
    expect(server.said).toEqual(['PRIVMSG #tea one', 'PRIVMSG #tea two']);
    expect(read()).toEqual(['maria: one', 'maria: two']);
  });
});

test('a refusal that the other one was told of says so', async () => {
  await connect();
  store.apply({ type: 'private-opened', nick: 'guarded' }, { type: 'composed', key: 'guarded', messages: [own('1', 'hi')] });
  outgoing.flush('guarded');
  await settle();
  expect(store.now().conversations.get('guarded')?.entries).toMatchObject([
    { delivery: { state: 'failed', reason: 'guarded hears only people they have let in. guarded was told that you wrote.' } },
  ]);
});

describe('after a lost connection', () => {
  test('what was written meanwhile goes out once and in order, after what was missed', async () => {
    await connect();
    server.say('bob', '#tea', 'before');
    server.world.cut();
    compose('1', '2');
    server.say('bob', '#tea', 'missed', false);
    expect(server.said).toEqual([]);
    await reconnect();
    expect(server.said).toEqual(['PRIVMSG #tea text 1', 'PRIVMSG #tea text 2']);
    expect(read()).toEqual(['bob: before', 'bob: missed', 'maria: text 1', 'maria: text 2']);
  });

  test('what was said, and its echo lost, is not said again', async () => {
    await connect();
    server.isMute = true;
    compose('1', '2');
    server.world.cut();
    await reconnect();
    expect(server.said).toHaveLength(2);
    expect(read()).toEqual(['maria: text 1', 'maria: text 2']);
  });

  test('what never arrived is said, before what came after it', async () => {
    await connect();
    server.isDead = true;
    compose('1');
    server.world.cut();
    compose('2');
    await reconnect();
    expect(server.said).toEqual(['PRIVMSG #tea text 1', 'PRIVMSG #tea text 2']);
    expect(read()).toEqual(['maria: text 1', 'maria: text 2']);
  });

  test('when nobody can know, the person decides', async () => {
    server.caps = 'server-time message-tags echo-message labeled-response batch';
    await connect();
    server.isMute = true;
    compose('1');
    server.world.cut();
    compose('2');
    await reconnect();
    expect(server.said).toEqual(['PRIVMSG #tea text 1', 'PRIVMSG #tea text 2']);
    expect(read()).toEqual(['maria: text 1 (failed)', 'maria: text 2']);
  });

  test('a gap of several pages is filled', async () => {
    Object.assign(server, { page: 10, keeps: 1000 });
    await connect();
    server.say('bob', '#tea', 'before');
    server.world.cut();
    for (let i = 0; i < 35; i++) server.say('bob', '#tea', `missed ${i}`, false);
    await reconnect();
    expect(read()).toEqual(['bob: before', ...Array.from({ length: 35 }, (_, i) => `bob: missed ${i}`)]);
  });

  test('a gap too long is shown', async () => {
    Object.assign(server, { page: 10, keeps: 20 });
    await connect();
    server.say('bob', '#tea', 'before');
    server.world.cut();
    for (let i = 0; i < 35; i++) server.say('bob', '#tea', `missed ${i}`, false);
    await reconnect();
    expect(read().slice(0, 3)).toEqual(['bob: before', '...', 'bob: missed 15']);
    expect(read()).toHaveLength(22);
  });

  test('lines that come while the gap is filled are not doubled', async () => {
    await connect();
    server.say('bob', '#tea', 'before');
    server.world.cut();
    server.say('bob', '#tea', 'missed', false);
    server.world.advance(1000);
    server.accept();
    server.say('bob', '#tea', 'live');
    await settle();
    expect(read()).toEqual(['bob: before', 'bob: missed', 'bob: live']);
  });
});

describe('private conversations', () => {
  test('that went on are found and filled, though a new line came first', async () => {
    await connect();
    server.say('bob', 'maria', 'old');
    const since = server.world.now();
    server.world.cut();
    server.kept.set('bob', (server.kept.get('maria') ?? []).slice());
    server.kept.get('bob')?.push('@msgid=x1;time=2026-11-24T12:00:01.000Z :bob!u@h PRIVMSG maria :missed');
    await reconnect();
    server.world.say('@msgid=x2;time=2026-11-24T12:00:02.000Z :bob!u@h PRIVMSG maria :live');
    await pasts.missedPrivates(since);
    expect(read('bob')).toEqual(['bob: old', 'bob: missed', 'bob: live']);
  });
});

describe('what was deleted while the connection was away', () => {
  const lose = async (page = 100) => {
    server.caps += ' draft/message-redaction';
    server.page = page;
    await connect();
    store.apply({ type: 'opened', key: '#tea' });
    for (const text of ['one', 'two', 'three']) {
      server.world.advance(1000);
      server.say('bob', '#tea', text);
    }
    server.world.cut();
    const ring = server.kept.get('#tea') ?? [];
    server.kept.set('#tea', ring.filter((line) => !/two|three/.test(line)));
  };
  const asked = () => server.heard.filter((line) => line.includes('AROUND'));
  const left = () => store.now().conversations.get('#tea')?.entries.map((entry) => entry.type === 'message' && [entry.text, entry.redaction !== undefined]);

  test('goes when one looks', async () => {
    await lose();
    await reconnect();
    expect(left()).toEqual([['one', false], ['', true], ['', true]]);
    expect(asked()).toEqual(['CHATHISTORY AROUND #tea timestamp=2026-11-24T12:00:03.000Z 100']);
  });

  test('and is asked after only then, and once', async () => {
    await lose();
    store.apply({ type: 'opened', key: null });
    await reconnect();
    expect(asked()).toEqual([]);
    store.apply({ type: 'opened', key: '#tea' });
    await pasts.verify('#tea');
    await pasts.verify('#tea');
    expect(asked()).toHaveLength(1);
    expect(left()?.filter((row) => row && row[1])).toHaveLength(2);
  });

  test('a history that was lost as a whole says nothing', async () => {
    await lose();
    server.kept.set('#tea', []);
    await reconnect();
    expect(left()?.filter((row) => row && row[1])).toEqual([]);
  });
});

test('older ones page by page, until there are no more', async () => {
  Object.assign(server, { page: 10, keeps: 1000 });
  for (let i = 0; i < 25; i++) server.say('bob', '#tea', `${i}`, false);
  await connect();
  expect(read()).toHaveLength(10);
  for (const length of [20, 25, 25]) {
    await pages.older('#tea');
    expect(read()).toHaveLength(length);
  }
  expect(store.now().conversations.get('#tea')?.history.before).toBe('end');
  expect(server.heard.filter((line) => line.includes('BEFORE'))).toHaveLength(2);
});
