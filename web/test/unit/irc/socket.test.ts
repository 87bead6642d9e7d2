import { beforeEach, expect, test } from 'vitest';
import { backoff } from '../../../src/irc/backoff';
import { Socket } from '../../../src/irc/socket';
import { FakeWorld } from './world';

let world: FakeWorld;
let socket: Socket;
let told: string[];

beforeEach(() => {
  world = new FakeWorld();
  told = [];
  socket = new Socket(world, {
    connecting: (again) => told.push(again ? 'connecting again' : 'connecting'),
    opened: () => told.push('opened'),
    line: (line) => told.push(line),
    waiting: (retryAt, reason) => told.push(`waiting ${retryAt - world.now()} ${reason}`.trim()),
    offline: () => told.push('offline'),
  });
});

test.each([[0, 500, 1000], [1, 1000, 2000], [3, 4000, 8000], [6, 30_000, 60_000], [50, 30_000, 60_000]])(
  'attempt %d waits between %d and %d ms',
  (attempt, least, most) => {
    expect(backoff(attempt, () => 0)).toBe(least);
    expect(backoff(attempt, () => 1)).toBe(most);
  },
);

test('a lost connection is tried again, each time later', () => {
  socket.start();
  world.open();
  socket.settled();
  world.cut('gone');
  world.advance(750);
  world.cut();
  world.advance(1500);
  expect(told).toEqual(['connecting', 'opened', 'waiting 750 gone', 'connecting again', 'waiting 1500', 'connecting again']);
});

test('after one that worked it begins anew', () => {
  socket.start();
  world.cut();
  world.advance(60_000);
  world.cut();
  world.advance(60_000);
  world.open();
  socket.settled();
  world.cut();
  expect(told.at(-1)).toBe('waiting 750');
});

test('retry now does not wait', () => {
  socket.start();
  world.cut();
  socket.retryNow();
  expect(world.dials).toBe(2);
  world.open();
  world.advance(120_000);
  expect(world.dials).toBe(2);
});

test('a server that does not answer is given up', () => {
  socket.start();
  world.advance(15_000);
  expect(told).toEqual(['connecting', 'waiting 750 The server does not answer']);
});

test('without a network it waits for the network', () => {
  socket.start();
  world.open();
  world.setNetwork(false);
  expect(told.at(-1)).toBe('offline');
  expect(world.isConnected).toBe(false);
  world.setNetwork(true);
  expect(told.at(-1)).toBe('connecting again');
});

test('a browser that is wrong about the network does not keep it from trying', () => {
  world.online = false;
  socket.start();
  expect(world.dials).toBe(1);
  world.cut();
  world.advance(30_000);
  expect(world.dials).toBe(2);
});

test('stopped, it hears and does nothing more', () => {
  socket.start();
  world.open();
  socket.stop();
  world.say('late');
  world.advance(120_000);
  expect(told).toEqual(['connecting', 'opened']);
  expect(world.dials).toBe(1);
  expect(world.next).toBe(Infinity);
});
