import { beforeEach, expect, test, vi } from 'vitest';
import { Marks } from '../../../src/app/marks';
import { Store } from '../../../src/app/store';
import { Client } from '../../../src/irc/client';
import { FakeServer } from './server';

let server: FakeServer;
let store: Store;
let marks: Marks;

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => {});
  server = new FakeServer();
  server.caps += ' draft/read-marker';
  store = new Store();
  store.apply({ type: 'named', displayName: 'maria', nick: 'maria' });
});

/** Comes in, to two channels, of which #tea is open. */
function come(): void {
  const who = () => ({ nick: 'maria', user: 'm', realname: 'M', token: null, entry: null, taken: 'choose' as const });
  const client = new Client(server.world, who, (event) => {
    // As lines come: what they change is seen before anything else is done.
    store.happen(event);
    if (event.type === 'registered') marks.begin();
    if (event.type === 'ready') client.send({ command: 'JOIN', params: ['#tea,#milk'] });
  });
  marks = new Marks(client, server.world.after);
  store.onChange((before, after) => marks.changed(before, after));
  client.start();
  server.accept();
  pass(0);
  store.apply({ type: 'opened', key: '#tea' });
  server.heard.length = 0;
}

/** Time goes on, and what came is taken in. */
function pass(milliseconds: number): void {
  store.now();
  store.now();
  server.world.advance(milliseconds);
  store.now();
}

const told = () => {
  pass(0);
  return server.heard.filter((line) => line.startsWith('MARKREAD'));
};
const now = () => `timestamp=${new Date(server.world.now()).toISOString()}`;

test('what was read is told a little later, once', () => {
  come();
  server.say('bob', '#tea', 'one');
  pass(400);
  server.say('bob', '#tea', 'two');
  const upTo = now();
  expect(told()).toEqual([]);
  pass(1000);
  expect(told()).toEqual([`MARKREAD #tea ${upTo}`]);
  pass(10_000);
  expect(told()).toHaveLength(1);
});

test.each([
  ['another conversation is opened', () => store.apply({ type: 'opened', key: '#milk' })],
  ['the tab loses the focus', () => store.apply({ type: 'attended', attentive: false })],
  ['the page goes', () => marks.hurry()],
])('when %s it is told at once', (_, leave) => {
  come();
  server.say('bob', '#tea', 'one');
  pass(0);
  leave();
  expect(told()).toEqual([`MARKREAD #tea ${now()}`]);
});

test('what nobody saw is not told', () => {
  come();
  server.say('bob', '#milk', 'elsewhere');
  store.apply({ type: 'scrolled', key: '#tea', following: false });
  server.say('bob', '#tea', 'below');
  pass(5000);
  store.apply({ type: 'attended', attentive: false });
  expect(told()).toEqual([]);
});

test('nothing is told that the server knows, and never anything earlier', () => {
  come();
  server.marks.set('#tea', server.world.now() + 60_000);
  server.say('bob', '#tea', 'one');
  server.world.say(`:s MARKREAD #tea timestamp=${new Date(server.world.now() + 60_000).toISOString()}`);
  pass(5000);
  expect(told()).toEqual([]);
});

test('a mark that was moved while there was no connection is told with the next one', () => {
  come();
  server.say('bob', '#tea', 'one');
  const upTo = now();
  pass(0);
  server.world.cut();
  pass(2000);
  expect(told()).toEqual([]);
  server.accept();
  pass(0);
  pass(1000);
  expect(told()).toEqual([`MARKREAD #tea ${upTo}`]);
});

test('of a private conversation it is asked before anything is told', () => {
  come();
  server.say('bob', 'maria', 'psst');
  expect(told()).toEqual(['MARKREAD bob']);
  const upTo = now();
  store.apply({ type: 'opened', key: 'bob' });
  pass(1000);
  expect(told()).toEqual(['MARKREAD bob', `MARKREAD bob ${upTo}`]);
});

test('a server without marks hears of none', () => {
  server.caps = server.caps.replace(' draft/read-marker', '');
  come();
  server.say('bob', '#tea', 'one');
  server.say('bob', 'maria', 'psst');
  pass(0);
  marks.hurry();
  pass(5000);
  expect(told()).toEqual([]);
});
