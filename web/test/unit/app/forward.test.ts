// Who is turned away from a channel, and perhaps sent on to another (470).

import { beforeEach, expect, test, vi } from 'vitest';
import type { Pasts } from '../../../src/app/history';
import type { Pages } from '../../../src/app/pages';
import { Rooms } from '../../../src/app/rooms';
import type { Routes } from '../../../src/app/routes';
import { Store } from '../../../src/app/store';
import type { Client } from '../../../src/irc/client';
import { UNTOLD } from '../../../src/irc/isupport';
import { parse, type Message } from '../../../src/irc/message';
import { inShort } from '../state/play';

let said: string[];
let store: Store;
let rooms: Rooms;
const show = vi.fn();
const pages = { find: async () => {} } as unknown as Pages;

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => {});
  show.mockClear();
  store = new Store();
  store.apply({ type: 'registered', nick: 'maria', wanted: 'maria', resumed: false, account: null, caps: new Set(), at: 0 });
  const request = async ({ command }: { command: string }) => {
    const lines = command === 'JOIN' ? said.map((line) => parse(line) as Message) : [];
    for (const message of lines) store.happen({ type: 'line', message, claimed: true, at: 0 });
    return { lines, batch: null, ended: 'answered' as const };
  };
  const client = { isReady: true, request, nick: 'maria', support: UNTOLD };
  rooms = new Rooms(store, client as unknown as Client, { catchUp: async () => {}, verify: async () => {} } as unknown as Pasts, pages, { show } as unknown as Routes);
});

const read = (key: string) => store.now().conversations.get(key)?.entries.map(inShort);
const WHY = "You can't come into #tea just now; it sends people on to #queue.";

test('the other channel is open, and says why', async () => {
  said = [':s 470 maria #tea #queue :Forwarding', ':maria!m@h JOIN #queue', ':s 366 maria #queue :End'];
  const outcome = rooms.join('#tea');
  rooms.go('#tea');
  expect(await outcome).toEqual({ ok: true });
  expect([...store.now().conversations.keys()]).toEqual(['#queue']);
  expect(store.now().current).toBe('#queue');
  expect(read('#queue')).toEqual([`! ${WHY}`]);
  expect(show).toHaveBeenLastCalledWith('#queue', 'replace', null);
});

test('whoever looks elsewhere is left there, and what was written to the first one stays', async () => {
  said = [':s 470 maria #tea #queue :Forwarding', ':maria!m@h JOIN #queue', ':s 366 maria #queue :End'];
  store.apply({ type: 'joining', channel: '#tea' }, { type: 'drafted', key: '#tea', text: 'hm' });
  await rooms.join('#tea');
  expect(store.now().current).toBeNull();
  expect(store.now().conversations.get('#tea')?.membership).toMatchObject({ state: 'out', reason: WHY });
});

test('the other channel turns away too: both are told', async () => {
  said = [':s 470 maria #tea #queue :Forwarding', ':s 473 maria #queue :Cannot join'];
  expect((await rooms.join('#tea')).ok).toBe(false);
  expect(store.now().conversations.get('#tea')?.membership).toMatchObject({ state: 'out', reason: `${WHY} #queue is for invited people only.` });
});

test('of several, each has its own answer', async () => {
  said = [
    ':s 471 maria #a :Full', ':s 470 maria #tea #queue :Forwarding', ':maria!m@h JOIN #queue', ':s 366 maria #queue :End',
    ':maria!m@h JOIN #b', ':s 366 maria #b :End',
  ];
  store.apply(...['#a', '#tea', '#b'].map((channel) => ({ type: 'joining' as const, channel })));
  rooms.joinAll();
  await Promise.resolve();
  await Promise.resolve();
  const states = [...store.now().conversations.values()].map(({ name, membership }) => `${name} ${membership.state}`);
  expect(states).toEqual(['#a out', '#queue in', '#b in'].sort((a, b) => states.indexOf(a) - states.indexOf(b)));
});

test.each([
  [{ ...UNTOLD, whox: true }, ['#tea', '%tnfa,7']],
  [UNTOLD, ['#tea']],
])('who is away is asked as the server knows it', async (support, params) => {
  const asked: unknown[] = [];
  const request = async (line: { command: string }) => (asked.push(line), { lines: [], batch: null, ended: 'answered' as const });
  const client = { isReady: true, request, support };
  rooms = new Rooms(store, client as unknown as Client, {} as Pasts, pages, { show } as unknown as Routes);
  store.apply({ type: 'line', message: parse(':maria!m@h JOIN #tea') as Message, claimed: false, at: 0 }, { type: 'opened', key: '#tea' });
  await rooms.askAbout('#tea');
  expect(asked).toEqual([{ command: 'MODE', params: ['#tea'] }, { command: 'WHO', params }]);
});
