import { effect } from '@preact/signals';
import { beforeEach, expect, test, vi } from 'vitest';
import { Faces } from '../../../src/app/faces';
import { Store } from '../../../src/app/store';
import type { Client } from '../../../src/irc/client';
import { parse, type Outgoing } from '../../../src/irc/message';

let store: Store;
let faces: Faces;
let asked: string[];
let offered: string[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  asked = [];
  offered = ['draft/metadata-2', 'labeled-response'];
  store = new Store();
  const client = { isReady: true, has: (cap: string) => offered.includes(cap), request: (out: Outgoing) => void asked.push(out.params?.join(' ') ?? '') };
  faces = new Faces(store, client as unknown as Client);
  store.apply({ type: 'named', displayName: 'maria', nick: 'maria' });
});

function hear(...lines: string[]): void {
  for (const text of lines) {
    const message = parse(text);
    if (message) store.apply({ type: 'line', message, claimed: false, at: 0 });
  }
}

/** Draws somebody until she goes out of sight again. */
const draw = (nick: string) => effect(() => void faces.of(nick));

const about = (nick: string) => `${nick} GET avatar color display-name`;
const join = (channel: string, ...nicks: string[]) => [`:maria!m@h JOIN ${channel}`, `:s 353 maria = ${channel} :maria ${nicks.join(' ')}`];

test('of a crowd those are asked for who are looked at, a few at a time', () => {
  const many = Array.from({ length: 20 }, (_, i) => `n${i}`);
  hear(...join('#tea', ...many), ':s 774 maria #tea 2');
  for (const nick of [...many, ...many, 'maria']) draw(nick);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(300);
  expect(asked).toEqual(many.slice(0, 8).map(about));
  vi.advanceTimersByTime(60_000);
  expect(asked).toEqual(many.map(about));
  for (const nick of many) draw(nick);
  hear(':n1!m@h PRIVMSG #tea :hello');
  vi.advanceTimersByTime(60_000);
  expect(asked.length).toBe(20);
  expect(vi.getTimerCount()).toBe(0);
});

test('those who were only scrolled past are not asked for, and nobody waits behind them', () => {
  const many = Array.from({ length: 60 }, (_, i) => `n${i}`);
  hear(...join('#tea', ...many), ':s 774 maria #tea 2');
  const gone = many.slice(0, 50).map(draw);
  vi.advanceTimersByTime(300);
  expect(asked).toEqual(many.slice(0, 8).map(about));
  for (const leave of gone) leave();
  for (const nick of many.slice(50)) draw(nick);
  vi.advanceTimersByTime(1000);
  expect(asked.slice(8)).toEqual(many.slice(50, 58).map(about));
  vi.advanceTimersByTime(60_000);
  expect(asked.slice(16)).toEqual(many.slice(58).map(about));
});

test('who is in sight is asked for when the server says only then that it will not tell', () => {
  hear(...join('#tea', 'bob'));
  draw('bob');
  vi.advanceTimersByTime(60_000);
  expect(asked).toEqual([]);
  hear(':s 774 maria #tea 2');
  vi.advanceTimersByTime(300);
  expect(asked).toEqual([about('bob')]);
});

test('nobody is asked for of whom the server tells unasked', () => {
  hear(...join('#tea', 'bob'), ...join('#crowd', 'bob', 'eva'), ':s 774 maria #crowd 2');
  for (const nick of ['bob', 'stranger', 'maria']) draw(nick);
  vi.advanceTimersByTime(60_000);
  expect(asked).toEqual([]);
});

test('whoever is talked to in private is asked for, and again when she comes back', () => {
  store.apply({ type: 'private-opened', nick: 'bob' });
  draw('bob');
  vi.advanceTimersByTime(1000);
  expect(asked).toEqual([about('bob')]);
  hear(':s 401 maria bob :No such nick');
  vi.advanceTimersByTime(1000);
  expect(asked.length).toBe(2);
  hear(':s NOTICE maria :nothing of bob');
  vi.advanceTimersByTime(1000);
  expect(asked.length).toBe(2);
});

test('a server without metadata is asked nothing', () => {
  offered = ['labeled-response'];
  store.apply({ type: 'private-opened', nick: 'bob' });
  draw('bob');
  vi.advanceTimersByTime(60_000);
  expect(asked).toEqual([]);
});

test('how somebody appears follows what she says, and does without a picture that is not there', () => {
  const picture = `/avatar/${'0f'.repeat(32)}`;
  hear(...join('#tea', 'bob'));
  expect(faces.of('bob')).toMatchObject({ name: null, picture: null, tint: null });
  hear(':s METADATA bob display-name * :Bob Ross', `:s METADATA bob avatar * :https://example.org${picture}`);
  expect(faces.of('BOB')).toMatchObject({ name: 'Bob Ross', picture });
  faces.missed(picture);
  expect(faces.of('bob')).toMatchObject({ name: 'Bob Ross', picture: null });
  store.apply({ type: 'registered', nick: 'maria', wanted: 'maria', resumed: true, account: null, caps: new Set(offered), at: 1 });
  expect(faces.of('bob')).toMatchObject({ picture });
  expect(faces.chosenHue('bob')).toBeNull();
  hear(':s METADATA bob color * :#800040');
  expect(faces.chosenHue('bob')).not.toBeNull();
});
