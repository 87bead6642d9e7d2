// Names for the server made of names of people.

import { fold } from '../irc/casemap';
import type { Client } from '../irc/client';
import { alternatives } from '../irc/names';

/** How many free names are offered. */
const OFFERS = 3;

/** Names like a taken one that nobody has just now, as far as the server tells. */
export async function freeNames(client: Client, nick: string, maxLength: number, digits: string): Promise<string[]> {
  const names = alternatives(nick, maxLength, digits);
  if (!client.isReady || !client.has('labeled-response')) return names.slice(0, OFFERS);
  const { lines } = await client.request({ command: 'ISON', params: names });
  const online = new Set(lines.filter((l) => l.command === '303').flatMap((l) => (l.params.at(-1) ?? '').split(' ')).map((name) => fold(name)));
  return names.filter((name) => !online.has(fold(name))).slice(0, OFFERS);
}

/** A user name for the mask, of letters that every server takes. */
export function userFor(nick: string): string {
  return nick.toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, 10) || 'guest';
}
