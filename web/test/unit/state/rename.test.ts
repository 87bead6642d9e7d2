// IRCv3 channel-rename: a channel goes on under another name.

import { expect, test } from 'vitest';
import { lineOf } from '../../../src/state/happenings';
import type { Happening } from '../../../src/state/model';
import { own, Play } from './play';

function renamed(): Play {
  const play = new Play().join('#tea', '@bob').open('#tea').hear(':bob!b@h PRIVMSG #tea :hi');
  play.happen({ type: 'drafted', key: '#tea', text: 'half a thought' });
  return play.hear(':bob!b@h RENAME #tea #Green-Tea :More exact');
}

test('the conversation stays as it is, under the new name', () => {
  const play = renamed();
  expect(play.state.conversations.has('#tea')).toBe(false);
  expect(play.state.current).toBe('#green-tea');
  const { name, key, draft, members, membership } = play.get('#green-tea');
  expect({ name, key, draft, membership }).toEqual({ name: '#Green-Tea', key: '#green-tea', draft: 'half a thought', membership: { state: 'in' } });
  expect(members.get('bob')?.prefix).toBe('@');
  expect(play.read('#green-tea')).toEqual(['bob: hi', 'bob rename #tea: More exact']);
  expect(lineOf(play.get('#green-tea').entries[1] as Happening).text).toBe('bob renamed this channel, formerly #tea (More exact)');
});

test('what is said goes on there', () => {
  expect(renamed().hear(':bob!b@h PRIVMSG #Green-Tea :still me').read('#green-tea').at(-1)).toBe('bob: still me');
});

test('another case only is another spelling', () => {
  const play = new Play().join('#tea').open('#tea').hear(':bob!b@h RENAME #tea #Tea :');
  expect(play.get('#tea').name).toBe('#Tea');
  expect(play.state.current).toBe('#tea');
});

test('an earlier channel of that name gives way, but for what was being written there', () => {
  const play = new Play().join('#tea').join('#wine').hear(':eva!e@h PRIVMSG #wine :of another', ':maria!m@h PART #wine');
  play.happen({ type: 'drafted', key: '#wine', text: 'unsent' }).open('#wine').hear(':bob!b@h RENAME #tea #wine :');
  expect([...play.state.conversations.keys()]).toEqual(['#wine']);
  expect(play.read('#wine')).toEqual(['bob rename #tea']);
  expect(play.get('#wine').draft).toBe('unsent');
  expect(play.state).toMatchObject({ current: '#wine', banners: [] });
});

test('of a channel one is not in nothing is told', () => {
  const play = new Play().join('#tea');
  expect(play.hear(':bob!b@h RENAME #milk #wine :').state.conversations.size).toBe(1);
});

test('a message that was on its way fails under the new name too', () => {
  const play = new Play().join('#tea').happen({ type: 'composed', key: '#tea', messages: [own('1', 'hi')] }, { type: 'sent', key: '#tea', entries: ['own1'] });
  play.hear(':bob!b@h RENAME #tea #wine :').happen({ type: 'failed', key: '#tea', entry: 'own1', reason: 'r', raw: null });
  expect(play.read('#wine')).toEqual(['bob rename #tea', 'maria: hi (failed)']);
});

test('what was being fetched under the old name may be fetched again', () => {
  const play = new Play().join('#tea').happen({ type: 'history-asked', key: '#tea' }).hear(':bob!b@h RENAME #tea #wine :');
  expect(play.get('#wine').history.loading).toBe(false);
});

test('without the capability it is a PART and a JOIN', () => {
  const play = new Play().join('#tea').hear(':maria!m@h PART #tea :More exact').join('#wine');
  expect(play.get('#tea').membership.state).toBe('out');
  expect(play.get('#wine').membership.state).toBe('in');
});
