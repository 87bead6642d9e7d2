import { describe, expect, test } from 'vitest';
import { fold } from '../../../src/irc/casemap';
import { alternatives, byteLength, channelNameFor, cutBytes, nickFor, transliterate } from '../../../src/irc/names';

describe('fold', () => {
  test.each([
    ['ascii', 'Ab[\\]~Ü', 'ab[\\]~Ü'],
    ['rfc1459', 'Ab[\\]~', 'ab{|}^'],
    ['rfc1459-strict', 'Ab[\\]~', 'ab{|}~'],
    ['precis', 'Ab[\\]~', 'ab[\\]~'],
    ['precis', 'ÜNAL', 'ünal'],
    ['precis', 'U\u0308nal', 'ünal'],
    ['precis', 'ＦＵＬＬ', 'full'],
    ['precis', 'ΣΑΣ', 'σασ'],
    ['precis', '#Straße', '#straße'],
    ['precis', 'БОРИС', 'борис'],
  ] as const)('%s', (mapping, name, want) => expect(fold(name, mapping)).toBe(want));
});

describe('the nick nearest to a name', () => {
  test.each([
    ['maria', 'maria'],
    ['Anna Müller', 'Anna_Muller'],
    ['  Anna   Müller  ', 'Anna_Muller'],
    ['Straße', 'Strasse'],
    ['Æsop Øre', 'AEsop_Ore'.replace('AE', 'Ae')],
    ['Łukasz Żółć', 'Lukasz_Zolc'],
    ['Иван Щукин', 'Ivan_Shchukin'],
    ['Сергей', 'Sergey'],
    ['Ξένη', 'Xeni'],
    ["O'Neil", 'ONeil'],
    ['J. R. R.', 'J_R_R'],
    ['4 horsemen', '_4_horsemen'],
    ['-dash', '_-dash'],
    ['_under_', '_under_'],
    ['[brackets]', '[brackets]'],
    ['日本', 'guest1234'],
    ['!!!', 'guest1234'],
    ['', 'guest1234'],
    ['Ann 日本', 'Ann'],
    ['a'.repeat(40), 'a'.repeat(32)],
    ['ﬁne ①', 'fine_1'],
  ])('%j is %s', (typed, nick) => expect(nickFor(typed, 32, '1234')).toBe(nick));

  test('is legal whatever was typed', () => {
    for (let code = 0; code < 0x3000; code += 7) {
      const nick = nickFor(`${String.fromCodePoint(code)}x${String.fromCodePoint(code + 1)}`, 32, '1');
      expect(nick).toMatch(/^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]*$/);
    }
  });
});

test('alternatives fit and differ', () => {
  const names = alternatives('x'.repeat(9), 9, '77');
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toHaveLength(9);
  expect(alternatives('bob', 32, '77')).toEqual(['bob_', 'bob2', 'bob_77', 'bob__', 'bob77']);
});

test('letters without an ASCII form are kept', () => expect(transliterate('日é')).toBe('日e'));

describe('the channel name made of what was typed', () => {
  test.each([
    ['Tea', '#tea'],
    ['#tea', '#tea'],
    ['  ## Tea  time ', '#tea-time'],
    ['a,b\u0007c', '#abc'],
    ['&local', '#&local'],
    ['#', ''],
    ['   ', ''],
  ])('%j is %j', (typed, want) => expect(channelNameFor(typed, '#')).toBe(want));
});

test.each([['aäö', 3, 'aä'], ['aäö', 4, 'aä'], ['😀', 3, ''], ['', 3, '']])('%j in %d bytes', (text, max, want) => {
  expect(cutBytes(text, max)).toBe(want);
  expect(byteLength(want)).toBeLessThanOrEqual(max);
});
