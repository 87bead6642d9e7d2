// What the server says about reaching others, about doors, and to operators.

import { describe, expect, test } from 'vitest';
import { room } from '../../../src/app/compose';
import { own, Play } from './play';

function onItsWay(target: string): Play {
  const play = target.startsWith('#') ? new Play().join(target) : new Play().happen({ type: 'private-opened', nick: target });
  return play.open(target).happen({ type: 'composed', key: target, messages: [own('1', 'hi')] }, { type: 'sent', key: target, entries: ['own1'] });
}

function reason(play: Play, key: string): string {
  const entry = play.get(key).entries.find((other) => other.type === 'message');
  return entry?.type === 'message' && entry.delivery.state === 'failed' ? entry.delivery.reason : 'not failed';
}

describe('a message that was refused', () => {
  test.each([
    ['#tea', ':s 404 maria #tea :Cannot send to channel (+n)', 'Only who is in #tea may write there.'],
    ['#tea', ':s 404 maria #tea :Cannot send to channel (+m)', 'Only operators and voiced people may write in #tea.'],
    ['#tea', ':s 404 maria #tea :Cannot send to channel (+M): you need to be logged in', 'Only people who are logged in to an account may write in #tea.'],
    ['#tea', ':s 404 maria #tea :Cannot send to channel (+b)', 'You may not write in #tea: a ban silences you.'],
    ['#tea', ':s 404 maria #tea :Cannot send to channel (+W): wait 20 seconds', '#tea is in slow mode: wait 20 seconds.'],
    ['#tea', ':s 404 maria #tea :Cannot send to channel: you are muted on this server (too loud)', "You can't write in #tea: you are muted on this server (too loud)."],
    ['#tea', ':s 404 maria #tea :Cannot send to channel', "You can't write in #tea."],
    ['#tea', ':s 404 maria #tea', "You can't write in #tea."],
    ['bob', ':s 486 maria bob :You must be logged in', 'bob can be reached only by people who are logged in to an account.'],
    ['bob', ':s 716 maria bob :is in +g mode', 'bob hears only people they have let in.'],
  ])('in %s by %s', (key, line, want) => {
    expect(reason(onItsWay(key).hear(line), key)).toBe(want);
  });

  test('for being too soon says until when', () => {
    const play = onItsWay('#tea').hear(':s 404 maria #tea :Cannot send to channel (+W): wait 20 seconds');
    expect(play.get('#tea').slowUntil).toBe(play.at + 20_000);
  });

  test('and one that is said ends the waiting', () => {
    const play = onItsWay('#tea').hear(':s 404 maria #tea :Cannot send to channel (+W): wait 20 seconds', ':bob!b@h PRIVMSG #tea :hm');
    expect(play.get('#tea').slowUntil).toBeGreaterThan(0);
    expect(play.hear(':maria!m@host PRIVMSG #tea :voiced now').get('#tea').slowUntil).toBe(0);
  });

  test('the other one was told', () => {
    expect(onItsWay('bob').hear(':s 717 maria bob :has been informed').read('bob').at(-1)).toBe('maria: hi (pending)');
    expect(onItsWay('bob').hear(':s 717 maria bob :has been informed').read('bob')[0]).toBe('! bob was told that you wrote.');
  });
});

test('caller-id: a banner with the way to let somebody in', () => {
  const play = new Play().hear(':s 718 maria bob ~bob@host :is messaging you, and you have user mode +g set');
  expect(play.state.banners).toMatchObject([{ tone: 'info', ways: [{ label: 'Let bob in', action: { do: 'accept', nick: 'bob' } }] }]);
});

describe('a knock', () => {
  test.each([
    [':s 710 #tea #tea eva!~e@h :has asked for an invite.', 'eva would like to come in.'],
    [':s 710 #tea #tea eva!~e@h :has asked for an invite. (I brought (good) cake)', 'eva would like to come in: I brought (good) cake'],
  ])('%s', (line, text) => {
    const play = new Play().join('#tea').hear(line);
    expect(play.read('#tea')).toEqual([`! ${text}`]);
    expect(play.get('#tea').entries[0]).toMatchObject({ ways: [{ label: 'Invite eva', action: { do: 'invite', nick: 'eva', channel: '#tea' } }] });
    expect(play.get('#tea').unread).toBe(0);
  });

  test('is answered once', () => {
    const play = new Play().join('#tea').hear(':s 710 #tea #tea eva!~e@h :has asked for an invite.');
    play.happen({ type: 'info-answered', key: '#tea', entry: play.get('#tea').entries[0]?.key ?? '' });
    expect(play.get('#tea').entries[0]).toMatchObject({ ways: [] });
  });

  test('at a channel one is not in is nothing', () => {
    expect(new Play().hear(':s 710 #tea #tea eva!~e@h :has asked').state.conversations.size).toBe(0);
  });
});

test.each([
  [':maria!m@h CHGHOST kettle tea.example', { user: 'kettle', host: 'tea.example' }],
  [':s 396 maria tea.example :is now your displayed host', { user: 'm', host: 'tea.example' }],
  [':s 396 maria kettle@tea.example :is now your displayed host', { user: 'kettle', host: 'tea.example' }],
])('%s changes the own mask, and how much fits into a line', (line, mask) => {
  const play = new Play().join('#tea');
  const before = room(play.state.me, '#tea');
  play.hear(line);
  expect(play.state.me).toMatchObject(mask);
  expect(room(play.state.me, '#tea')).toBe(before - (`${mask.user}@${mask.host}`.length - 'm@host'.length));
});

test('what the server tells a channel, or its operators, stands there', () => {
  const play = new Play().join('#tea').join('#milk').open('#milk').hear(':irc.test NOTICE @#tea :root overruled +i', ':irc.test NOTICE maria :hello');
  expect(play.read('#tea')).toEqual(['! root overruled +i']);
  expect(play.read('#milk')).toEqual(['! hello']);
});

test.each([
  [':s 381 maria :You are now an IRC operator', 'You are an operator of this server now.'],
  [':s 481 maria :Permission Denied', "Only the server's operators may do that."],
  [':s 723 maria wallops :Insufficient oper privileges', 'That takes the privilege "wallops", which you don\'t have on this server.'],
  [':s 341 maria bob #tea', 'You invited bob to #tea.'],
  [':s 346 maria #tea *!*@h bob!b@h 1', 'Needs no invitation to #tea: *!*@h (by bob!b@h)'],
  [':s 348 maria #tea *!*@h', 'No ban of #tea holds for: *!*@h'],
  [':s 728 maria #tea q *!*@h bob 1', 'Silenced in #tea: *!*@h (by bob)'],
  [':s 447 maria :Cannot change nickname while on #tea (+N)', "You can't change your name while you are in #tea."],
  [':s 482 maria #tea :Cannot kick from this channel (+Q)', 'Nobody can be removed from #tea.'],
  [':s 470 maria #tea #queue :Forwarding to another channel', "You can't come into #tea just now; it sends people on to #queue."],
  [':s 480 maria #tea :Cannot join channel (+j)', 'Too many people are joining #tea at once: try again in a moment.'],
  [':s 489 maria #tea :Cannot join channel (+z)', '#tea is for secure connections only.'],
  [':s 520 maria #tea :Cannot join channel (+O)', '#tea is for operators of the server only.'],
  [':s 493 maria #tea :Uninvited', 'Your invitation to #tea was taken back.'],
  [':s 212 maria PRIVMSG 10 200', 'PRIVMSG 10 200.'],
  [':s 705 maria JOIN :JOIN <channel>', 'JOIN <channel>'],
  [':s 999 maria a b :some words', 'a b some words.'],
  [':s FAIL RENAME CHANNEL_NAME_IN_USE #tea #wine :taken', 'There is a channel #wine already.'],
  [':s FAIL PRIVMSG MUTED carol :You are muted on this server (too loud)', 'You are muted on this server (too loud)'],
  [':root!r@h WALLOPS :the kettle is on', 'root to all: the kettle is on'],
])('%s is a sentence', (line, want) => {
  expect(new Play().join('#milk').open('#milk').hear(line).read('#milk')).toEqual([`! ${want}`]);
});

test.each([
  ':bob!b@h METADATA bob avatar * :x', ':bob!b@h REDACT #milk x', ':s 347 maria #tea :End', ':s 349 maria #tea :End',
  ':s FOO bar', ':bob!b@h SILENCE +x', ':s RENAME', ':s KILL', ':s MARKREAD #milk *',
])('%s says nothing', (line) => {
  expect(new Play().join('#milk').open('#milk').hear(line).read('#milk')).toEqual([]);
});
