import { expect, test } from 'vitest';
import { findLinks, safeHref } from '../../../src/irc/links';

test.each([
  ['see https://example.org/x.', ['https://example.org/x']],
  ['(https://example.org/a_(b))', ['https://example.org/a_(b)']],
  ['<https://example.org>', ['https://example.org']],
  ['http://a.test/?q=1&r=2#f, and https://b.test', ['http://a.test/?q=1&r=2#f', 'https://b.test']],
  ['www.example.org and example.org/docs', ['www.example.org', 'example.org/docs']],
  ['example.com', ['example.com']],
  ['mailto:a@b.test', ['mailto:a@b.test']],
  ['a@example.com', []],
  ['readme.md main.go e.g. 1.2.3 foo.bar', []],
  ['src/main.ts', []],
  ['https://', []],
  ['javascript:alert(1)', []],
  ['http://münchen.example/ü', ['http://münchen.example/ü']],
  ['https://example.org/"onclick=', ['https://example.org/']],
])('%s', (text, want) => {
  expect(findLinks(text).map(({ start, end }) => text.slice(start, end))).toEqual(want);
});

test.each([
  ['https://example.org', 'https://example.org/'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['file:///etc/passwd', null],
  ['mailto:nobody', null],
  ['not an address', null],
])('the href of %s', (raw, want) => expect(safeHref(raw)).toBe(want));
