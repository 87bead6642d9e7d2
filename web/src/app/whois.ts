// A WHOIS in words.

import type { Message } from '../irc/message';
import { isRefusal, sentence } from '../irc/sentences';

const WORDS: Record<string, (params: readonly string[]) => string> = {
  '311': ([nick, user, host, , realname]) => `${nick} (${realname}) is ${user}@${host}`,
  '301': ([, text]) => `Away: ${text}`,
  '312': ([, server, info]) => `Server: ${server}${info ? ` (${info})` : ''}`,
  '313': () => 'Is a server operator',
  '317': ([, idle, since]) => {
    const signedOn = Number(since) > 0 ? `, connected since ${new Date(Number(since) * 1000).toLocaleString()}` : '';
    const silence = Number(idle) > 0 ? `Silent for ${duration(Number(idle))}` : 'Active just now';
    return silence + signedOn;
  },
  '319': ([, channels]) => `In ${channels}`,
  '330': ([, account]) => `Logged in as ${account}`,
  '335': () => 'Is a bot',
  '671': () => 'Uses a secure connection',
};

export function whoisText(lines: readonly Message[]): string {
  const refusal = lines.find(isRefusal);
  if (refusal) return sentence(refusal);
  return lines.flatMap(({ command, params }) => WORDS[command]?.(params.slice(1)) ?? []).join('\n');
}

/** "2 h 5 min", the two largest units. */
export function duration(seconds: number): string {
  const units: [number, string][] = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
  let rest = seconds;
  const parts: string[] = [];
  for (const [size, name] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.slice(0, 2).join(' ');
}
