import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Persist, type Shelf } from '../../../src/app/persist';
import { titleOf, newsOf } from '../../../src/app/notify';
import { INITIAL } from '../../../src/state/initial';
import { reduce } from '../../../src/state/reduce';
import { own, Play } from '../state/play';

class FakeShelf implements Shelf {
  readonly kept = new Map<string, string>();
  isFull = false;
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => {
    if (this.isFull) throw new Error('QuotaExceededError');
    this.kept.set(key, value);
  };
  removeItem = (key: string) => void this.kept.delete(key);
  get text() {
    return [...this.kept].join();
  }
}

let shelf: FakeShelf;
let tab: FakeShelf;
let persist: Persist;

beforeEach(() => {
  vi.useFakeTimers();
  shelf = new FakeShelf();
  tab = new FakeShelf();
  persist = new Persist(shelf, tab);
});
afterEach(() => void vi.useRealTimers());

/** A visit: in two channels and a private conversation, with drafts and a queue. */
function visit(): Play {
  const play = new Play().join('#tea').join('#milk').open('#milk');
  play.hear('@msgid=a :bob!b@h PRIVMSG #tea :in the channel', '@msgid=b :bob!b@h PRIVMSG maria :a secret');
  play.happen(
    { type: 'drafted', key: '#tea', text: 'half a thou' },
    { type: 'composed', key: 'bob', messages: [own('1', 'first'), own('2', 'second')] },
    { type: 'sent', key: 'bob', entries: ['own1'] },
  );
  persist.begin(play.state);
  persist.token = 'token-1';
  return play;
}

/** What the next page makes of what is stored. */
function back(): ReturnType<typeof reduce> {
  return reduce(INITIAL, [{ type: 'restored', visit: new Persist(shelf, tab).load() }]);
}

test('the first visit knows nothing', () => {
  expect([persist.name, persist.isReturning, persist.knowsChannels, persist.token, persist.seen]).toEqual(['', false, false, null, 0]);
});

describe('a return', () => {
  test('same name, channels, conversation, drafts, private words', () => {
    visit();
    const next = new Persist(shelf, tab);
    expect([next.name, next.isReturning, next.knowsChannels, next.token]).toEqual(['maria', true, true, 'token-1']);
    const state = back();
    expect([...state.conversations.keys()].sort()).toEqual(['#milk', '#tea', 'bob']);
    expect(state.current).toBe('#milk');
    expect(state.conversations.get('#tea')?.draft).toBe('half a thou');
    expect(state.conversations.get('#tea')?.membership).toEqual({ state: 'joining', was: false });
    expect(state.conversations.get('bob')?.entries.map((entry) => entry.type === 'message' && entry.text)).toEqual(['a secret', 'first', 'second']);
  });

  test('what was on its way may have been said, what waited was not', () => {
    visit();
    const deliveries = back().conversations.get('bob')?.entries.slice(1).map((entry) => entry.type === 'message' && entry.delivery);
    expect(deliveries).toEqual([{ state: 'pending', queued: true, attempted: true }, { state: 'pending', queued: true, attempted: false }]);
  });

  test('what was unread is unread again, the mentions too', () => {
    const play = visit();
    const before = play.state;
    play.hear('@msgid=c :bob!b@h PRIVMSG #tea :maria: are you there?');
    persist.changed(before, play.state);
    persist.hurry();
    const { unread, mentions } = back().conversations.get('#tea') ?? {};
    expect([unread, mentions]).toEqual([2, 1]);
  });

  test('channel messages come back in the same tab only', () => {
    visit();
    persist.hurry();
    const said = () => back().conversations.get('#tea')?.entries.length;
    expect(said()).toBe(1);
    tab = new FakeShelf();
    expect(said()).toBe(0);
  });

  test('a channel one left or was refused stays away', () => {
    const play = visit();
    const before = play.state;
    play.hear(':bob!b@h KICK #milk maria :x').happen({ type: 'closed', key: '#tea' });
    persist.changed(before, play.state);
    vi.advanceTimersByTime(500);
    expect(new Persist(shelf, tab).load().channels).toEqual([]);
    expect(persist.knowsChannels).toBe(true);
  });
});

test('the queue is written at once, the rest soon', () => {
  const play = visit();
  const before = play.state;
  play.happen({ type: 'composed', key: '#tea', messages: [own('9', 'urgent')] }, { type: 'drafted', key: '#tea', text: 'other' });
  persist.changed(before, play.state);
  expect(shelf.text).toContain('urgent');
  expect(shelf.text).not.toContain('other');
  vi.advanceTimersByTime(500);
  expect(shelf.text).toContain('other');
});

test('logging out erases token and private words, and keeps the channels', () => {
  visit();
  persist.hurry();
  persist.forget();
  const left = shelf.text + tab.text;
  for (const secret of ['token-1', 'a secret', 'first', 'half a thou', 'in the channel']) expect(left).not.toContain(secret);
  const next = new Persist(shelf, tab);
  expect([next.name, next.isReturning, [...next.load().channels].sort()]).toEqual(['maria', false, ['#milk', '#tea']]);
});

describe('somebody with an account', () => {
  const device = { account: 'maria', id: 'd1', token: 'lin_secret' };
  const loggedIn = (play: Play) => play.hear(':s 900 maria maria!m@h maria :You are now logged in as maria');

  test('who is remembered comes back with her device, and with it what a guest has', () => {
    const play = loggedIn(visit());
    persist.stay('device');
    persist.device = device;
    persist.begin(play.state);
    const next = new Persist(shelf, tab);
    expect([next.isReturning, next.device, next.token]).toEqual([true, device, 'token-1']);
    expect(back().me).toMatchObject({ nick: 'maria', account: 'maria' });
    expect(back().conversations.get('#tea')?.draft).toBe('half a thou');
  });

  test('who logs out leaves no token, no account and no private word behind', () => {
    const play = loggedIn(visit());
    persist.device = device;
    persist.begin(play.state);
    persist.forget();
    for (const secret of ['lin_secret', 'token-1', 'a secret', 'half a thou']) expect(shelf.text).not.toContain(secret);
    const next = new Persist(shelf, tab);
    expect([next.isReturning, next.device, next.load().account, next.name]).toEqual([false, null, null, 'maria']);
  });

  test('who is not to be remembered leaves all in her tab, and nothing of before it', () => {
    const play = loggedIn(visit());
    persist.stay('tab');
    persist.begin(play.state);
    persist.token = 'token-2';
    for (const secret of ['token', 'a secret', 'half a thou', 'first']) expect(shelf.text).not.toContain(secret);
    const reloaded = new Persist(shelf, tab);
    expect([reloaded.isReturning, reloaded.token, reloaded.load().account]).toEqual([true, 'token-2', 'maria']);
    expect(reloaded.load().drafts).toEqual({ '#tea': 'half a thou' });
    const another = new Persist(shelf, new FakeShelf());
    expect([another.isReturning, another.token, another.load().account]).toEqual([false, null, null]);
    // What the browser was told apart from that it knows for good.
    reloaded.changed(play.state, { ...play.state, preferences: { ...play.state.preferences, theme: 'dark' } });
    expect(another.preferences().theme).toBe('dark');
  });

  test('nor is anything left of her once she has logged out', () => {
    const play = loggedIn(visit());
    persist.stay('tab');
    persist.begin(play.state);
    persist.token = 'token-2';
    persist.hurry();
    persist.forget();
    expect(tab.text).toBe('');
    expect(persist.isReturning).toBe(false);
  });

  test('another account finds nothing of the one before', () => {
    visit();
    persist.startOver();
    expect([persist.knowsChannels, persist.load().drafts, persist.load().copies]).toEqual([false, {}, []]);
  });
});

test('after handing over, another tab’s writing stands', () => {
  const play = visit();
  persist.pause();
  shelf.setItem('linnet.channels', '["#theirs"]');
  persist.changed(INITIAL, play.state);
  persist.hurry();
  vi.advanceTimersByTime(1000);
  expect(new Persist(shelf, tab).load().channels).toEqual(['#theirs']);
});

test.each(['{', 'null', '"x"'])('what is stored may be broken (%s)', (text) => {
  shelf.setItem('linnet.preferences', text);
  shelf.setItem('linnet.drafts', '{');
  expect(persist.load().preferences.theme).toBe('system');
  shelf.setItem('linnet.device', text);
  expect(persist.load().drafts).toEqual({});
  expect(persist.device).toBeNull();
});

test('a full storage breaks nothing', () => {
  shelf.isFull = true;
  expect(() => visit()).not.toThrow();
});

test('the title tells of what is unread', () => {
  const play = new Play().join('#tea').join('#milk').open('#milk').hear(':bob!b@h PRIVMSG #tea :hi');
  expect(titleOf(play.state)).toBe('(1) #milk - Linnet');
  expect(titleOf(INITIAL)).toBe('Linnet');
});

test('a notification is for mentions and private lines', () => {
  const play = new Play().join('#tea').open('#tea').happen({ type: 'attended', attentive: false }, { type: 'private-opened', nick: 'bob' });
  const news = (key: string, line: string) => {
    const before = play.get(key);
    return newsOf(before, play.hear(line).get(key))?.text ?? null;
  };
  expect(news('#tea', ':bob!b@h PRIVMSG #tea :nothing')).toBeNull();
  expect(news('#tea', ':bob!b@h PRIVMSG #tea :maria!')).toBe('maria!');
  expect(news('#tea', ':bob!b@h PRIVMSG #tea :nothing')).toBeNull();
  expect(news('bob', ':bob!b@h PRIVMSG maria :psst')).toBe('psst');
  expect(news('bob', ':maria!m@h PRIVMSG bob :mine')).toBeNull();
});
