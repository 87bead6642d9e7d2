// Up to when was read: moved here and elsewhere, always forward.

import { describe, expect, test } from 'vitest';
import { past, Play, START } from './play';

const at = (seconds: number) => `timestamp=${new Date(START + seconds * 1000).toISOString()}`;
const said = (seconds: number, nick = 'bob', text = `said ${seconds}`) => past(`m${seconds}`, seconds, nick, text).raw;

/** In two channels, #milk is open; a minute of #tea is unread, the mark at its beginning. */
function unread(): Play {
  const play = new Play().join('#tea').join('#milk').open('#milk');
  play.happen({ type: 'history-came', key: '#tea', past: { lines: [past('m1', 1, 'bob', 'seen')], direction: 'latest', end: true, gap: null, at: START } });
  return play.hear(said(10), said(20, 'eva', 'maria: here?'), said(30), said(40, 'maria', 'elsewhere said').replace('maria!', 'bob!'));
}

describe('read on another device', () => {
  test('some of it: the rest is unread, below the line', () => {
    const play = unread();
    expect(play.get('#tea')).toMatchObject({ unread: 4, mentions: 1, newSince: START + 1000 });
    play.hear(`:s MARKREAD #tea ${at(20)}`);
    expect(play.get('#tea')).toMatchObject({ unread: 2, mentions: 0, newSince: START + 20_000, readUpTo: START + 20_000 });
  });

  test('all of it: nothing is unread, and there is no line', () => {
    const play = unread().hear(`:s MARKREAD #tea ${at(40)}`);
    expect(play.get('#tea')).toMatchObject({ unread: 0, mentions: 0, newSince: null });
  });

  test('less than here: the further one stays', () => {
    const play = unread().hear(`:s MARKREAD #tea ${at(30)}`, `:s MARKREAD #tea ${at(20)}`, ':s MARKREAD #tea *');
    expect(play.get('#tea')).toMatchObject({ unread: 1, readUpTo: START + 30_000, marked: START + 30_000 });
  });

  test('the line above what one reads stays where it is', () => {
    const play = unread().open('#tea');
    expect(play.get('#tea')).toMatchObject({ unread: 0, newSince: START + 1000 });
    play.hear(`:s MARKREAD #tea ${at(40)}`);
    expect(play.get('#tea').newSince).toBe(START + 1000);
  });

  test('what came while one reads above is read too, there', () => {
    const play = unread().open('#tea').happen({ type: 'scrolled', key: '#tea', following: false }).hear(said(50), said(60));
    expect(play.get('#tea')).toMatchObject({ unread: 2, newSince: START + 40_000 });
    play.hear(`:s MARKREAD #tea ${at(60)}`);
    expect(play.get('#tea')).toMatchObject({ unread: 0, newSince: null });
  });

  test('before the history came: it counts from there', () => {
    const play = new Play().join('#tea').hear(`:s MARKREAD #tea ${at(2)}`);
    const lines = [past('a', 1, 'bob', 'one'), past('b', 2, 'bob', 'two'), past('c', 3, 'maria', 'mine'), past('d', 4, 'bob', 'maria: three')];
    play.happen({ type: 'history-came', key: '#tea', past: { lines, direction: 'latest', end: true, gap: null, at: START } });
    expect(play.get('#tea')).toMatchObject({ unread: 1, mentions: 1, newSince: START + 2000 });
  });

  test('a time that is none, and a conversation that is none, change nothing', () => {
    const play = unread();
    const before = play.get('#tea').readUpTo;
    play.hear(':s MARKREAD #tea timestamp=soon', `:s MARKREAD #none ${at(40)}`, ':s MARKREAD');
    expect(play.get('#tea').readUpTo).toBe(before);
    expect(play.state.conversations.has('#none')).toBe(false);
  });
});

test('who answers, from whatever device, has read', () => {
  const play = unread().hear(past('own', 50, 'maria', 'yes?').raw);
  expect(play.get('#tea')).toMatchObject({ unread: 0, mentions: 0, newSince: null, readUpTo: START + 50_000 });
});

test('what a new channel held before is taken for read, and nobody is told', () => {
  const play = new Play().join('#tea').join('#milk').open('#milk').hear(':s MARKREAD #tea *');
  play.happen({ type: 'history-came', key: '#tea', past: { lines: [past('a', 1, 'bob', 'old')], direction: 'latest', end: true, gap: null, at: START } });
  expect(play.get('#tea')).toMatchObject({ unread: 0, readUpTo: START + 1000, marked: START + 1000 });
});

test('more that is unread than is held stays unread', () => {
  const play = new Play().join('#tea').join('#milk').open('#milk').hear(`:s MARKREAD #tea ${at(1)}`);
  for (let i = 0; i < 2500; i++) play.hear(past(`m${i}`, 10 + i, 'bob', `${i}`).raw);
  const { unread } = play.get('#tea');
  expect(unread).toBe(2500);
  expect(play.get('#tea').entries.length).toBeLessThan(2500);
  play.hear(`:s MARKREAD #tea ${at(11)}`);
  expect(play.get('#tea')).toMatchObject({ unread: 2500, newSince: START + 11_000 });
});

test('a new connection tells anew what the server knows', () => {
  const play = unread().hear(`:s MARKREAD #tea ${at(40)}`);
  play.happen({ type: 'registered', nick: 'maria', wanted: 'maria', resumed: true, account: null, caps: new Set(), at: START });
  expect(play.get('#tea')).toMatchObject({ marked: null, readUpTo: START + 40_000 });
});
