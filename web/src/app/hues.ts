// Which of the thirteen hues a nick has. By its name, so it is the same
// everywhere, except that two recent speakers never share one.

import { fold } from '../irc/casemap';

export const HUES = 13;
/** One fewer than there are hues, so that a free one is always left. */
const RECENT = HUES - 1;

/** FNV-1a; small and evenly spread. */
export function hueOf(nick: string): number {
  let hash = 0x811c9dc5;
  for (const char of fold(nick)) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash % HUES;
}

/** The hues of one conversation. */
export class Hues {
  /** Recent speakers, the latest last. */
  readonly #recent = new Map<string, number>();
  readonly #chosen: (nick: string) => number | null;

  /** `chosen` knows which hue somebody wants, if she said so. */
  constructor(chosen: (nick: string) => number | null = () => null) {
    this.#chosen = chosen;
  }

  /** Somebody speaks: takes a hue that no other recent speaker has. */
  spoke(nick: string): number {
    const key = fold(nick);
    const held = this.#recent.get(key);
    this.#recent.delete(key);
    const taken = new Set(this.#recent.values());
    let hue = this.#chosen(nick) ?? held ?? hueOf(nick);
    if (taken.has(hue) && held !== undefined) hue = held;
    while (taken.has(hue)) hue = (hue + 1) % HUES;
    this.#recent.set(key, hue);
    if (this.#recent.size > RECENT) {
      const [oldest] = this.#recent.keys();
      if (oldest !== undefined) this.#recent.delete(oldest);
    }
    return hue;
  }

  of(nick: string): number {
    const key = fold(nick);
    const held = this.#recent.get(key);
    const chosen = this.#chosen(nick);
    if (chosen === null || chosen === held) return held ?? hueOf(nick);
    // She chose it since she spoke: it is hers unless somebody else has it.
    if ([...this.#recent.values()].includes(chosen)) return held ?? hueOf(nick);
    if (held !== undefined) this.#recent.set(key, chosen);
    return chosen;
  }
}
