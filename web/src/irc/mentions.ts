// Whether somebody is named in a text.

import { fold } from './casemap';

/** A letter of a nick, as a part of an expression. */
export const NICK = String.raw`[A-Za-z0-9[\]\\\x60_^{|}-]`;

/** Whether a text names a nick as a word of its own. */
export function mentions(text: string, nick: string): boolean {
  if (nick === '') return false;
  const lower = fold(text);
  const wanted = fold(nick);
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const before = lower[at - 1];
    const after = lower[at + wanted.length];
    if (!isNickLetter(before) && !isNickLetter(after)) return true;
  }
  return false;
}

const NICK_LETTER = new RegExp(`^${NICK}$`);

function isNickLetter(char: string | undefined): boolean {
  return char !== undefined && (NICK_LETTER.test(char) || /[\p{L}\p{N}]/u.test(char));
}
