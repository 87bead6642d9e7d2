import { describe, expect, test } from 'vitest';
import { escapeTag, parse, parseSource, print, timeOf, unescapeTag } from '../../../src/irc/message';

describe('parse', () => {
  test.each([
    ['PING', { command: 'PING', params: [] }],
    ['PING :', { command: 'PING', params: [''] }],
    ['ping token', { command: 'PING', params: ['token'] }],
    [':irc.test 001 dave :Welcome to it', { name: 'irc.test', command: '001', params: ['dave', 'Welcome to it'] }],
    [':a!b@c PRIVMSG #tea :: not the end: of it', { name: 'a', command: 'PRIVMSG', params: ['#tea', ': not the end: of it'] }],
    ['@time=t;msgid=1   :a   PRIVMSG   x   y', { name: 'a', command: 'PRIVMSG', params: ['x', 'y'], tags: { time: 't', msgid: '1' } }],
    ['@a;b=;c=\\:\\s\\\\\\r\\n TAGMSG x', { command: 'TAGMSG', params: ['x'], tags: { a: '', b: '', c: '; \\\r\n' } }],
    ['@a=1;a=2 X', { command: 'X', params: [], tags: { a: '2' } }],
  ])('%j', (line, want) => {
    const message = parse(line);
    expect(message?.command).toBe(want.command);
    expect(message?.params).toEqual(want.params);
    expect(message?.source?.name).toBe('name' in want ? want.name : undefined);
    expect(Object.fromEntries(message?.tags ?? [])).toEqual('tags' in want ? want.tags : {});
    expect(message?.raw).toBe(line);
  });

  test.each(['', '@a', '@a ', ':source', ':source ', '   '])('%j holds no command', (line) => {
    expect(parse(line)).toBeNull();
  });
});

test.each([
  ['nick!user@host', { name: 'nick', user: 'user', host: 'host' }],
  ['nick@host', { name: 'nick', user: '', host: 'host' }],
  ['irc.test', { name: 'irc.test', user: '', host: '' }],
])('source %s', (text, want) => expect(parseSource(text)).toEqual(want));

describe('tag values', () => {
  test.each(['plain', 'a;b c\\d\r\n', '\\', ':', 'ünïcödé'])('%j comes back', (value) => {
    expect(unescapeTag(escapeTag(value))).toBe(value);
  });
  test.each([['a\\', 'a'], ['\\b', 'b'], ['\\\\s', '\\s']])('%j reads as %j', (text, want) => expect(unescapeTag(text)).toBe(want));
});

describe('print', () => {
  test.each([
    [{ command: 'PING' }, 'PING'],
    [{ command: 'JOIN', params: ['#tea'] }, 'JOIN #tea'],
    [{ command: 'TOPIC', params: ['#tea', ''] }, 'TOPIC #tea :'],
    [{ command: 'PRIVMSG', params: ['#tea', 'two words'] }, 'PRIVMSG #tea :two words'],
    [{ command: 'PRIVMSG', params: ['#tea', ':)'] }, 'PRIVMSG #tea ::)'],
    [{ command: 'PRIVMSG', params: ['#tea', 'a\r\nQUIT'] }, 'PRIVMSG #tea :a QUIT'],
    [{ command: 'TAGMSG', params: ['x'], tags: { '+typing': 'active', '+e': '', '+t': 'a b' } }, '@+typing=active;+e;+t=a\\sb TAGMSG x'],
  ])('%j', (message, want) => expect(print(message)).toBe(want));

  test.each([['a b', 'x'], ['', 'x'], [':a', 'x']])('%j cannot stand in the middle', (...params) => {
    expect(() => print({ command: 'X', params })).toThrow('parameter 1');
  });

  test('what it prints is read the same', () => {
    const message = { command: 'PRIVMSG', params: ['#tea', ' : leading'], tags: { label: 'x;y z' } };
    const back = parse(print(message));
    expect(back?.params).toEqual(message.params);
    expect(back?.tags.get('label')).toBe('x;y z');
  });
});

test.each([
  ['@time=2026-11-24T15:28:25.123Z PING', Date.UTC(2026, 10, 24, 15, 28, 25, 123)],
  ['@time=nonsense PING', 7],
  ['PING', 7],
])('the time of %s', (line, want) => {
  const message = parse(line);
  expect(message && timeOf(message, 7)).toBe(want);
});
