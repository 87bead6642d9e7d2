// Reading MODE changes of a channel.

import type { ServerInfo } from './model';

export interface ModeChange {
  readonly on: boolean;
  readonly letter: string;
  readonly param: string | null;
}

/** "+ov-k alice bob key" as single changes, by what CHANMODES and PREFIX say takes a parameter. */
export function parseModes(server: ServerInfo, words: readonly string[]): ModeChange[] {
  const [letters = '', ...params] = words;
  const [lists, always, whenSet] = server.chanmodes;
  const ranks = server.prefixes.map((prefix) => prefix.mode).join('');
  const changes: ModeChange[] = [];
  let on = true;
  for (const letter of letters) {
    if (letter === '+' || letter === '-') {
      on = letter === '+';
      continue;
    }
    const takes = ranks.includes(letter) || lists.includes(letter) || always.includes(letter) || (on && whenSet.includes(letter));
    changes.push({ on, letter, param: takes ? (params.shift() ?? null) : null });
  }
  return changes;
}

/** "+nt" after some changes, "+" when none is set; list modes and ranks are not part of it. */
export function withModes(server: ServerInfo, modes: string, changes: readonly ModeChange[]): string {
  const letters = new Set(modes.replace('+', ''));
  const ranks = server.prefixes.map((prefix) => prefix.mode).join('');
  for (const { on, letter } of changes) {
    if (ranks.includes(letter) || server.chanmodes[0].includes(letter)) continue;
    if (on) letters.add(letter);
    else letters.delete(letter);
  }
  return `+${[...letters].sort().join('')}`;
}

/** Prefix symbols after a rank is given or taken, highest first. */
export function withRank(server: ServerInfo, symbols: string, letter: string, on: boolean): string {
  const symbol = server.prefixes.find((prefix) => prefix.mode === letter)?.symbol;
  if (symbol === undefined) return symbols;
  return server.prefixes
    .map((prefix) => prefix.symbol)
    .filter((other) => (other === symbol ? on : symbols.includes(other)))
    .join('');
}
