import { describe, expect, test } from 'vitest';
import { hashOf, hrefOf, nameOf } from '../../../src/app/routes';

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
});
