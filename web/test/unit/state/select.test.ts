import { expect, test } from 'vitest';
import type { Typing } from '../../../src/state/model';
import { groupMembers, isOperator, maskOf, mayTopic, sidebarOf, totals, typingText } from '../../../src/state/select';
import { stranger } from '../../../src/state/initial';
import { Play } from './play';

const href = (name: string) => `/#${name}`;
const NOTHING = { channels: [], privates: [] };

test('the sidebar: channels by name, private ones by their newest message', () => {
  const play = new Play().join('#tea').join('#milk');
  play.hear(':bob!b@h PRIVMSG maria :first', ':eva!e@h PRIVMSG maria :second').open('#tea');
  const sidebar = sidebarOf(play.state, href, NOTHING);
  expect(sidebar.channels.map((item) => [item.name, item.current])).toEqual([['#milk', false], ['#tea', true]]);
  expect(sidebar.privates.map((item) => [item.name, item.unread, item.presence])).toEqual([['eva', 1, 'online'], ['bob', 1, 'online']]);
  expect(sidebarOf(play.state, href, sidebar)).toBe(sidebar);
  const next = sidebarOf(play.hear(':bob!b@h PRIVMSG #milk :hi').state, href, sidebar);
  expect(next.channels[1]).toBe(sidebar.channels[1]);
  expect(next.channels[0]).toMatchObject({ unread: 1 });
  expect(totals(play.state)).toEqual({ unread: 3, mentions: 0 });
});

test('members by rank and name', () => {
  const play = new Play().join('#tea', '@zoe', '@Bob', '+eva', '~ann', '&@alf');
  expect(groupMembers(play.get('#tea').members, play.state.server).map((group) => [group.title, ...group.members.map((m) => m.nick)])).toEqual([
    ['Owners', 'ann'], ['Admins', 'alf'], ['Operators', 'Bob', 'zoe'], ['Voiced', 'eva'], ['Members', 'maria'],
  ]);
});

test.each([
  [[], ''],
  [['a'], 'a is typing'],
  [['a', 'b', 'c'], 'a, b and c are typing'],
  [['a', 'b', 'c', 'd'], 'Several people are typing'],
])('%j', (nicks, want) => {
  const typing = new Map<string, Typing>(nicks.map((nick) => [nick, { nick, state: 'active', until: 0 }]));
  expect(typingText(typing.set('z', { nick: 'z', state: 'paused', until: 0 }))).toBe(want);
});

test('who may edit the topic and who is an operator', () => {
  const play = new Play().join('#tea');
  const may = () => [mayTopic(play.get('#tea'), 'maria', play.state.server), isOperator(play.get('#tea'), 'maria', play.state.server)];
  expect(may()).toEqual([true, false]);
  play.hear(':s 324 maria #tea +nt');
  expect(may()).toEqual([false, false]);
  play.hear(':s MODE #tea +v maria');
  expect(may()).toEqual([false, false]);
  play.hear(':s MODE #tea +h maria');
  expect(may()).toEqual([true, true]);
  play.hear(':s KICK #tea maria :x');
  expect(may()[0]).toBe(false);
});

test.each([
  [{ account: 'bobby', host: 'far' }, '~account:bobby'],
  [{ host: 'far' }, '*!*@far'],
  [{ host: 'host' }, 'bob!*@*'],
  [{}, 'bob!*@*'],
])('%j is kept out as %s', (facts, want) => {
  const { me } = new Play().join('#tea').state;
  expect(maskOf({ ...stranger('bob'), ...facts }, me)).toBe(want);
});
