import { describe, expect, test } from 'vitest';
import { own, Play } from './play';

const registered = (resumed: boolean, account: string | null) =>
  ({ type: 'registered', nick: 'maria', wanted: 'maria', resumed, account, caps: new Set<string>(), at: 0 }) as const;

describe('one’s own account', () => {
  test('is known from the registration, and by those who resume from before', () => {
    const play = new Play();
    expect(play.happen(registered(false, 'Maria')).state.me.account).toBe('Maria');
    expect(play.happen(registered(true, null)).state.me.account).toBe('Maria');
    expect(play.happen(registered(false, null)).state.me.account).toBeNull();
  });

  test('comes and goes by what the server says', () => {
    const play = new Play();
    expect(play.hear(':s 900 maria maria!m@h Anna :You are now logged in as Anna').state.me.account).toBe('Anna');
    expect(play.hear(':s 901 maria maria!m@h :You are now logged out').state.me.account).toBeNull();
    expect(play.hear(':maria!m@h ACCOUNT Anna').state.me.account).toBe('Anna');
    expect(play.hear(':maria!m@h ACCOUNT *').state.me.account).toBeNull();
    expect(play.hear(':bob!b@h ACCOUNT Anna').state.me.account).toBeNull();
  });

  test('stands in an extended JOIN, and not in a plain one', () => {
    const play = new Play();
    expect(play.hear(':maria!m@h JOIN #tea Anna :Maria').state.me.account).toBe('Anna');
    expect(play.hear(':maria!m@h JOIN #milk').state.me.account).toBe('Anna');
    expect(play.hear(':maria!m@h JOIN #den * :Maria').state.me.account).toBeNull();
  });

  test('what the server says of a login is not said in a conversation', () => {
    const play = new Play().join('#tea').open('#tea');
    const before = play.get('#tea').entries.length;
    for (const numeric of ['900 maria maria!m@h Anna', '901 maria maria!m@h', '902 maria', '903 maria', '904 maria', '905 maria', '906 maria', '907 maria', '908 maria PLAIN']) {
      play.hear(`:s ${numeric} :words`);
    }
    expect(play.get('#tea').entries).toHaveLength(before);
  });

  test('a name that goes with an account, or stays', () => {
    const play = new Play().happen({ type: 'named', displayName: 'M', nick: 'm', account: 'm' });
    expect(play.happen({ type: 'named', displayName: 'Maria', nick: 'maria' }).state.me).toMatchObject({ nick: 'maria', account: 'm' });
    expect(play.happen({ type: 'logged-out' }).state.me.account).toBeNull();
  });
});

describe('a channel that was left by another device', () => {
  /** As it stands once the connection is new. */
  const waiting = () => new Play().join('#tea').join('#milk').open('#tea').happen(registered(false, 'maria'));

  test('is gone', () => {
    const play = waiting().happen({ type: 'left-elsewhere', key: '#tea' });
    expect([...play.state.conversations.keys()]).toEqual(['#milk']);
    expect(play.state.current).toBeNull();
  });

  test.each([
    ['a draft', { type: 'drafted', key: '#tea', text: 'half a thou' }],
    ['something unsent', { type: 'composed', key: '#tea', messages: [own('1', 'unsent')] }],
  ] as const)('stays with %s in it', (_, event) => {
    const play = waiting().happen(event, { type: 'left-elsewhere', key: '#tea' });
    expect(play.get('#tea').membership).toEqual({ state: 'out', reason: 'You left #tea on another device.', raw: null });
  });

  test('is not, if it was shown meanwhile', () => {
    const play = waiting().hear(':maria!m@h JOIN #tea').happen({ type: 'left-elsewhere', key: '#tea' });
    expect(play.get('#tea').membership.state).toBe('in');
  });
});
