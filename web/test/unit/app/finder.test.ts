import { beforeEach, expect, test, vi } from 'vitest';
import { Finder } from '../../../src/app/finder';
import { Store } from '../../../src/app/store';
import { Client } from '../../../src/irc/client';
import { FakeServer } from './server';

let server: FakeServer;
let store: Store;
let finder: Finder;

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => {});
  server = new FakeServer();
  server.keeps = 1000;
  server.caps += ' soju.im/search';
  store = new Store();
  store.apply({ type: 'named', displayName: 'maria', nick: 'maria' });
});

function come(): void {
  const who = () => ({ nick: 'maria', user: 'm', realname: 'M', token: null, entry: null, taken: 'choose' as const });
  const client = new Client(server.world, who, (event) => {
    store.happen(event);
    if (event.type === 'ready') client.send({ command: 'JOIN', params: ['#tea,#milk'] });
  });
  finder = new Finder(store, client);
  client.start();
  server.accept();
  store.now();
}

const found = () => finder.finding.value.groups.map(({ name, hits }) => `${name}: ${hits.map(({ text }) => text).join(', ')}`);
const asked = () => server.heard.filter((line) => line.startsWith('SEARCH'));

test('everywhere: by conversation, the newest first', async () => {
  come();
  server.say('bob', '#tea', 'tea one');
  server.say('eva', '#milk', 'no tea');
  server.say('bob', '#tea', 'tea two');
  server.say('bob', 'maria', 'tea in private');
  await finder.find('tea', null);
  expect(found()).toEqual(['bob: tea in private', '#tea: tea two, tea one', '#milk: no tea']);
  expect(finder.finding.value).toMatchObject({ phase: 'found', count: 4, more: false, phrases: ['tea'] });
  expect(asked()).toEqual(['SEARCH text=tea;limit=30']);
});

test('what is typed becomes attributes, and nothing in it another one', async () => {
  come();
  await finder.find('"a b";limit=9 c\\d from:bob before:2026-11-24', '#tea');
  const before = new Date(new Date(2026, 10, 24).getTime() - 1).toISOString();
  expect(asked()).toEqual([`SEARCH in=#tea;from=bob;text="a\\sb"\\s\\:limit=9\\sc\\\\d;before=${before};limit=30`]);
});

test('more, page by page, until there are no more', async () => {
  come();
  for (let i = 0; i < 75; i++) {
    server.say('bob', '#tea', `tea ${i}`);
    if (i % 3 === 0) server.world.advance(1);
  }
  await finder.find('tea', '#tea');
  const counts = [finder.finding.value.count];
  while (finder.finding.value.more) {
    await finder.more();
    counts.push(finder.finding.value.count);
  }
  expect(counts.at(-1)).toBe(75);
  expect(counts.length).toBeGreaterThan(2);
  const texts = finder.finding.value.groups[0]?.hits.map(({ text }) => text) ?? [];
  expect(new Set(texts).size).toBe(75);
  expect(texts[0]).toBe('tea 74');
});

test('with a first day nothing earlier is shown, nor asked for', async () => {
  come();
  const line = (i: number) => `@time=2026-11-2${i % 10}T12:00:00.000Z;msgid=old${100 + i} :bob!u@h PRIVMSG #tea :tea of the 2${i % 10}th`;
  server.kept.set('#tea', Array.from({ length: 40 }, (_, i) => line(i)));
  await finder.find('tea after:2026-11-29', '#tea');
  expect(found()).toEqual([`#tea: ${Array(4).fill('tea of the 29th').join(', ')}`]);
  expect(finder.finding.value.more).toBe(false);
  expect(asked()).toHaveLength(1);
});

test('a late answer to an earlier search is not shown', async () => {
  come();
  server.say('bob', '#tea', 'tea');
  server.say('bob', '#tea', 'milk');
  const first = finder.find('tea', null);
  await finder.find('milk', null);
  await first;
  expect(found()).toEqual(['#tea: milk']);
});

test.each([
  ['a refusal', () => (server.refuses = true), 'What was that?'],
  ['no connection', () => server.world.cut(), expect.stringMatching(/connect/i)],
])('%s is said', async (_, go, problem) => {
  come();
  go();
  await finder.find('tea', null);
  expect(finder.finding.value).toMatchObject({ phase: 'failed', problem, groups: [] });
});

test('a day that is none is said without asking', async () => {
  come();
  await finder.find('tea on:noday', null);
  expect(finder.finding.value).toMatchObject({ phase: 'failed', problem: expect.stringContaining('noday') });
  expect(asked()).toEqual([]);
  await finder.find('', null);
  expect(finder.finding.value.phase).toBe('nothing');
});

test('where the server can’t, what is held is looked through, here or everywhere', async () => {
  server.caps = server.caps.replace(' soju.im/search', '');
  come();
  server.say('bob', '#tea', 'tea one');
  server.say('eva', '#milk', 'no tea');
  expect(finder.isServers).toBe(false);
  await finder.find('tea', '#tea');
  expect(found()).toEqual(['#tea: tea one']);
  await finder.find('tea in:#MILK', '#tea');
  expect(found()).toEqual(['#milk: no tea']);
  await finder.find('tea', null);
  expect(finder.finding.value).toMatchObject({ count: 2, more: false });
  expect(asked()).toEqual([]);
});

test('without labels an answer is known by its batch', async () => {
  server.caps = server.caps.replace('labeled-response ', '');
  come();
  server.say('bob', '#tea', 'tea');
  await finder.find('tea', null);
  expect(found()).toEqual(['#tea: tea']);
});
