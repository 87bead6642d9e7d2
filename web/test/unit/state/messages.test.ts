import { describe, expect, test } from 'vitest';
import { own, Play } from './play';

test('what is said is in its conversation', () => {
  const play = new Play().join('#tea', 'bob');
  play.hear(':bob!b@h PRIVMSG #tea :hello', ':bob!b@h NOTICE #Tea :psst', ':bob!b@h PRIVMSG #tea :\x01ACTION waves\x01', ':bob!b@h PRIVMSG #tea :\x01VERSION\x01');
  expect(play.read('#tea')).toEqual(['bob: hello', 'bob: psst', 'bob: waves']);
  expect(play.get('#tea').entries.map((entry) => entry.type === 'message' && entry.form)).toEqual(['say', 'notice', 'action']);
});

test.each([
  [':bob!b@h PRIVMSG maria :hi', 'bob'],
  [':maria!m@h PRIVMSG Bob :hi', 'bob'],
  [':bob!b@h PRIVMSG @#tea :for operators', '#tea'],
])('%s belongs to %s', (line, key) => {
  const play = new Play().join('#tea').hear(line);
  expect(play.get(key).entries).toHaveLength(1);
});

test('a channel that one is not in makes no conversation', () => {
  const play = new Play().hear(':bob!b@h PRIVMSG #other :hi');
  expect(play.state.conversations.size).toBe(0);
});

test('a notice of the server is told where one is', () => {
  const play = new Play().join('#tea').open('#tea').hear(':irc.test NOTICE maria :Restart at noon');
  expect(play.read('#tea')).toEqual(['! Restart at noon']);
});

describe('unread', () => {
  test('counts what others say elsewhere, and mentions apart', () => {
    const play = new Play().join('#tea').join('#milk').open('#tea');
    play.hear(':bob!b@h PRIVMSG #milk :one', ':bob!b@h PRIVMSG #milk :maria: two', ':bob!b@h PRIVMSG #tea :seen');
    expect(play.get('#milk')).toMatchObject({ unread: 2, mentions: 1 });
    expect(play.get('#tea')).toMatchObject({ unread: 0, mentions: 0 });
    expect(play.get('#milk').newSince).toBe(0);
  });

  test('opening reads; the line stays until one goes on', () => {
    const play = new Play().join('#tea').join('#milk').open('#tea').hear(':bob!b@h PRIVMSG #milk :one').open('#milk');
    expect(play.get('#milk').unread).toBe(0);
    expect(play.get('#milk').newSince).not.toBeNull();
    play.open('#tea');
    expect(play.get('#milk').newSince).toBeNull();
  });

  test.each([
    ['without attention', (play: Play) => play.happen({ type: 'attended', attentive: false })],
    ['scrolled up', (play: Play) => play.happen({ type: 'scrolled', key: '#tea', following: false })],
  ])('counts %s, until one looks again', (_, turnAway) => {
    const play = turnAway(new Play().join('#tea').open('#tea')).hear(':bob!b@h PRIVMSG #tea :hi');
    expect(play.get('#tea').unread).toBe(1);
    play.happen({ type: 'attended', attentive: true }, { type: 'scrolled', key: '#tea', following: true });
    expect(play.get('#tea').unread).toBe(0);
    expect(play.get('#tea').newSince).not.toBeNull();
  });

  test('Esc reads and takes the line away', () => {
    const play = new Play().join('#tea').hear(':bob!b@h PRIVMSG #tea :hi').happen({ type: 'read', key: '#tea' });
    expect(play.get('#tea')).toMatchObject({ unread: 0, newSince: null });
  });

  test('joins are never unread', () => {
    const play = new Play().join('#tea').hear(':bob!b@h JOIN #tea');
    expect(play.get('#tea').unread).toBe(0);
  });
});

describe('one’s own', () => {
  const composed = () => new Play().join('#tea', 'bob').happen(
    { type: 'composed', key: '#tea', messages: [own('1', 'one'), own('2', 'two')] },
    { type: 'sent', key: '#tea', entries: ['own1', 'own2'] },
  );

  test('are pending, stay below what others say, and settle in the server’s order', () => {
    const play = composed().hear(':bob!b@h PRIVMSG #tea :between');
    expect(play.read('#tea')).toEqual(['bob: between', 'maria: one (pending)', 'maria: two (pending)']);
    play.hear('@msgid=a;+linnet.chat/id=1 :maria!m@h PRIVMSG #tea :one', ':bob!b@h PRIVMSG #tea :later');
    expect(play.read('#tea')).toEqual(['bob: between', 'maria: one', 'bob: later', 'maria: two (pending)']);
    expect(play.get('#tea').entries[1]).toMatchObject({ key: 'own1', msgid: 'a' });
  });

  test('settle by their text where ids do not come back', () => {
    const play = composed().hear(':maria!m@h PRIVMSG #tea :one');
    expect(play.read('#tea')).toEqual(['maria: one', 'maria: two (pending)']);
  });

  test('of another session are simply said', () => {
    const play = composed().hear('@+linnet.chat/id=9 :maria!m@h PRIVMSG #tea :elsewhere');
    expect(play.read('#tea')[0]).toBe('maria: elsewhere');
  });

  test('fail with a sentence, and others go on', () => {
    const play = composed().hear(':s 404 maria #tea :Cannot send');
    expect(play.read('#tea')).toEqual(['maria: one (failed)', 'maria: two (pending)']);
    const [first] = play.get('#tea').entries;
    expect(first).toMatchObject({ delivery: { reason: "You can't write in #tea.", raw: ':s 404 maria #tea :Cannot send' } });
  });

  test('that failed are said all the same if the echo comes late', () => {
    const play = composed().happen({ type: 'failed', key: '#tea', entry: 'own1', reason: 'r', raw: null });
    play.hear('@+linnet.chat/id=1 :maria!m@h PRIVMSG #tea :one');
    expect(play.read('#tea')).toEqual(['maria: one', 'maria: two (pending)']);
  });

  test('are tried again below, or discarded', () => {
    const play = composed().happen({ type: 'failed', key: '#tea', entry: 'own1', reason: 'r', raw: null }, { type: 'retried', key: '#tea', entry: 'own1' });
    expect(play.read('#tea')).toEqual(['maria: two (pending)', 'maria: one (pending)']);
    play.happen({ type: 'discarded', key: '#tea', entry: 'own1' });
    expect(play.read('#tea')).toEqual(['maria: two (pending)']);
  });

  test('on their way when the connection is lost may have been said', () => {
    const play = composed().happen({ type: 'composed', key: '#tea', messages: [own('3', 'three')] }, { type: 'waiting', retryAt: 0, reason: '' });
    expect(play.get('#tea').entries.map((entry) => entry.type === 'message' && entry.delivery)).toEqual([
      { state: 'pending', queued: true, attempted: true },
      { state: 'pending', queued: true, attempted: true },
      { state: 'pending', queued: true, attempted: false },
    ]);
  });

  test('settle without an echo when the server has none', () => {
    const play = composed().happen({ type: 'settled', key: '#tea', entry: 'own2', at: 5 });
    expect(play.read('#tea')).toEqual(['maria: two', 'maria: one (pending)']);
  });
});

test('a double is dropped', () => {
  const play = new Play().join('#tea').hear('@msgid=a :bob!b@h PRIVMSG #tea :hi', '@msgid=a :bob!b@h PRIVMSG #tea :hi');
  expect(play.read('#tea')).toEqual(['bob: hi']);
});

describe('typing', () => {
  const typing = (state: string) => `@+typing=${state} :bob!b@h TAGMSG #tea`;

  test.each([
    ['a message', (play: Play) => play.hear(':bob!b@h PRIVMSG #tea :done')],
    ['done', (play: Play) => play.hear(typing('done'))],
    ['leaving', (play: Play) => play.hear(':bob!b@h PART #tea')],
    ['time', (play: Play) => play.happen({ type: 'ticked', now: play.at + 6_000 })],
    ['a lost connection', (play: Play) => play.happen({ type: 'offline' })],
  ])('ends by %s', (_, end) => {
    const play = new Play().join('#tea', 'bob').hear(typing('active'));
    expect(play.get('#tea').typing.get('bob')?.state).toBe('active');
    expect(end(play).get('#tea').typing.size).toBe(0);
  });

  test('paused lasts longer; one’s own is not shown', () => {
    const play = new Play().join('#tea', 'bob').hear(typing('paused'), '@+typing=active :maria!m@h TAGMSG #tea');
    play.happen({ type: 'ticked', now: play.at + 20_000 });
    expect([...play.get('#tea').typing.keys()]).toEqual(['bob']);
  });
});

test('a thousand lines cost one copy, and the oldest are let go of', () => {
  const play = new Play().join('#tea');
  for (let i = 0; i < 5000; i++) play.hear(`@msgid=${i} :bob!b@h PRIVMSG #tea :line ${i}`);
  const { entries, history } = play.get('#tea');
  expect(entries.length).toBeLessThanOrEqual(2400);
  expect(play.read('#tea').at(-1)).toBe('bob: line 4999');
  expect(history.before).toBe('more');
});

test('whoever reads above keeps what she reads', () => {
  const play = new Play().join('#tea').open('#tea').happen({ type: 'scrolled', key: '#tea', following: false });
  for (let i = 0; i < 3000; i++) play.hear(`@msgid=${i} :bob!b@h PRIVMSG #tea :line ${i}`);
  expect(play.get('#tea').entries).toHaveLength(3000);
});

test('away is told once', () => {
  const play = new Play().happen({ type: 'private-opened', nick: 'bob' }).hear(':s 301 maria bob :at lunch', ':s 301 maria bob :at lunch');
  expect(play.read('bob')).toEqual(['! bob is away: at lunch']);
});

test('nobody there: the message fails, and he is known to be gone', () => {
  const play = new Play().happen({ type: 'private-opened', nick: 'bob' }, { type: 'composed', key: 'bob', messages: [own('1', 'hi')] }, { type: 'sent', key: 'bob', entries: ['own1'] });
  play.hear(':s 401 maria bob :No such nick');
  expect(play.read('bob')).toEqual(['maria: hi (failed)']);
  expect(play.state.people.get('bob')?.presence).toBe('offline');
});
