import { describe, expect, test } from 'vitest';
import { hashOf, hrefOf, nameOf, placeOf } from '../../../src/app/routes';

describe('addresses', () => {
  test.each([
    ['#general', '#general'],
    ['maria', '#@maria'],
    ['##help', '#%23%23help'],
    ['#@odd', '#%23@odd'],
    ['#a?b', '#a%3Fb'],
    ['#100%', '#100%25'],
    ['#ünïcode', '#%C3%BCn%C3%AFcode'],
    ['[x]\\`', '#@%5Bx%5D%5C%60'],
    ['&local', '#&local'],
    ['#&x', '#%23&x'],
    ['#%23', '#%23%2523'],
  ])('%s is %s and back', (name, hash) => {
    expect(hashOf(name, '#&')).toBe(hash);
    expect(nameOf(hash, '#&')).toBe(name);
  });

  test.each([['', null], ['#', null], ['#@', null], ['#@#x', null], ['#%E0%A4%A', null], ['#a%20b', null], ['#@:x', null], ['#ünïcode', '#ünïcode'], ['###x', '###x']])('%j names %j', (hash, want) => {
    expect(nameOf(hash, '#')).toBe(want);
  });

  test('stand at the root', () => expect(hrefOf('#general', '#')).toBe('/#general'));

  test.each([
    ['#general', 'abc', '/#general?msg=abc'],
    ['#a?b', 'x&y=z?#', '/#a%3Fb?msg=x%26y%3Dz%3F%23'],
    ['maria', '1', '/#@maria?msg=1'],
  ])('of a message in %s', (name, message, address) => {
    expect(hrefOf(name, '#', message)).toBe(address);
    expect(placeOf(new URL(address, 'http://x').hash, '#')).toEqual({ name, message });
  });

  test.each([['#general', null], ['#general?msg=', null], ['#general?other=1', null]])('%s is of the message %j', (hash, message) => {
    expect(placeOf(hash, '#')).toEqual({ name: '#general', message });
  });
});
