import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/irc/message';
import { parseModes, withModes, withRank } from '../../../src/state/modes';
import { Play } from './play';

function members(play: Play, key = '#tea'): string[] {
  return [...play.get(key).members.values()].map((member) => member.prefix + member.nick).sort();
}

test('who is there, with prefixes and masks', () => {
  const play = new Play().join('#tea', '@+bob!b@h', '+Eva', '~zoe');
  expect(members(play)).toEqual(['+Eva', '@+bob', 'maria', '~zoe']);
  expect(play.get('#tea').membership).toEqual({ state: 'in' });
  expect(play.state.me).toMatchObject({ user: 'm', host: 'host' });
});

test.each([
  [':eva!e@h JOIN #tea', ['@bob', 'eva', 'maria'], 'eva join'],
  [':bob!b@h PART #tea :bye', ['maria'], 'bob part: bye'],
  [':bob!b@h QUIT :gone', ['maria'], 'bob quit: gone'],
  [':bob!b@h NICK rob', ['@rob', 'maria'], 'bob nick rob'],
  [':s MODE #tea +v-o maria bob', ['+maria', 'bob'], 's mode: +v-o maria bob'],
  [':maria!m@h KICK #tea bob :rude', ['maria'], 'maria kick bob: rude'],
  [':bob!b@h KICK #tea bob :bob', ['maria'], 'bob kick bob'],
  [':bob!b@h TOPIC #tea :leaves', ['@bob', 'maria'], 'bob topic: leaves'],
  [':bob!b@h INVITE eva #tea', ['@bob', 'maria'], 'bob invite eva'],
])('%s', (line, want, told) => {
  const play = new Play().join('#tea', '@bob').hear(line);
  expect(members(play)).toEqual(want);
  expect(play.read('#tea')).toEqual([told]);
});

test('who is away already is told by WHO', () => {
  const play = new Play().join('#tea', 'bob', 'eva');
  play.hear(':s 352 maria #tea b host s bob G@ :0 Bob B', ':s 352 maria #tea e host s eva H :0 Eva', ':s 315 maria #tea :End');
  expect(play.get('#tea').members.get('bob')).toMatchObject({ nick: 'bob', away: true });
  expect(play.get('#tea').members.get('eva')?.away).toBe(false);
});

test('WHOX tells who is away, and the account', () => {
  const play = new Play().join('#tea', 'bob', 'eva').happen({ type: 'private-opened', nick: 'bob' }).open('#tea');
  play.hear(':s 354 maria 7 bob G@ bobby', ':s 354 maria 7 eva H 0', ':s 315 maria #tea :End');
  expect([...play.get('#tea').members.values()].map(({ nick, away }) => [nick, away])).toEqual([['maria', false], ['bob', true], ['eva', false]]);
  expect(play.state.people.get('bob')).toMatchObject({ presence: 'away', account: 'bobby' });
  expect(play.hear(':s 354 maria 7 bob H 0').state.people.get('bob')).toMatchObject({ presence: 'online', account: null });
  expect(play.read('#tea')).toEqual([]);
  // Asked for by hand, with other fields: shown as it came.
  expect(play.hear(':s 354 maria bob 10').read('#tea')).toEqual(['! bob 10.']);
});

test('what happens elsewhere changes nothing here', () => {
  const play = new Play().join('#tea', 'bob');
  const { conversations } = play.state;
  play.hear(':eva!e@h JOIN #milk', ':eva!e@h QUIT :bye', ':bob!b@h PART #milk');
  expect(play.state.conversations.get('#tea')?.members).toBe(conversations.get('#tea')?.members);
});

describe('the topic', () => {
  test('on joining', () => {
    const play = new Play().join('#tea').hear(':s 332 maria #tea :leaves', ':s 333 maria #tea bob!b@h 1700000000');
    expect(play.get('#tea').topic).toEqual({ text: 'leaves', by: 'bob', at: 1_700_000_000_000 });
    expect(play.hear(':s 331 maria #tea :No topic').get('#tea').topic).toBeNull();
  });
  test('set and removed', () => {
    const play = new Play().join('#tea').hear(':bob!b@h TOPIC #tea :leaves');
    expect(play.get('#tea').topic).toMatchObject({ text: 'leaves', by: 'bob' });
    expect(play.hear(':bob!b@h TOPIC #tea :').get('#tea').topic).toBeNull();
  });
});

describe('out of a channel', () => {
  test('kicked: a banner with the way back', () => {
    const play = new Play().join('#tea', 'bob').hear(':bob!b@h KICK #tea maria :rude');
    expect(play.get('#tea').membership).toMatchObject({ state: 'out', reason: 'bob removed you from #tea: rude' });
    expect(play.get('#tea').members.size).toBe(0);
    expect(play.state.banners).toMatchObject([{ conversation: '#tea', ways: [{ action: { do: 'join', channel: '#tea' } }] }]);
    expect(play.join('#tea').state.banners).toEqual([]);
  });

  test('refused: a banner with the ways out', () => {
    const play = new Play().happen({ type: 'joining', channel: '#tea' }, { type: 'join-refused', channel: '#tea', reason: 'You are banned from #tea.', raw: 'x' });
    expect(play.get('#tea').membership.state).toBe('out');
    expect(play.state.banners[0]?.ways.map((way) => way.action.do)).toEqual(['join', 'leave']);
    expect(play.happen({ type: 'closed', key: '#tea' }).state.banners).toEqual([]);
  });

  test.each([
    [':maria!m@h PART #tea :Removed by bob: off topic', 'You are no longer in #tea: Removed by bob: off topic'],
    [':maria!m@h PART #tea', 'You left #tea.'],
  ])('made to leave by %s: a banner with the way back', (line, text) => {
    const play = new Play().join('#tea', 'bob').hear(line);
    expect(play.get('#tea').membership).toMatchObject({ state: 'out', reason: text });
    expect(play.state.banners).toMatchObject([{ text, ways: [{ action: { do: 'join', channel: '#tea' } }] }]);
  });

  test('cycled: in again, and no banner', () => {
    const play = new Play().join('#tea', 'bob').hear(':maria!m@h PART #tea :back in a moment').join('#tea', 'bob');
    expect(play.get('#tea').membership.state).toBe('in');
    expect(play.state.banners).toEqual([]);
  });

  test('killed: nothing stands in the channels, for the end of the connection says it', () => {
    const play = new Play().join('#tea', 'bob').hear(':root!r@h KILL maria :not here', ':maria!m@h QUIT :Killed (root (not here))');
    expect(play.read('#tea')).toEqual([]);
  });

  test('invited: a banner with the way in', () => {
    const play = new Play().hear(':bob!b@h INVITE maria #tea');
    expect(play.state.banners).toMatchObject([{ text: 'bob invites you to #tea.', ways: [{ label: 'Join #tea' }] }]);
    expect(play.join('#tea').state.banners).toEqual([]);
  });
});

describe('the connection comes back', () => {
  test('channels are joined again', () => {
    const play = new Play().join('#tea').happen({ type: 'waiting', retryAt: 1, reason: '' });
    expect(play.get('#tea').membership.state).toBe('in');
    play.happen({ type: 'registered', nick: 'maria', wanted: 'maria', resumed: false, account: null, caps: new Set(), at: 0 });
    expect(play.get('#tea').membership).toEqual({ state: 'joining', was: true });
  });

  test('resumed: what is not shown was lost', () => {
    const play = new Play().join('#tea').join('#milk').happen(
      { type: 'offline' }, { type: 'joining', channel: '#new' },
      { type: 'registered', nick: 'maria', wanted: 'maria', resumed: true, account: null, caps: new Set(), at: 0 },
    );
    play.join('#milk').happen({ type: 'resumed' });
    expect(play.get('#tea').membership.state).toBe('out');
    expect(play.get('#milk').membership.state).toBe('in');
    expect(play.get('#new').membership.state).toBe('joining');
  });

  test('resumed with an account: what is not shown was left on another device', () => {
    const play = new Play().join('#tea').join('#milk').join('#oat').happen(
      { type: 'drafted', key: '#oat', text: 'half a thou' },
      { type: 'waiting', retryAt: 1, reason: 'lost' },
      { type: 'registered', nick: 'maria', wanted: 'maria', resumed: true, account: 'maria', caps: new Set(), at: 0 },
    );
    play.join('#milk').happen({ type: 'resumed' });
    expect([...play.state.conversations.keys()]).toEqual(['#milk', '#oat']);
    expect(play.state.conversations.get('#oat')?.membership).toMatchObject({ state: 'out', reason: 'You left #oat on another device.' });
    expect(play.state.banners).toEqual([]);
  });

  test('under another nick it says so', () => {
    const play = new Play().happen({ type: 'registered', nick: 'maria_', wanted: 'maria', resumed: false, account: null, caps: new Set(), at: 0 });
    expect(play.state.banners).toMatchObject([{ id: 'taken', ways: [{ action: { do: 'rename' } }, { action: { do: 'log-in', name: 'maria' } }] }]);
    expect(play.state.me.nick).toBe('maria_');
  });

  test.each([
    [':s 465 maria :You are banned', 'You are banned from this server.'],
    [':s 465 maria :You are banned from this server: spam', 'You are banned from this server: spam.'],
    ['ERROR :Closing Link: h (Killed (root (not here)))', 'root ended your connection: not here.'],
    ['ERROR :Closing Link: h (Banned: spam)', 'You are banned from this server: spam.'],
    ['ERROR :Closing Link: h (Banned)', 'You are banned from this server.'],
    ['ERROR :You were killed', 'The server ended the connection: You were killed.'],
  ])('%s: refused, with a way', (raw, reason) => {
    const play = new Play().happen({ type: 'refused', message: parse(raw) as never });
    expect(play.state.connection).toEqual({ phase: 'refused', reason });
    expect(play.state.banners[0]?.ways[0]?.action.do).toBe('reconnect');
  });
});

describe('private conversations', () => {
  test('follow a new nick, and stay open', () => {
    const play = new Play().hear(':bob!b@h PRIVMSG maria :hi').open('bob').hear(':bob!b@h NICK Rob');
    expect(play.state.current).toBe('rob');
    expect(play.read('rob')).toEqual(['bob: hi', 'bob nick Rob']);
    expect(play.state.people.get('rob')?.nick).toBe('Rob');
  });

  test('meet an older one under that nick', () => {
    const play = new Play().hear(':rob!r@h PRIVMSG maria :older', ':bob!b@h PRIVMSG maria :newer', ':bob!b@h NICK rob');
    expect(play.read('rob')).toEqual(['rob: older', 'bob: newer', 'bob nick rob']);
    expect(play.get('rob').unread).toBe(2);
    expect(play.state.conversations.has('bob')).toBe(false);
  });

  test('know whether the other one is there', () => {
    const presence = () => play.state.people.get('bob')?.presence;
    const play = new Play().join('#tea', 'bob').happen({ type: 'private-opened', nick: 'bob' });
    expect(presence()).toBe('online');
    play.hear(':bob!b@h AWAY :lunch');
    expect(presence()).toBe('away');
    expect(play.get('#tea').members.get('bob')?.away).toBe(true);
    play.hear(':bob!b@h AWAY');
    expect(presence()).toBe('online');
    play.hear(':bob!b@h PART #tea');
    expect(presence()).toBe('unknown');
    play.hear(':bob!b@h JOIN #tea', ':bob!b@h QUIT :bye');
    expect(presence()).toBe('offline');
    expect(play.read('bob')).toEqual(['bob quit: bye']);
  });
});

test('WHOIS fills in a person', () => {
  const play = new Play().hear(
    ':s 311 maria bob b host * :Bob B', ':s 319 maria bob :@#tea #milk', ':s 313 maria bob :oper', ':s 317 maria bob 60 1700000000 :idle',
    ':s 330 maria bob bobby :is logged in as', ':s 335 maria bob :is a bot', ':s 318 maria bob :End',
  );
  expect(play.state.people.get('bob')).toEqual({
    nick: 'bob', user: 'b', host: 'host', realname: 'Bob B', account: 'bobby', bot: true, operator: true, presence: 'online', away: '',
    channels: ['@#tea', '#milk'], idle: 60, since: 1_700_000_000_000,
  });
});

test('an answer nobody asked for is told where one is, a claimed one is not', () => {
  const play = new Play().join('#tea').open('#tea').hear(':s 442 maria #milk :Not there', ':s 251 maria :many users');
  expect(play.read('#tea')).toEqual(["! You aren't in #milk."]);
});

describe('modes', () => {
  const { server } = new Play().state;
  test.each([
    [['+ov-k', 'a', 'b', 'key'], [[true, 'o', 'a'], [true, 'v', 'b'], [false, 'k', 'key']]],
    [['+l-l', '10'], [[true, 'l', '10'], [false, 'l', null]]],
    [['nt'], [[true, 'n', null], [true, 't', null]]],
    [['+b', '*!*@h'], [[true, 'b', '*!*@h']]],
    [['+b'], [[true, 'b', null]]],
  ])('%j', (words, want) => {
    expect(parseModes(server, words).map(({ on, letter, param }) => [on, letter, param])).toEqual(want);
  });

  test.each([['', ['+nt'], '+nt'], ['+nt', ['-t+l', '3'], '+ln'], ['+n', ['-n'], '+'], ['+n', ['+ob', 'x', 'y'], '+n']])('%j with %j is %j', (modes, words, want) => {
    expect(withModes(server, modes, parseModes(server, words))).toBe(want);
  });

  test.each([['', 'o', true, '@'], ['+', 'o', true, '@+'], ['@+', 'o', false, '+'], ['@', 'x', true, '@']] as const)('%j and %s %s is %j', (symbols, letter, on, want) => {
    expect(withRank(server, symbols, letter, on)).toBe(want);
  });

  test('are known once they are told', () => {
    const play = new Play().join('#tea').hear(':s MODE #tea +m');
    expect(play.get('#tea').modes).toBe('');
    play.hear(':s 324 maria #tea +nt', ':s MODE #tea +m');
    expect(play.get('#tea').modes).toBe('+mnt');
  });
});
