import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/irc/message';
import type { Event } from '../../../src/state/event';
import { Play, START } from './play';

const bob = { name: 'Bob Ross', colour: '#336699', picture: 'https://chat.example.org/avatar/aa' };
const told = (nick: string) => [
  `:s METADATA ${nick} display-name * :Bob Ross`, `:s METADATA ${nick} color * :#336699`, `:s METADATA ${nick} avatar * :https://chat.example.org/avatar/aa`,
];

function line(text: string): Event {
  const message = parse(text);
  if (!message) throw new Error(`no line: ${text}`);
  return { type: 'line', message, claimed: false, at: START };
}

describe('what people say of themselves', () => {
  const faces = (play: Play) => Object.fromEntries(play.state.faces);

  it('is told with a channel, key by key, and taken back', () => {
    const play = new Play().join('#tea', 'Bob').hear(...told('Bob'));
    expect(faces(play)).toEqual({ bob });
    play.hear(':Bob!b@h METADATA Bob color * :#ff0000', ':Bob!b@h METADATA Bob avatar *');
    expect(faces(play)).toEqual({ bob: { ...bob, colour: '#ff0000', picture: '' } });
    play.hear(':Bob!b@h METADATA Bob color *', ':Bob!b@h METADATA Bob display-name *');
    expect(faces(play)).toEqual({});
  });

  it('is an answer too, to WHOIS as well, and one’s own is meant by a star', () => {
    const play = new Play();
    play.hear(':s 761 maria bob color * :#336699', ':s 760 maria bob display-name * :Bob Ross', ':s 761 maria * color * :#0a0a0a');
    expect(faces(play)).toEqual({ bob: { ...bob, picture: '' }, maria: { name: '', colour: '#0a0a0a', picture: '' } });
    play.hear(':s 766 maria bob color :no matching key');
    expect(play.state.faces.get('bob')?.colour).toBe('');
  });

  it('of other keys is told like any other numeric, where somebody reads it', () => {
    const play = new Play().join('#tea').open('#tea').hear(':s 761 maria bob pronouns * :he/him');
    expect(faces(play)).toEqual({});
    expect(play.read('#tea').at(-1)).toMatch(/he\/him/);
  });

  it('goes with the nick, and is nobody’s who takes the old one', () => {
    const play = new Play().join('#tea', 'bob', 'eva').hear(...told('bob'));
    play.hear(':bob!b@h NICK robert', ':eva!e@h NICK bob');
    expect(faces(play)).toEqual({ robert: bob });
  });

  it('is forgotten when somebody comes who may be another one', () => {
    const play = new Play().join('#tea', 'bob').hear(...told('bob'));
    play.hear(':bob!b@h QUIT :bye');
    expect(faces(play)).toEqual({ bob });
    play.hear(':bob!x@elsewhere JOIN #tea');
    expect(faces(play)).toEqual({});
  });

  it('is not forgotten of somebody who is seen elsewhere already', () => {
    const play = new Play().join('#tea', 'bob').hear(...told('bob'));
    play.join('#milk', 'bob').hear(':bob!b@h PART #milk', ':bob!b@h JOIN #milk');
    expect(faces(play)).toEqual({ bob });
  });

  it('is told anew after a connection was lost', () => {
    const play = new Play().join('#tea', 'bob').hear(...told('bob'), ...told('maria'));
    play.happen({ type: 'registered', nick: 'maria', wanted: 'maria', resumed: false, account: null, caps: new Set(), at: play.at });
    expect(faces(play)).toEqual({ bob });
    play.hear(':s METADATA maria color * :#123456').join('#tea', 'bob');
    expect(faces(play)).toEqual({ maria: { name: '', colour: '#123456', picture: '' } });
  });

  it('of a crowd is to be asked for', () => {
    const play = new Play().join('#tea', 'bob').hear(':s 774 maria #tea 2');
    expect(play.get('#tea').crowd).toBe(true);
    expect(play.join('#tea', 'bob').get('#tea').crowd).toBe(false);
  });

  it('is bounded, whoever speaks', () => {
    const play = new Play();
    play.happen(...Array.from({ length: 5000 }, (_, i) => line(`:s METADATA n${i} color * :#000000`)));
    expect(play.state.faces.size).toBe(4000);
    expect(play.state.faces.has('n4999')).toBe(true);
  });
});
