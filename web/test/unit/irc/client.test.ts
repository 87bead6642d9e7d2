import { beforeEach, describe, expect, test } from 'vitest';
import { Client, type ClientEvent } from '../../../src/irc/client';
import { fetched, type Entry, type Way } from '../../../src/irc/entry';
import type { Message } from '../../../src/irc/message';
import type { Credentials } from '../../../src/irc/registration';
import { sentence } from '../../../src/irc/sentences';
import { FakeWorld } from './world';

const CAPS = 'server-time message-tags batch echo-message labeled-response cap-notify draft/chathistory linnet.chat/resume';

let world: FakeWorld;
let client: Client;
let events: ClientEvent[];
let who: Credentials;

beforeEach(() => {
  world = new FakeWorld();
  events = [];
  who = { nick: 'maria', user: 'maria', realname: 'Maria M', token: null, entry: null, taken: 'choose' };
  client = new Client(world, () => who, (event) => events.push(event));
});

function types(): string[] {
  return events.map((event) => event.type);
}

function last<T extends ClientEvent['type']>(type: T): Extract<ClientEvent, { type: T }> | undefined {
  return events.findLast((event) => event.type === type) as Extract<ClientEvent, { type: T }> | undefined;
}

/** Opens the connection and grants the capabilities. */
function greet(caps = CAPS): void {
  client.start();
  world.open();
  world.say(`:irc.test CAP * LS :${caps}`);
  if (caps !== '') world.say(`:irc.test CAP * ACK :${caps}`);
}

function welcome(nick = 'maria'): void {
  world.say(`:irc.test 001 ${nick} :Welcome`, `:irc.test 005 ${nick} CASEMAPPING=ascii NICKLEN=32 :are supported`, `:irc.test 422 ${nick} :No MOTD`);
}

describe('registration', () => {
  test('capabilities, nick, user, end', () => {
    greet();
    expect(world.sent()).toEqual(['CAP LS 302', `CAP REQ :${CAPS}`, 'NICK maria', 'USER maria 0 * :Maria M', 'CAP END']);
    welcome();
    expect(types().filter((type) => type !== 'line')).toEqual(['connecting', 'registered', 'supports', 'ready']);
    expect(last('registered')).toMatchObject({ nick: 'maria', wanted: 'maria', resumed: false });
    expect(client.isReady).toBe(true);
    expect(client.support.nicklen).toBe(32);
  });

  test('a list of several lines, and a refused request is asked for name by name', () => {
    client.start();
    world.open();
    world.say(':irc.test CAP * LS * :batch unknown/one', ':irc.test CAP * LS :server-time=x');
    expect(world.sent().at(-1)).toBe('CAP REQ :server-time batch');
    world.say(':irc.test CAP * NAK :server-time batch');
    expect(world.sent()).toEqual(['CAP REQ server-time', 'CAP REQ batch']);
    world.say(':irc.test CAP * ACK :server-time', ':irc.test CAP * NAK :batch');
    expect(world.sent()).toEqual(['NICK maria', 'USER maria 0 * :Maria M', 'CAP END']);
  });

  test('a server without capabilities, by its answer or its silence', () => {
    client.start();
    world.open();
    world.sent();
    world.say(':irc.test 421 * CAP :Unknown command');
    expect(world.sent()).toEqual(['NICK maria', 'USER maria 0 * :Maria M']);
    welcome();
    expect(client.isReady).toBe(true);
    world.cut();
    world.advance(1000);
    world.open();
    world.sent();
    world.advance(5000);
    expect(world.sent()).toEqual(['NICK maria', 'USER maria 0 * :Maria M']);
  });

  test('a taken nick is replaced when nobody can be asked', () => {
    greet();
    world.say(':irc.test 433 * maria :In use', ':irc.test 433 * maria_ :In use');
    welcome('maria2');
    expect(world.sent().slice(-2)).toEqual(['NICK maria_', 'NICK maria2']);
    expect(last('registered')).toMatchObject({ nick: 'maria2', wanted: 'maria' });
  });

  test('a taken nick is told, with free ones, when somebody can', () => {
    who = { ...who, taken: 'ask' };
    greet();
    expect(world.sent().slice(-2)).toEqual(['NICK maria', 'CAP LIST']);
    world.say(':irc.test 433 * maria :In use', ':irc.test CAP * LIST :batch');
    expect(world.sent()).toEqual(['NICK maria_', 'CAP LIST']);
    world.say(':irc.test 433 * maria_ :In use', ':irc.test CAP * LIST :batch');
    for (const _ of [1, 2, 3]) world.say(':irc.test CAP * LIST :batch');
    expect(last('nick-refused')).toMatchObject({ free: ['maria2', 'maria_5500', 'maria__'] });
    expect(world.isConnected).toBe(false);
  });

  test('a free nick goes on after the question', () => {
    who = { ...who, taken: 'ask' };
    greet();
    world.sent();
    world.say(':irc.test CAP maria LIST :batch');
    expect(world.sent()).toEqual(['USER maria 0 * :Maria M', 'CAP END']);
  });

  test('a nick that is refused at the end is not replaced unasked: it belongs to an account', () => {
    who = { ...who, taken: 'ask' };
    greet();
    world.say(':irc.test CAP maria LIST :batch');
    world.sent();
    world.say(':irc.test 433 * maria :Nickname is registered: log in to its account first, or choose another');
    expect(world.sent()).toEqual([]);
    const refused = last('nick-refused');
    expect(refused?.free).toEqual(['maria_', 'maria2', 'maria_5500']);
    expect(refused && sentence(refused.message)).toBe('The name maria belongs to an account: take another.');
    expect(world.isConnected).toBe(false);
  });

  test.each([
    [':irc.test 465 * :You are banned'],
    ['ERROR :Closing Link: host (K-lined: spam)'],
  ])('%s ends it for good', (line) => {
    greet();
    world.say(line);
    expect(types().at(-1)).toBe('refused');
    world.advance(120_000);
    expect(world.dials).toBe(1);
  });

  test('one that takes too long is given up', () => {
    greet();
    world.advance(25_000);
    expect(last('waiting')?.reason).toBe('Registration took too long');
  });
});

describe('what people say of themselves', () => {
  const listen = 'METADATA * SUB avatar color display-name';

  test('is listened to from before registration on, where that is offered', () => {
    client.start();
    world.open();
    world.say(':irc.test CAP * LS :batch draft/metadata-2=before-connect,max-subs=50', ':irc.test CAP * ACK :batch draft/metadata-2');
    expect(world.sent().slice(-4)).toEqual([listen, 'NICK maria', 'USER maria 0 * :Maria M', 'CAP END']);
    world.say(':irc.test 770 * avatar color display-name');
    welcome();
    expect(world.sent()).toEqual([]);
  });

  test('or once that is over', () => {
    client.start();
    world.open();
    world.say(':irc.test CAP * LS :batch draft/metadata-2', ':irc.test CAP * ACK :batch draft/metadata-2');
    expect(world.sent()).not.toContain(listen);
    welcome();
    expect(world.sent()).toEqual([listen]);
  });

  test('a server that does not know of it hears nothing', () => {
    greet();
    welcome();
    expect(world.sent().join()).not.toContain('METADATA');
  });
});

describe('resuming', () => {
  test('a token takes the place of the nick', () => {
    who = { ...who, token: 'secret' };
    greet();
    expect(world.sent().at(-1)).toBe('RESUME secret');
    world.say(':irc.test RESUME SUCCESS maria');
    expect(world.sent()).toEqual(['CAP END']);
    welcome();
    expect(last('ready')).toEqual({ type: 'ready', resumed: true });
    world.say(':maria!m@h JOIN #tea', ':irc.test RESUME TOKEN next 90');
    expect(types().slice(-2)).toEqual(['token', 'resumed']);
    expect(last('token')).toEqual({ type: 'token', token: 'next' });
  });

  test('a dead token is forgotten, and registration goes on', () => {
    who = { ...who, token: 'old' };
    greet();
    world.say(':irc.test FAIL RESUME INVALID_TOKEN :Nothing to resume');
    expect(last('token')).toEqual({ type: 'token', token: null });
    expect(world.sent().slice(-3)).toEqual(['NICK maria', 'USER maria 0 * :Maria M', 'CAP END']);
  });

  test('who was promised to go on, and came too late for it, is somebody new', () => {
    who = { ...who, token: 'old' };
    greet();
    world.say(':irc.test RESUME SUCCESS maria', ':irc.test FAIL RESUME INVALID_TOKEN :Nothing to resume');
    expect(world.sent().slice(-3)).toEqual(['NICK maria', 'USER maria 0 * :Maria M', 'CAP END']);
    welcome();
    expect(last('ready')).toEqual({ type: 'ready', resumed: false });
    world.say(':irc.test RESUME TOKEN next 90');
    expect(types()).not.toContain('resumed');
  });

  test('without the capability the token is not shown', () => {
    who = { ...who, token: 'secret' };
    greet('batch');
    expect(world.sent().join()).not.toContain('secret');
  });

  test('resumed elsewhere: it does not fight for the connection', () => {
    greet();
    welcome();
    world.say('ERROR :Closing Link: host (Resumed elsewhere)');
    expect(types().at(-1)).toBe('superseded');
    world.advance(120_000);
    expect(world.dials).toBe(1);
  });
});

/** What somebody with an account does, in the test's hand. */
class FakeEntry implements Entry {
  way: Way | null = null;
  readonly heard: string[] = [];
  readonly when: Entry['when'];
  constructor(when: Entry['when'] = 'before-nick') {
    this.when = when;
  }
  begin(way: Way): void {
    this.way = way;
    way.send({ command: 'LOGIN' });
  }
  take({ command }: Message): void {
    this.heard.push(command);
  }
}

const REFUSAL = { why: 'credentials', text: 'No.', raw: null } as const;

describe('with an account', () => {
  let entry: FakeEntry;
  beforeEach(() => {
    entry = new FakeEntry();
    who = { ...who, entry };
  });

  test('one logs in between the capabilities and the nick', () => {
    greet();
    expect(world.sent().slice(-1)).toEqual(['LOGIN']);
    expect(entry.way).toMatchObject({ isConnected: false });
    expect(entry.way?.caps.offered.has('batch')).toBe(true);
    world.say('AUTHENTICATE +', ':irc.test 900 * *!*@* Maria :You are now logged in as Maria', ':irc.test 903 * :Yes');
    expect(entry.heard).toEqual(['AUTHENTICATE', '903']);
    entry.way?.settle(null);
    expect(world.sent()).toEqual(['NICK Maria', 'USER maria 0 * :Maria M', 'CAP END']);
    welcome();
    expect(last('registered')).toMatchObject({ account: 'Maria', resumed: false });
  });

  test('one is called as the account is, in any letters, or else by what the name makes of it', () => {
    who = { ...who, nick: 'Mariya' };
    greet();
    world.say(':irc.test 900 * *!*@* Мария :You are now logged in as Мария');
    world.sent();
    entry.way?.settle(null);
    expect(world.sent()[0]).toBe('NICK Мария');
    world.say(':irc.test 432 * Мария :Erroneous nickname');
    expect(world.sent()).toEqual(['NICK Mariya']);
    world.say(':irc.test 433 * Mariya :In use');
    expect(world.sent()).toEqual(['NICK Mariya_']);
  });

  test('under another nick nobody is told that hers is taken: it is where her other devices are', () => {
    greet();
    world.say(':irc.test 900 * *!*@* maria :You are now logged in as maria');
    entry.way?.settle(null);
    welcome('annie');
    expect(last('registered')).toMatchObject({ nick: 'annie', wanted: 'annie' });
  });

  test('who is refused is not let in as a guest', () => {
    greet();
    world.sent();
    entry.way?.settle(REFUSAL);
    expect(last('entry-refused')).toEqual({ type: 'entry-refused', refusal: REFUSAL });
    world.say('AUTHENTICATE +', ':irc.test 433 * maria :In use');
    expect(world.sent()).toEqual([]);
    expect(world.isConnected).toBe(true);
    client.giveUp('Later');
    expect(last('waiting')?.reason).toBe('Later');
  });

  test('a token that still works comes first, and another login after one that does not', () => {
    who = { ...who, token: 'old' };
    greet();
    expect(world.sent().at(-1)).toBe('RESUME old');
    world.say(':irc.test FAIL RESUME INVALID_TOKEN :Nothing to resume');
    expect(world.sent()).toEqual(['LOGIN']);
  });

  test('whoever resumes is told nothing of her account', () => {
    who = { ...who, token: 'good' };
    greet();
    world.say(':irc.test RESUME SUCCESS maria');
    welcome();
    expect(entry.way).toBeNull();
    expect(last('registered')).toMatchObject({ resumed: true, account: null });
  });

  test('a server without capabilities is asked all the same, and says that it has none', () => {
    client.start();
    world.open();
    world.say(':irc.test 421 * CAP :Unknown command');
    expect(entry.way?.caps.offered.size).toBe(0);
    entry.way?.settle(REFUSAL);
    expect(types()).toContain('entry-refused');
  });

  test('what takes its time is not heard of on another connection', () => {
    greet();
    const { way } = entry;
    world.cut();
    world.advance(1000);
    world.open();
    world.sent();
    way?.send({ command: 'AUTHENTICATE', params: ['late'] });
    way?.settle(REFUSAL);
    expect(world.sent()).toEqual([]);
    expect(types()).not.toContain('entry-refused');
  });

  test('who registers an account has a nick first, and learns there that it is taken', () => {
    entry = new FakeEntry('after-nick');
    who = { ...who, entry, taken: 'ask' };
    greet();
    expect(world.sent().slice(-2)).toEqual(['NICK maria', 'CAP LIST']);
    world.say(':irc.test CAP maria LIST :batch');
    expect(world.sent()).toEqual(['LOGIN']);
    world.say(':irc.test REGISTER SUCCESS maria :Yes');
    expect(entry.heard).toEqual(['REGISTER']);
    entry.way?.settle(null);
    expect(world.sent()).toEqual(['USER maria 0 * :Maria M', 'CAP END']);
    world.say(':irc.test 900 maria maria!*@* maria :You are now logged in as maria');
    welcome();
    expect(last('registered')).toMatchObject({ account: 'maria' });
  });

  test('who registers under a taken nick is offered others', () => {
    entry = new FakeEntry('after-nick');
    who = { ...who, entry, taken: 'ask' };
    greet();
    world.say(':irc.test 433 * maria :In use');
    for (const _ of [1, 2, 3, 4]) world.say(':irc.test CAP * LIST :batch');
    expect(last('nick-refused')?.free).toHaveLength(3);
    expect(entry.way).toBeNull();
  });

  test('a guest is told where only people with an account are let in', () => {
    who = { ...who, entry: null, taken: 'ask' };
    greet();
    world.say(':irc.test CAP maria LIST :batch', ':irc.test FAIL * ACCOUNT_REQUIRED :You need to log in to an account to connect from here');
    expect(last('entry-refused')?.refusal).toMatchObject({ why: 'required', raw: expect.stringContaining('ACCOUNT_REQUIRED') });
  });

  test('code that is still on its way is waited for', async () => {
    let bring: (loaded: Entry) => void = () => {};
    who = { ...who, entry: fetched(() => new Promise((resolve) => (bring = resolve))) };
    greet();
    world.sent();
    world.say(':irc.test NOTICE * :not for it');
    bring(entry);
    await Promise.resolve();
    expect(world.sent()).toEqual(['LOGIN']);
    expect(entry.heard).toEqual([]);
    world.say('AUTHENTICATE +');
    expect(entry.heard).toEqual(['AUTHENTICATE']);
  });

  test('code that can’t be had is no refusal', async () => {
    who = { ...who, entry: fetched(() => Promise.reject(new Error('offline'))) };
    greet();
    await new Promise((next) => setTimeout(next));
    expect(last('entry-refused')?.refusal.why).toBe('later');
  });
});

describe('with labels', () => {
  beforeEach(() => {
    greet();
    welcome();
    world.sent();
    events = [];
  });

  test('a single line, a batch, and an empty answer find who asked', async () => {
    const one = client.request({ command: 'NICK', params: ['eva'] });
    const many = client.request({ command: 'WHOIS', params: ['bob'] });
    const none = client.request({ command: 'AWAY' });
    expect(world.sent()).toEqual(['@label=1 NICK eva', '@label=2 WHOIS bob', '@label=3 AWAY']);
    world.say(
      '@label=2 :irc.test BATCH +x labeled-response', '@batch=x :irc.test 311 maria bob u h * :Bob',
      '@batch=x :irc.test 318 maria bob :End', ':irc.test BATCH -x',
      '@label=3 :irc.test ACK', '@label=1 :irc.test 433 maria eva :In use',
    );
    expect((await one).lines.map((line) => line.command)).toEqual(['433']);
    expect((await many).lines.map((line) => line.command)).toEqual(['311', '318']);
    expect((await none).lines).toHaveLength(1);
    expect(events.map((event) => event.type === 'line' && [event.message.command, event.claimed])).toEqual([['311', true], ['318', true], ['433', true]]);
  });

  test('history comes as a batch and not as lines, nested or not', async () => {
    const reply = client.request({ command: 'CHATHISTORY', params: ['LATEST', '#tea', '*', '100'] });
    world.say(
      '@label=1 :irc.test BATCH +out labeled-response', '@batch=out :irc.test BATCH +in chathistory #tea',
      '@batch=in;msgid=1 :bob!u@h PRIVMSG #tea :hi', '@batch=out :irc.test BATCH -in', ':irc.test BATCH -out',
    );
    const { batch } = await reply;
    expect(batch).toMatchObject({ type: 'chathistory', params: ['#tea'] });
    expect(batch?.items).toHaveLength(1);
    expect(events).toEqual([]);
  });

  test('what comes between the lines of an answer finds them done', async () => {
    const reply = client.request({ command: 'JOIN', params: ['#tea'] });
    world.say('@label=1 :irc.test BATCH +j labeled-response', '@batch=j :maria!u@h JOIN #tea', ':bob!u@h JOIN #tea', '@batch=j :irc.test 366 maria #tea :End');
    expect(events.map((event) => event.type === 'line' && event.message.params[0])).toEqual(['#tea', '#tea', 'maria']);
    world.say(':irc.test BATCH -j');
    expect((await reply).lines.map((line) => line.command)).toEqual(['JOIN', '366']);
    expect(events).toHaveLength(3);
  });

  test('history nobody asked for is told as such', () => {
    world.say(':irc.test BATCH +h chathistory #tea', '@batch=h :bob!u@h PRIVMSG #tea :hi', ':irc.test BATCH -h');
    expect(events).toMatchObject([{ type: 'history', target: '#tea', lines: [{ command: 'PRIVMSG' }] }]);
  });

  test('a message of several lines is one line, wherever it stands', async () => {
    world.say(':bob!u@h BATCH +m draft/multiline #tea', '@batch=m :bob!u@h PRIVMSG #tea :a', '@batch=m :bob!u@h PRIVMSG #tea :b', 'BATCH -m');
    const reply = client.request({ command: 'CHATHISTORY', params: ['LATEST', '#tea', '*', '100'] });
    world.say(
      '@label=1 :irc.test BATCH +h chathistory #tea', '@batch=h;msgid=1 :bob!u@h BATCH +s draft/multiline #tea', '@batch=s :bob!u@h PRIVMSG #tea :c',
      '@batch=s :bob!u@h PRIVMSG #tea :d', '@batch=h BATCH -s', ':irc.test BATCH -h',
    );
    const labelled = client.request({ command: 'PRIVMSG', params: ['#tea', 'x'] });
    world.say(
      '@label=2 :irc.test BATCH +l labeled-response', '@batch=l;msgid=2 :maria!u@h BATCH +t draft/multiline #tea', '@batch=t :maria!u@h PRIVMSG #tea :e',
      '@batch=t :maria!u@h PRIVMSG #tea :f', '@batch=l BATCH -t', '@batch=l :irc.test 301 maria bob :gone', ':irc.test BATCH -l',
    );
    expect((await reply).batch?.items).toMatchObject([{ command: 'PRIVMSG', params: ['#tea', 'c\nd'] }]);
    expect((await labelled).lines.map((line) => line.params[1])).toEqual(['e\nf', 'bob']);
    expect(events.map((event) => event.type === 'line' && [event.message.params[1], event.claimed])).toEqual([['a\nb', false], ['e\nf', true], ['bob', true]]);
  });

  test('other batches are their lines', () => {
    world.say(':irc.test BATCH +n netsplit a b', '@batch=n :bob!u@h QUIT :a b', ':irc.test BATCH -n');
    expect(events).toMatchObject([{ type: 'line', message: { command: 'QUIT' }, claimed: false }]);
  });

  test('a lost connection answers all questions', async () => {
    const reply = client.request({ command: 'LIST' });
    world.cut();
    expect((await reply).ended).toBe('lost');
  });

  test('a question without an answer ends as well', async () => {
    const reply = client.request({ command: 'LIST' });
    world.advance(20_000);
    expect((await reply).ended).toBe('timeout');
  });
});

test('what a message of several lines may hold is known by the capability', () => {
  greet('');
  welcome();
  world.say(':s CAP maria NEW :batch message-tags draft/multiline=max-bytes=2000,max-lines=20', ':s CAP maria ACK :batch message-tags draft/multiline');
  expect(client.multiline).toEqual({ bytes: 2000, lines: 20 });
  world.say(':s CAP maria NEW :draft/multiline=max-bytes=3000');
  expect(client.multiline).toEqual({ bytes: 3000, lines: Infinity });
  world.say(':s CAP maria DEL :draft/multiline');
  expect(client.multiline).toBeNull();
});

describe('without labels', () => {
  beforeEach(() => {
    greet('batch draft/chathistory');
    welcome();
    world.sent();
    events = [];
  });

  test.each([
    [{ command: 'WHOIS', params: ['Bob'] }, [':s 311 maria bob u h * :B', ':s 319 maria bob :#tea', ':s 318 maria bob :End'], ['311', '319', '318']],
    [{ command: 'LIST' }, [':s 321 maria Channel :Users', ':s 322 maria #tea 3 :t', ':s 323 maria :End'], ['321', '322', '323']],
    [{ command: 'NICK', params: ['eva'] }, [':s 433 maria eva :In use'], ['433']],
    [{ command: 'NICK', params: ['eva'] }, [':maria!u@h NICK eva'], ['NICK']],
    [{ command: 'JOIN', params: ['#tea'] }, [':s 474 maria #tea :Banned'], ['474']],
    [{ command: 'TOPIC', params: ['#tea', 'x'] }, [':s 482 maria #tea :No'], ['482']],
    [{ command: 'AWAY' }, [':s 305 maria :Back'], ['305']],
    [{ command: 'MODE', params: ['#tea', '+b'] }, [':s 367 maria #tea *!*@h', ':s 368 maria #tea :End'], ['367', '368']],
    [{ command: 'MODE', params: ['#tea', '+o', 'bob'] }, [':maria!u@h MODE #tea +o bob'], ['MODE']],
    [{ command: 'KICK', params: ['#tea', 'bob'] }, [':s 441 maria bob #tea :Not there'], ['441']],
    [{ command: 'SETNAME', params: ['x'] }, [':s FAIL SETNAME INVALID_REALNAME :No'], ['FAIL']],
  ])('%j is answered by what it is known to be', async (out, said, want) => {
    const reply = client.request(out);
    world.say(':s 372 maria :not part of it', ...said);
    const { lines, ended } = await reply;
    expect(ended).toBe('answered');
    expect(lines.map((line) => line.command)).toEqual(want);
  });

  test('what it does not know is answered at once, and told like anything', async () => {
    expect((await client.request({ command: 'TIME' })).ended).toBe('answered');
    world.say(':s 391 maria s :noon');
    expect(events).toMatchObject([{ claimed: false }]);
  });

  test('history by its target', async () => {
    const tea = client.request({ command: 'CHATHISTORY', params: ['LATEST', '#Tea', '*', '100'] });
    const milk = client.request({ command: 'CHATHISTORY', params: ['LATEST', '#milk', '*', '100'] });
    world.say(':s BATCH +m chathistory #milk', ':s BATCH -m', ':s BATCH +t chathistory #tea', ':s BATCH -t');
    expect((await milk).batch?.params).toEqual(['#milk']);
    expect((await tea).batch?.params).toEqual(['#tea']);
  });

  test('tags are not sent where they are not understood', () => {
    client.send({ command: 'PRIVMSG', params: ['#tea', 'hi'], tags: { '+x': '1' } });
    expect(world.sent()).toEqual(['PRIVMSG #tea hi']);
  });
});

describe('staying alive', () => {
  beforeEach(() => {
    greet();
    welcome();
    world.sent();
  });

  test('a ping is answered', () => {
    world.say('PING :a b');
    expect(world.sent()).toEqual(['PONG :a b']);
  });

  test('no timer is faster than 30 s, and silence is looked into', () => {
    expect(world.next).toBeGreaterThanOrEqual(30_000);
    world.advance(45_000);
    expect(world.sent()).toEqual(['PING alive']);
    world.say(':irc.test PONG irc.test :alive');
    world.advance(15_000);
    expect(client.isReady).toBe(true);
    world.advance(60_000);
    world.advance(15_000);
    expect(last('waiting')?.reason).toBe('The server does not answer');
  });

  test('after a sleep it is known soon whether the connection lives', () => {
    world.advance(10_000);
    client.probe();
    expect(world.sent()).toEqual(['PING alive']);
    world.advance(5_000);
    expect(types()).toContain('waiting');
  });

  test('the own nick is followed', () => {
    world.say(':maria!u@h NICK eva', ':bob!u@h NICK rob');
    expect(client.nick).toBe('eva');
  });

  test('capabilities come and go', () => {
    world.say(':s CAP maria NEW :setname', ':s CAP maria ACK :setname', ':s CAP maria DEL :batch');
    expect(world.sent()).toEqual(['CAP REQ setname']);
    expect([client.has('setname'), client.has('batch')]).toEqual([true, false]);
  });

  test('quit says why and does not come back', () => {
    client.quit('Bye now');
    expect(world.sent()).toEqual(['QUIT :Bye now']);
    world.advance(120_000);
    expect(world.dials).toBe(1);
  });
});
