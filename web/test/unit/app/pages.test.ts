import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Pasts } from '../../../src/app/history';
import { Outgoing } from '../../../src/app/outgoing';
import { Pages } from '../../../src/app/pages';
import { Store } from '../../../src/app/store';
import { Client } from '../../../src/irc/client';
import { shown } from '../../../src/state/stretch';
import { FakeServer } from './server';

let server: FakeServer;
let store: Store;
let client: Client;
let pages: Pages;

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => {});
  server = new FakeServer();
  server.keeps = 10_000;
  store = new Store();
  store.apply({ type: 'named', displayName: 'maria', nick: 'maria' });
  const who = () => ({ nick: 'maria', user: 'm', realname: 'M', token: null, entry: null, taken: 'choose' as const });
  client = new Client(server.world, who, (event) => {
    store.happen(event);
    if (event.type === 'registered') pasts.remember();
    if (event.type === 'ready') client.send({ command: 'JOIN', params: ['#tea'] });
    if (event.type === 'line' && event.message.command === 'JOIN') void pasts.catchUp('#tea');
  });
  pages = new Pages(store, client);
  const pasts: Pasts = new Pasts(store, client, new Outgoing(store, client), pages);
});

async function settle(): Promise<void> {
  for (let i = 0; i < 40; i++) await Promise.resolve();
}

/** Comes to a channel in which so many things were said. */
async function come(said: number, open?: () => void): Promise<void> {
  for (let i = 0; i < said; i++) server.say('bob', '#tea', `${i}`, false);
  client.start();
  open?.();
  server.accept();
  await settle();
}

const tea = () => store.now().conversations.get('#tea');
const numbers = () => {
  const conversation = tea();
  return conversation ? shown(conversation).entries.flatMap((entry) => (entry.type === 'message' ? [Number(entry.text)] : [])) : [];
};
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const id = (number: number) => `id${String(number + 1).padStart(5, '0')}`;
const asked = (how: string) => server.heard.filter((line) => line.startsWith(`CHATHISTORY ${how}`)).length;

test('from a message far up back to the present, page by page', async () => {
  await come(1000);
  pages.seek('#tea', id(300));
  await settle();
  expect(numbers()).toEqual(range(250, 350));
  await pages.older('#tea');
  await settle();
  expect(numbers()).toEqual(range(150, 350));
  for (let i = 0; i < 20 && store.now().conversations.get('#tea')?.stretch; i++) await pages.newer('#tea');
  expect(numbers()).toEqual(range(150, 1000));
  expect(asked('AFTER')).toBe(6);
});

test('one page at a time, and none where there is nothing more', async () => {
  await come(150);
  await Promise.all([pages.older('#tea'), pages.older('#tea')]);
  expect(asked('BEFORE')).toBe(1);
  await pages.older('#tea');
  await pages.newer('#tea');
  expect([asked('BEFORE'), asked('AFTER')]).toEqual([1, 0]);
  expect(numbers()).toEqual(range(0, 150));
});

describe('an address that leads to a message', () => {
  const open = (number: number) => () => store.apply({ type: 'joining', channel: '#tea' }, { type: 'opened', key: '#tea', target: id(number) });

  test('of old is shown when the channel was joined, and nothing is read by that', async () => {
    await come(500, open(20));
    expect(numbers()).toEqual(range(0, 70));
    expect(tea()).toMatchObject({ sought: null, following: false });
  });

  test('of the newest is shown among them', async () => {
    await come(500, open(480));
    expect(tea()).toMatchObject({ stretch: null, spot: { key: `m${id(480)}` } });
    expect(asked('AROUND')).toBe(0);
  });

  test('that is gone shows the newest, and says so', async () => {
    await come(500, open(9999));
    expect(tea()).toMatchObject({ sought: null, stretch: null, following: true });
    expect(tea()?.entries.at(-1)).toMatchObject({ type: 'info', text: 'That message is no longer there.' });
  });

  test('at a server without history is not waited for', async () => {
    server.caps = server.caps.replace(' draft/chathistory', '');
    await come(5, open(2));
    expect(tea()).toMatchObject({ sought: null, following: true });
  });
});

test('what can’t be had is said, and may be asked for again', async () => {
  await come(300);
  server.refuses = true;
  await pages.older('#tea');
  expect(tea()?.history).toMatchObject({ before: 'more', loading: false, error: expect.stringMatching(/./) });
  server.refuses = false;
  await pages.older('#tea');
  expect(numbers()).toEqual(range(100, 300));
});

test('after a long absence nothing is missing to whoever scrolls up', async () => {
  await come(100);
  server.world.cut();
  for (let i = 100; i < 2000; i++) server.say('bob', '#tea', `${i}`, false);
  server.world.advance(1000);
  server.accept();
  await settle();
  await settle();
  expect(numbers()).toEqual(range(1500, 2000));
  for (let i = 0; i < 30 && tea()?.history.before === 'more' && !tea()?.stretch; i++) await pages.older('#tea');
  expect(numbers()[0]).toBe(0);
  expect(tea()?.entries.some((entry) => entry.type === 'gap')).toBe(false);
});

test('what the server has forgotten meanwhile is a gap', async () => {
  server.keeps = 150;
  await come(100);
  server.world.cut();
  for (let i = 100; i < 2000; i++) server.say('bob', '#tea', `${i}`, false);
  server.world.advance(1000);
  server.accept();
  await settle();
  expect(numbers()).toEqual([...range(0, 100), ...range(1850, 2000)]);
  expect(tea()?.entries.filter((entry) => entry.type === 'gap')).toHaveLength(1);
});
