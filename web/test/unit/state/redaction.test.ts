// IRCv3 message-redaction: what was taken back is gone from everywhere.

import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/irc/message';
import { mayRedact } from '../../../src/state/select';
import { searchEntries } from '../../../src/state/search';
import type { Message } from '../../../src/state/model';
import { own, past, Play } from './play';

function said(): Play {
  const play = new Play().join('#tea', '@bob', 'eva');
  return play.hear('@msgid=a :eva!e@h PRIVMSG #tea :tea for maria', '@msgid=b :eva!e@h PRIVMSG #tea :and cake', '@msgid=c :bob!b@h PRIVMSG #tea :yes');
}

function message(play: Play, msgid: string, key = '#tea'): Message {
  return play.get(key).entries.find((entry) => entry.type === 'message' && entry.msgid === msgid) as Message;
}

test('the text is gone, and by whom and why stands in its place', () => {
  const play = said().hear(':bob!b@h REDACT #tea a :spam');
  expect(message(play, 'a')).toMatchObject({ text: '', mention: false, nick: 'eva', redaction: { by: 'bob', reason: 'spam' } });
  expect(play.get('#tea').entries).toHaveLength(3);
  expect(JSON.stringify([...play.state.conversations])).not.toContain('tea for maria');
});

test('an action is no action any more', () => {
  const play = new Play().join('#tea').hear('@msgid=a :eva!e@h PRIVMSG #tea :\x01ACTION waves\x01', ':eva!e@h REDACT #tea a');
  expect(message(play, 'a')).toMatchObject({ form: 'say', redaction: { by: 'eva', reason: '' } });
});

test('it cannot be found any more', () => {
  const { entries } = said().hear(':eva!e@h REDACT #tea a').get('#tea');
  const found = (text: string, from: string | null = null) => searchEntries(entries, { text, from, in: null, after: null, before: null }).map((one) => one.msgid);
  expect(found('tea')).toEqual([]);
  expect(found('', 'eva')).toEqual(['b']);
});

test.each([
  ['#tea', 'zzz'],
  ['#milk', 'a'],
  ['#tea', ''],
])('of what is not held at %s nothing changes', (target, msgid) => {
  const play = said();
  const { conversations } = play.state;
  expect(play.hear(`:bob!b@h REDACT ${target} ${msgid}`.trimEnd()).state.conversations).toBe(conversations);
});

test('the first redaction stands', () => {
  const play = said().hear(':bob!b@h REDACT #tea a :spam', ':eva!e@h REDACT #tea a :mine');
  expect(message(play, 'a').redaction?.by).toBe('bob');
});

describe('what was unread', () => {
  const counts = (play: Play) => [play.get('#tea').unread, play.get('#tea').mentions, play.get('#tea').newSince !== null];

  test('is so no longer, and the line moves on', () => {
    const play = said();
    expect(counts(play)).toEqual([3, 1, true]);
    expect(counts(play.hear(':eva!e@h REDACT #tea a'))).toEqual([2, 0, true]);
    expect(counts(play.hear(':eva!e@h REDACT #tea c'))).toEqual([1, 0, true]);
    expect(counts(play.hear(':eva!e@h REDACT #tea b'))).toEqual([0, 0, false]);
  });

  test('what was read before stays out of it', () => {
    const play = said().happen({ type: 'read', key: '#tea' }).hear('@msgid=d :eva!e@h PRIVMSG #tea :new', ':eva!e@h REDACT #tea a');
    expect(counts(play)).toEqual([1, 0, true]);
  });

  test('nor is it so after the next visit', () => {
    const messages = [message(said().hear(':eva!e@h REDACT #tea a'), 'a')];
    const play = new Play().happen({
      type: 'restored',
      visit: {
        displayName: 'maria', nick: 'maria', account: null, channels: ['#tea'], current: null, readUpTo: { '#tea': 1 }, drafts: {}, copies: [{ name: '#tea', messages }],
        queue: [], preferences: new Play().state.preferences,
      },
    });
    expect(play.get('#tea').unread).toBe(0);
  });
});

describe('in private', () => {
  test.each([
    ['the other one', '@msgid=a :bob!b@h PRIVMSG maria :slip', ':bob!b@h REDACT maria a'],
    ['oneself', '@msgid=a :maria!m@h PRIVMSG bob :slip', ':maria!m@h REDACT bob a'],
  ])('by %s', (_, line, redaction) => {
    const play = new Play().happen({ type: 'private-opened', nick: 'bob' }).hear(line, redaction);
    expect(message(play, 'a', 'bob').redaction).toBeDefined();
  });
});

test('a server that tells of it in its history is understood', () => {
  const play = new Play().join('#tea').hear('@msgid=a :eva!e@h PRIVMSG #tea :held');
  const redact = (msgid: string) => ({ ...past('r', 3, 'bob', ''), command: 'REDACT', params: ['#tea', msgid, 'spam'] });
  const lines = [past('b', 1, 'eva', 'one'), redact('b'), redact('a'), past('c', 4, 'eva', 'two')];
  play.happen({ type: 'history-came', key: '#tea', past: { lines, direction: 'latest', end: true, gap: null, at: play.at } });
  expect(['a', 'b', 'c'].map((id) => message(play, id).redaction?.by)).toEqual(['bob', 'bob', undefined]);
  expect(message(play, 'b').text).toBe('');
});

describe('against the history', () => {
  /** What is left of messages a second apart from "1" to "5", and of a notice and an aside, after a look at some of them. */
  const verified = (kept: string[], all: boolean, until = 5) => {
    const play = new Play().join('#tea', '@bob');
    const at = (seconds: number) => new Date(play.at + seconds * 1000).toISOString();
    const line = (id: string, command = 'PRIVMSG', target = '#tea') => `@msgid=${id};time=${at(Number.parseInt(id, 10))} :bob!b@h ${command} ${target} :text ${id}`;
    const lines = kept.map((id) => parse(line(id)) as never);
    const time = play.at + until * 1000;
    play.hear(...['1', '2', '3', '4', '5'].map((id) => line(id)), line('3b', 'NOTICE'), line('3c', 'PRIVMSG', '@#tea'));
    play.happen({ type: 'verified', key: '#tea', lines, all, until: time });
    return play.get('#tea').entries.flatMap((entry) => (entry.type === 'message' && !entry.redaction ? [entry.msgid] : []));
  };

  test.each([
    ['nothing is missing', ['1', '2', '3', '4', '5'], true, ['1', '2', '3', '4', '5', '3b', '3c']],
    ['one in between', ['1', '2', '4', '5'], false, ['1', '2', '4', '5', '3b', '3c']],
    ['what came before the first is not known', ['3', '5'], false, ['1', '2', '3', '5', '3b', '3c']],
    ['nor what came after the last, unless that is all', ['1', '2', '3'], false, ['1', '2', '3', '4', '5', '3b', '3c']],
    ['all there is', ['1', '2', '3'], true, ['1', '2', '3', '3b', '3c']],
    ['nothing at all is no sign', [], true, ['1', '2', '3', '4', '5', '3b', '3c']],
  ])('%s', (_, kept, all, want) => expect(verified(kept, all)).toEqual(want));

  test('several of one millisecond are told apart', () => {
    const play = new Play().join('#tea', '@bob');
    const time = new Date(play.at).toISOString();
    const line = (id: string) => `@msgid=${id};time=${time} :bob!b@h PRIVMSG #tea :text ${id}`;
    play.hear(...['1', '2', '3', '4'].map(line));
    play.happen({ type: 'verified', key: '#tea', lines: ['1', '3'].map((id) => parse(line(id)) as never), all: false, until: play.at });
    expect(play.get('#tea').entries.flatMap((entry) => (entry.type === 'message' && !entry.redaction ? [entry.msgid] : []))).toEqual(['1', '3', '4']);
  });

  test('nor are those of it judged of which the page has none', () => {
    const play = new Play().join('#tea', '@bob');
    const time = new Date(play.at).toISOString();
    const line = (id: string) => `@msgid=${id};time=${time} :bob!b@h PRIVMSG #tea :text ${id}`;
    play.hear(...['3', '4'].map(line));
    play.happen({ type: 'verified', key: '#tea', lines: ['1', '2'].map((id) => parse(line(id)) as never), all: false, until: play.at });
    expect(play.get('#tea').entries.every((entry) => entry.type === 'message' && !entry.redaction)).toBe(true);
  });

  test('what was said since is not judged', () => {
    expect(verified(['1'], true, 3)).toEqual(['1', '4', '5', '3b', '3c']);
  });
});

test('what is on its way is not touched', () => {
  const play = new Play().join('#tea').happen({ type: 'composed', key: '#tea', messages: [own('1', 'hi')] }).hear(':bob!b@h REDACT #tea');
  expect(play.read('#tea')).toEqual(['maria: hi (pending)']);
});

test.each([
  ['none', '@maria', []],
  ['own', 'maria', ['draft/message-redaction']],
  ['all', '@maria', ['draft/message-redaction']],
  ['all', '%maria', ['draft/message-redaction']],
  ['own', '+maria', ['draft/message-redaction']],
] as const)('%s may be deleted by %s with %j', (want, name, caps) => {
  const play = new Play('maria', [...caps]).join('#tea').hear(`:s 353 maria = #tea :${name}`).happen({ type: 'private-opened', nick: 'bob' });
  expect(mayRedact(play.get('#tea'), 'maria', play.state.server)).toBe(want);
  expect(mayRedact(play.get('bob'), 'maria', play.state.server)).toBe(caps.length > 0 ? 'own' : 'none');
});
