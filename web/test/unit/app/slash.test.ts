import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/app/app';
import { commandsFor, isSecret, runSlash, SLASH, type Desk } from '../../../src/app/slash';
import { duration, whoisText } from '../../../src/app/whois';
import { parse } from '../../../src/irc/message';
import type { Reply } from '../../../src/irc/requests';
import { Play } from '../state/play';

/** A desk that notes what was asked of it. */
function desk(key = '#tea', isConnected = true): { desk: Desk; done: string[]; answer: (...lines: string[]) => string } {
  const play = new Play().join('#tea').happen({ type: 'private-opened', nick: 'bob' });
  const done: string[] = [];
  let read: ((reply: Reply) => string) | undefined;
  const ok: Outcome = { ok: true };
  const note = (text: string): Outcome => (done.push(text), ok);
  const later = async (text: string) => note(text);
  return {
    done,
    answer: (...lines) => read?.({ lines: lines.map((line) => parse(line) as never), batch: null, ended: 'answered' }) ?? '',
    desk: {
      conversation: play.get(key), nick: 'maria', isConnected,
      isChannel: (name) => name.startsWith('#'),
      say: (target, text, form) => note(`${form} ${target}: ${text}`),
      go: (name) => void note(`go ${name}`),
      join: (channel, password) => later(`join ${channel} ${password ?? ''}`.trim()),
      leave: (channel, reason) => void note(`leave ${channel} ${reason}`.trim()),
      rename: (name) => later(`rename ${name}`),
      setTopic: (channel, text) => later(`topic ${channel}: ${text}`),
      browse: () => void note('browse'),
      help: () => void note('help'),
      logOut: () => void note('log out'),
      redactLast: (reason) => later(`redact ${reason}`.trim()),
      ask: (line, answer) => {
        read = answer;
        note([line.command, ...(line.params ?? [])].join(' '));
      },
      sendRaw: (line) => void note(`raw ${line}`),
      follow: () => {},
    },
  };
}

describe('commands', () => {
  test.each([
    ['/join #milk', ['go #milk']],
    ['/j milk secret', ['join #milk secret', 'go #milk']],
    ['/join milk,#tea,', ['join #milk', 'go #tea']],
    ['/join milk,oats one,two', ['join #milk one', 'join #oats two', 'go #oats']],
    ['/part', ['leave #tea']],
    ['/leave #milk so long', ['leave #milk so long']],
    ['/part so long', ['leave #tea so long']],
    ['/msg bob two  words', ['say bob: two  words']],
    ['/query bob', ['go bob']],
    ['/query bob hi there', ['go bob', 'say bob: hi there']],
    ['/notice bob psst', ['notice bob: psst']],
    ['/me waves', ['action #tea: waves']],
    ['/shrug well', ['say #tea: well ¯\\_(ツ)_/¯']],
    ['/nick Anna Müller', ['rename Anna Müller']],
    ['/topic new leaves', ['topic #tea: new leaves']],
    ['/topic #milk fresh', ['topic #milk: fresh']],
    ['/topic', ['TOPIC #tea']],
    ['/away', ['AWAY Away']],
    ['/away at lunch', ['AWAY at lunch']],
    ['/back', ['AWAY']],
    ['/invite bob', ['INVITE bob #tea']],
    ['/invite bob #milk', ['INVITE bob #milk']],
    ['/kick bob', ['KICK #tea bob']],
    ['/kick bob be kind', ['KICK #tea bob be kind']],
    ['/kick :bob', ['KICK #tea bob']],
    ['/op bob eva', ['MODE #tea +oo bob eva']],
    ['/deop bob', ['MODE #tea -o bob']],
    ['/voice bob', ['MODE #tea +v bob']],
    ['/devoice bob', ['MODE #tea -v bob']],
    ['/ban bob', ['MODE #tea +b bob!*@*']],
    ['/ban *!*@host', ['MODE #tea +b *!*@host']],
    ['/ban', ['MODE #tea +b']],
    ['/unban bob', ['MODE #tea -b bob!*@*']],
    ['/ban ~account:bob', ['MODE #tea +b ~account:bob']],
    ['/remove bob', ['REMOVE #tea bob']],
    ['/remove bob be kind', ['REMOVE #tea bob be kind']],
    ['/quiet bob', ['MODE #tea +b ~quiet:bob!*@*']],
    ['/quiet *!*@host', ['MODE #tea +b ~quiet:*!*@host']],
    ['/unquiet bob', ['MODE #tea -b ~quiet:bob!*@*']],
    ['/slow 30', ['MODE #tea +W 30']],
    ['/slow 0', ['MODE #tea -W']],
    ['/redact', ['redact']],
    ['/delete a slip', ['redact a slip']],
    ['/rename #wine More exact', ['RENAME #tea #wine More exact']],
    ['/rename wine', ['RENAME #tea #wine']],
    ['/cycle', ['CYCLE #tea']],
    ['/knock milk', ['KNOCK #milk']],
    ['/knock #milk let me in', ['KNOCK #milk let me in']],
    ['/silence', ['SILENCE']],
    ['/silence bob', ['SILENCE +bob!*@*']],
    ['/unsilence *!*@bad', ['SILENCE -*!*@bad']],
    ['/accept', ['ACCEPT *']],
    ['/accept bob', ['ACCEPT bob']],
    ['/accept bob -eva', ['ACCEPT bob,-eva']],
    ['/oper root open sesame', ['OPER root open sesame']],
    ['/wallops the kettle is on', ['WALLOPS the kettle is on']],
    ['/mode', ['MODE #tea']],
    ['/mode +m', ['MODE #tea +m']],
    ['/mode maria +B', ['MODE maria +B']],
    ['/whois bob', ['WHOIS bob']],
    ['/whois', ['WHOIS maria']],
    ['/names', ['NAMES #tea']],
    ['/list', ['browse']],
    ['/quit', ['log out']],
    ['/help', ['help']],
    ['/raw PING :x', ['raw PING :x']],
    ['/QUOTE PING x', ['raw PING x']],
  ])('%s', (text, want) => {
    const { desk: here, done } = desk();
    expect(runSlash(here, text)).toEqual({ ok: true });
    expect(done).toEqual(want);
  });

  test.each([
    ['/nonsense', '#tea', true, /no command \/nonsense.*two slashes/],
    ['/join ,', '#tea', true, /needs a name/],
    ['/kick', '#tea', true, /\/kick <nick> \[reason\]/],
    ['/kick bob', 'bob', true, /channels only/],
    ['/rename wine', 'bob', true, /channels only.*\/nick/],
    ['/slow 5', 'bob', true, /channels only/],
    ['/oper root', '#tea', true, /\/oper <name> <password>/],
    ['/topic x', 'bob', true, /Only channels/],
    ['/whois bob', '#tea', false, /needs a connection/],
    ['/', '#tea', true, /no command/],
  ])('%s in %s, connected %s, is refused', (text, key, isConnected, want) => {
    const { desk: here, done } = desk(key, isConnected);
    const outcome = runSlash(here, text);
    expect(!outcome.ok && outcome.problem).toMatch(want);
    expect(done).toEqual([]);
  });

  test('whois is about the other one in a private conversation', () => {
    const { desk: here, done } = desk('bob');
    runSlash(here, '/whois');
    expect(done).toEqual(['WHOIS bob']);
  });

  test.each([
    ['/topic', [':s 332 maria #tea :leaves', ':s 333 maria #tea bob 1'], 'Topic of #tea: leaves'],
    ['/topic', [':s 331 maria #tea :No topic'], 'There is no topic.'],
    ['/ban', [':s 367 maria #tea *!*@h bob 1', ':s 368 maria #tea :End'], 'Banned here:\n*!*@h (by bob)'],
    ['/ban', [':s 368 maria #tea :End'], 'Nobody is banned here.'],
    ['/mode +b', [':s 367 maria #tea *!*@h bob 1', ':s 368 maria #tea :End'], 'Banned here:\n*!*@h (by bob)'],
    ['/mode', [':s 324 maria #tea +nt', ':s 329 maria #tea 1'], 'Modes of #tea: +nt'],
    ['/mode +e', [':s 348 maria #tea *!*@h bob 1', ':s 349 maria #tea :End'], 'No ban of #tea holds for: *!*@h (by bob)'],
    ['/mode +I', [':s 346 maria #tea *!*@h', ':s 347 maria #tea :End'], 'Needs no invitation to #tea: *!*@h'],
    ['/mode +e', [':s 349 maria #tea :End'], 'Nobody is on that list.'],
    ['/silence', [':s 271 maria maria *!*@h', ':s 272 maria :End'], 'Silenced: *!*@h'],
    ['/silence', [':s 272 maria :End'], 'Nobody is silenced.'],
    ['/silence bob', [':maria!m@h SILENCE +bob!*@*'], 'In private you hear nothing of bob any more.'],
    ['/accept', [':s 281 maria bob', ':s 282 maria :End'], 'May reach you: bob'],
    ['/accept bob -eva', [':s ACK'], 'bob may reach you now.\neva may reach you no more.'],
    ['/mode', [':s 221 maria +B'], 'Your modes: +B'],
    ['/names', [':s 353 maria = #tea :@bob!b@h maria', ':s 366 maria #tea :End'], '2 here: @bob maria'],
  ])('%s is answered by %j', (text, lines, want) => {
    const { desk: here, answer } = desk();
    runSlash(here, text);
    expect(answer(...lines)).toBe(want);
  });
});

describe('the table', () => {
  test('no name stands twice', () => {
    const names = SLASH.flatMap((row) => [row.name, ...(row.aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
  });
  test.each(SLASH.map((row) => [row.name, row.usage, row.help]))('/%s says how it goes', (name, usage, help) => {
    expect(usage.startsWith(`/${name}`)).toBe(true);
    expect(help).toMatch(/^[A-Z].*[^.]$/);
  });
  test.each([['/jo', ['join']], ['/LEA', ['part']], ['/', SLASH.map((row) => row.name)], ['/join ', []], ['jo', []], ['/zzz', []]])('%j may become %j', (text, want) => {
    expect(commandsFor(text).map((row) => row.name)).toEqual(want);
  });
});

test.each([['/oper root sesame', true], ['/OPER', true], ['/join #tea', false], ['oper root sesame', false], ['/nonsense', false]])('%j holds a password: %s', (text, want) => {
  expect(isSecret(text)).toBe(want);
});

test('a WHOIS in words', () => {
  const lines = [':s 311 me bob b h * :Bob B', ':s 317 me bob 3725 0 :idle', ':s 335 me bob :bot', ':s 999 me bob :unknown', ':s 318 me bob :End'];
  expect(whoisText(lines.map((line) => parse(line) as never))).toBe('bob (Bob B) is b@h\nSilent for 1 h 2 min\nIs a bot');
  expect(whoisText([parse(':s 401 me bob :No such nick') as never])).toBe('There is nobody called bob here.');
});

test.each([[5, '5 s'], [65, '1 min 5 s'], [90_000, '1 d 1 h']])('%d seconds are %s', (seconds, want) => expect(duration(seconds)).toBe(want));
