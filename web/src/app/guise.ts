// How somebody appears: what she says of herself, as far as it can be believed
// and be shown.

import { fold } from '../irc/casemap';
import { stripFormatting } from '../irc/formatting';
import { nickFor } from '../irc/names';
import type { Face } from '../state/model';
import { tintOf, type Tint } from './colour';

export interface Guise {
  /** To be shown in place of the nick; null: the nick is shown. */
  readonly name: string | null;
  /**
   * The name is the nick but for how it is written ("Anna Müller", Anna_Muller). Beside every other
   * name the nick has to stand: anybody can be called as somebody else is, present or not.
   */
  readonly isPlain: boolean;
  readonly tint: Tint | null;
  /** An address on our own server, or null. */
  readonly picture: string | null;
}

export const NOBODY: Guise = { name: null, isPlain: true, tint: null, picture: null };

/** Longer names are cut, in letters. */
export const LONGEST_NAME = 40;

export function guiseOf(face: Face | undefined, nick: string): Guise {
  if (!face) return NOBODY;
  const name = fitName(face.name);
  return {
    name: name === '' || name === nick ? null : name,
    // Of letters that no nick is made of nothing is left but "guest".
    isPlain: fold(nickFor(name, Infinity, '\0')) === fold(nick),
    tint: tintOf(face.colour),
    picture: pictureOf(face.picture),
  };
}

/** Invisible though some of them are letters: fillers and the blank of Braille. */
const HOLLOW = '\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0';
/** Control and format characters, those that turn the direction of writing among them, and what nobody has assigned. */
const UNSEEN = new RegExp(`[\\p{C}\\p{Zl}\\p{Zp}${HOLLOW}]`, 'gu');

/** A name of one line that covers nothing around it: no formats, no turned direction, no piles of accents. */
export function fitName(text: string): string {
  const seen = stripFormatting(text).normalize('NFC').replace(/\s+/g, ' ').replace(UNSEEN, '').replace(/(\p{M}{2})\p{M}+/gu, '$1').trim();
  return [...seen].slice(0, LONGEST_NAME).join('').trim();
}

/**
 * A picture is called by the hash of what is in it. So whatever host an address names, it is looked
 * for on our own server, and is that very picture or not there: the page loads nothing from elsewhere.
 */
function pictureOf(address: string): string | null {
  const hash = /^(?:https?:\/\/[^/?#]+)?\/avatar\/([0-9a-f]{64})$/.exec(address)?.[1];
  return hash === undefined ? null : `/avatar/${hash}`;
}
