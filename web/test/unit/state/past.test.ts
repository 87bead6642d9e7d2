import { describe, expect, test } from 'vitest';
import type { Past } from '../../../src/state/event';
import { own, past, Play, START } from './play';

function came(play: Play, lines: Past['lines'], more: Partial<Past> = {}, key = '#tea'): Play {
  return play.happen({ type: 'history-came', key, past: { lines, direction: 'latest', end: true, gap: null, at: START, ...more } });
}

test('the first hundred are read, and what precedes them is known', () => {
  const play = came(new Play().join('#tea'), [past('a', 1, 'bob', 'one'), past('b', 2, 'maria', 'two')], { end: false });
  expect(play.read('#tea')).toEqual(['bob: one', 'maria: two']);
  expect(play.get('#tea')).toMatchObject({ unread: 0, history: { before: 'more', loading: false } });
  expect(play.get('#tea').entries[1]).toMatchObject({ own: true });
});

test('older ones go above, without doubles', () => {
  const play = came(new Play().join('#tea'), [past('c', 3, 'bob', 'three')], { end: false });
  came(play, [past('a', 1, 'bob', 'one'), past('b', 2, 'bob', 'two'), past('c', 3, 'bob', 'three')], { direction: 'before' });
  expect(play.read('#tea')).toEqual(['bob: one', 'bob: two', 'bob: three']);
  expect(play.get('#tea').history.before).toBe('end');
});

test('what came live in between stands where it belongs', () => {
  const play = new Play().join('#tea').hear('@msgid=x;time=2026-11-24T12:00:10.000Z :bob!b@h PRIVMSG #tea :live');
  came(play, [past('a', 1, 'bob', 'one'), past('x', 10, 'bob', 'live'), past('y', 11, 'bob', 'after')]);
  expect(play.read('#tea')).toEqual(['bob: one', 'bob: live', 'bob: after']);
});

test('messages of the same millisecond keep the server’s order', () => {
  const play = came(new Play().join('#tea'), [past('b', 1, 'bob', 'second')]);
  came(play, [past('a', 1, 'bob', 'first'), past('b', 1, 'bob', 'second'), past('c', 1, 'bob', 'third')]);
  expect(play.read('#tea')).toEqual(['bob: first', 'bob: second', 'bob: third']);
});

test('overlapping pages and live lines, in whatever order they meet, give the one order', () => {
  const all = Array.from({ length: 60 }, (_, i) => past(`m${i}`, Math.floor(i / 3), 'bob', `${i}`));
  let seed = 7;
  const random = (n: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % n;
  for (let round = 0; round < 50; round++) {
    const play = new Play().join('#tea');
    const first = 30 + random(20);
    for (const line of all.slice(first, first + random(10))) play.hear(line.raw);
    let oldest = first;
    came(play, all.slice((oldest -= random(10)), first + random(10)), { end: false });
    while (oldest > 0) {
      const from = Math.max(0, oldest - 1 - random(10));
      came(play, all.slice(from, oldest + random(5)), { direction: 'before' });
      oldest = from;
    }
    came(play, all);
    expect(play.get('#tea').entries.map((entry) => entry.type === 'message' && entry.text)).toEqual(all.map((_, i) => `${i}`));
  }
});

test('history’s order counts where the clock can’t tell', () => {
  const [a, b, c] = [past('a', 1, 'bob', 'a'), past('b', 1, 'bob', 'b'), past('c', 1, 'bob', 'c')];
  const play = came(came(new Play().join('#tea'), [c]), [a]);
  expect(play.read('#tea')).toEqual(['bob: c', 'bob: a']);
  expect(came(play, [a, b, c]).read('#tea')).toEqual(['bob: a', 'bob: b', 'bob: c']);
});

test('a gap is shown, and only where something was held before', () => {
  const play = came(new Play().join('#tea'), [past('a', 1, 'bob', 'before')]);
  came(play, [past('z', 90, 'bob', 'after')], { gap: 'lost' });
  expect(play.read('#tea')).toEqual(['bob: before', '...', 'bob: after']);
  const fresh = came(new Play().join('#tea'), [past('z', 90, 'bob', 'after')], { gap: 'lost' });
  expect(fresh.read('#tea')).toEqual(['bob: after']);
});

describe('after an absence', () => {
  const missed = [past('b', 2, 'bob', 'missed'), past('c', 3, 'bob', 'maria: you?'), past('d', 4, 'maria', 'mine')];

  test('what was missed is unread', () => {
    const play = came(new Play().join('#tea').join('#milk').open('#tea'), [past('a', 1, 'bob', 'seen')]).open('#milk');
    came(play, missed);
    expect(play.get('#tea')).toMatchObject({ unread: 2, mentions: 1, newSince: START + 1000 });
  });

  test('where one is it is read, under a line', () => {
    const play = came(new Play().join('#tea').open('#tea'), [past('a', 1, 'bob', 'seen')]);
    came(play, missed);
    expect(play.get('#tea')).toMatchObject({ unread: 0, newSince: START + 1000 });
  });

  test('a private conversation that somebody began is all new', () => {
    const play = new Play().happen({ type: 'private-opened', nick: 'bob' });
    came(play, [past('a', 1, 'bob', 'hello?', 'maria')], {}, 'bob');
    expect(play.get('bob').unread).toBe(1);
  });

  test('one’s own that was said settles, and is not said again', () => {
    const pending = { delivery: { state: 'pending', queued: true, attempted: true } } as const;
    const play = new Play().join('#tea').happen({ type: 'composed', key: '#tea', messages: [own('1', 'said', pending), own('2', 'not said', pending)] });
    came(play, [past('a', 1, 'bob', 'one'), past('b', 2, 'maria', 'said', '#tea', ';+linnet.chat/id=1'), past('c', 3, 'bob', 'three')]);
    expect(play.read('#tea')).toEqual(['bob: one', 'maria: said', 'bob: three', 'maria: not said (pending)']);
    expect(play.get('#tea').entries[1]?.key).toBe('own1');
  });
});

test('one’s own that was taken for said without an echo is not doubled', () => {
  const play = new Play().join('#tea').happen({ type: 'composed', key: '#tea', messages: [own('1', 'said', { delivery: { state: 'sent' } })] });
  came(play, [past('a', 1, 'maria', 'said', '#tea', ';+linnet.chat/id=1')]);
  expect(play.get('#tea').entries).toMatchObject([{ key: 'own1', msgid: 'a' }]);
});

test('a bouncer’s greeting is history too', () => {
  const play = new Play().join('#tea').happen({ type: 'history', target: '#tea', lines: [past('a', 1, 'bob', 'one')], at: START });
  expect(play.read('#tea')).toEqual(['bob: one']);
});

test('a failure says so and can be tried again', () => {
  const play = new Play().join('#tea').happen({ type: 'history-asked', key: '#tea' });
  expect(play.get('#tea').history.loading).toBe(true);
  play.happen({ type: 'history-failed', key: '#tea', error: 'No.' });
  expect(play.get('#tea').history).toEqual({ before: 'end', loading: false, error: 'No.' });
});
