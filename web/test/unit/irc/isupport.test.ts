import { expect, test } from 'vitest';
import { isChannel, relaysTag, UNTOLD, withTokens } from '../../../src/irc/isupport';
import { parse } from '../../../src/irc/message';
import { isRefusal, sentence } from '../../../src/irc/sentences';

test.each([
  [['CASEMAPPING=ascii'], { casemapping: 'ascii' }],
  [['CASEMAPPING=precis'], { casemapping: 'precis' }],
  [['CASEMAPPING=odd'], { casemapping: 'precis' }],
  [['CASEMAPPING=rfc1459'], { casemapping: 'rfc1459' }],
  [['PREFIX=(qaohv)~&@%+'], { prefixes: [{ mode: 'q', symbol: '~' }, { mode: 'a', symbol: '&' }, { mode: 'o', symbol: '@' }, { mode: 'h', symbol: '%' }, { mode: 'v', symbol: '+' }] }],
  [['PREFIX='], { prefixes: [] }],
  [['CHANMODES=b,k,l,imnst'], { chanmodes: ['b', 'k', 'l', 'imnst'] }],
  [['NICKLEN=32', 'CHANNELLEN=64', 'TOPICLEN=390'], { nicklen: 32, channellen: 64, topiclen: 390 }],
  [['CHATHISTORY=100', 'MSGREFTYPES=msgid,timestamp'], { chathistory: 100, msgrefs: ['msgid', 'timestamp'] }],
  [['CHATHISTORY=0'], { chathistory: 100 }],
  [['TARGMAX=NAMES:1,JOIN:4'], { joinTargets: 4 }],
  [['TARGMAX=JOIN:,KICK:4'], { joinTargets: Infinity }],
  [['NETWORK=My\\x20Net'], { network: 'My Net' }],
  [['NICKLEN=32', '-NICKLEN'], { nicklen: UNTOLD.nicklen }],
  [['UNKNOWN=1', 'SAFELIST'], {}],
])('%j', (tokens, want) => expect(withTokens(UNTOLD, tokens)).toEqual({ ...UNTOLD, ...want }));

test.each([[[], true], [['typing'], false], [['*'], false], [['*', '-typing'], true]])('CLIENTTAGDENY %j relays typing: %s', (deny, want) => {
  expect(relaysTag({ ...UNTOLD, clienttagdeny: deny }, 'typing')).toBe(want);
});

test.each([['#tea', true], ['&x', false], ['bob', false], ['', false]])('%j is a channel: %s', (name, want) => expect(isChannel(name, '#')).toBe(want));

test.each([
  [':s 433 maria bob :Nickname is already in use', 'The name bob is taken.', true],
  [':s 474 maria #tea :Cannot join channel (+b)', 'You are banned from #tea.', true],
  [':s 474 maria', 'You are banned', true],
  [':s 999 maria a b :something new', 'a b something new.', false],
  [':s FAIL X CODE :It went wrong.', 'It went wrong.', true],
  [':s NOTE X CODE :By the way', 'By the way.', false],
  [':s 305 maria :back', 'You are no longer away.', false],
])('%s reads %s', (line, want, refuses) => {
  const message = parse(line);
  expect(message && sentence(message)).toBe(line === ':s 474 maria' ? '' : want);
  expect(message && isRefusal(message)).toBe(refuses);
});
