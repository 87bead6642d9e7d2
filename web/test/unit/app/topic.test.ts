import { beforeEach, expect, test, vi } from 'vitest';
import type { Pasts } from '../../../src/app/history';
import type { Pages } from '../../../src/app/pages';
import { Rooms } from '../../../src/app/rooms';
import type { Routes } from '../../../src/app/routes';
import { Store } from '../../../src/app/store';
import type { Client } from '../../../src/irc/client';

const request = vi.fn(async () => ({ lines: [], batch: null, ended: 'answered' }));
let rooms: Rooms;

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => {});
  request.mockClear();
  const store = new Store();
  store.apply({ type: 'joining', channel: '#tea' });
  rooms = new Rooms(store, { isReady: true, request } as unknown as Client, {} as Pasts, {} as Pages, {} as Routes);
});

test.each([
  ['two\nlines  of it ', 'two lines of it'],
  ['é'.repeat(195), 'é'.repeat(195)],
])('%j is set as one line', async (text, topic) => {
  expect(await rooms.setTopic('#tea', text)).toEqual({ ok: true });
  expect(request).toHaveBeenCalledWith({ command: 'TOPIC', params: ['#tea', topic] });
});

test.each([
  ['x'.repeat(391), /by 1 byte\./],
  ['é'.repeat(196), /by 2 bytes\./],
])('what the server would cut is refused and not sent', async (text, want) => {
  const outcome = await rooms.setTopic('#tea', text);
  expect(!outcome.ok && outcome.problem).toMatch(want);
  expect(request).not.toHaveBeenCalled();
});
