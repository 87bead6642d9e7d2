// What a server says about itself in 005 (Modern IRC "RPL_ISUPPORT Parameters").

import type { Casemapping } from './casemap';

export interface Support {
  readonly network: string;
  readonly casemapping: Casemapping;
  readonly chantypes: string;
  /** Highest first. */
  readonly prefixes: readonly { readonly mode: string; readonly symbol: string }[];
  /** Channel modes with a list, with a parameter always, with one when set, without. */
  readonly chanmodes: readonly [string, string, string, string];
  readonly nicklen: number;
  readonly channellen: number;
  readonly topiclen: number;
  /** The most messages in one CHATHISTORY answer; 0: not told. */
  readonly chathistory: number;
  readonly msgrefs: readonly string[];
  /** The letter of the user mode of bots, or "". */
  readonly bot: string;
  /** How many channels one JOIN may name; Infinity when not told. */
  readonly joinTargets: number;
  /** WHO can be asked for single facts. */
  readonly whox: boolean;
  /** Client-only tags that are not relayed; "*" is all. */
  readonly clienttagdeny: readonly string[];
}

/** What holds for a server that tells nothing: the oldest habits. */
export const UNTOLD: Support = {
  network: '',
  casemapping: 'rfc1459',
  chantypes: '#&',
  prefixes: [{ mode: 'o', symbol: '@' }, { mode: 'v', symbol: '+' }],
  chanmodes: ['b', 'k', 'l', 'imnpst'],
  nicklen: 9,
  channellen: 50,
  topiclen: 307,
  chathistory: 0,
  msgrefs: [],
  bot: '',
  joinTargets: Infinity,
  whox: false,
  clienttagdeny: [],
};

/** Takes the tokens of one 005 line (its middle parameters) into account. */
export function withTokens(support: Support, tokens: readonly string[]): Support {
  let next = support;
  for (const token of tokens) {
    const removed = token.startsWith('-');
    const equals = token.indexOf('=');
    const name = equals < 0 ? token.slice(removed ? 1 : 0) : token.slice(0, equals);
    const value = equals < 0 ? '' : token.slice(equals + 1);
    const read = TOKENS[name];
    if (read) next = { ...next, ...(removed ? undo(name) : read(unescape(value))) };
  }
  return next;
}

const TOKENS: Record<string, (value: string) => Partial<Support>> = {
  NETWORK: (value) => ({ network: value }),
  CASEMAPPING: (value) => ({
    // A mapping that we do not know is sure to put letters in lower case.
    casemapping: value === 'ascii' || value === 'rfc1459' || value === 'rfc1459-strict' ? value : 'precis',
  }),
  CHANTYPES: (value) => ({ chantypes: value }),
  PREFIX: (value) => ({ prefixes: parsePrefix(value) }),
  CHANMODES: (value) => {
    const [a = '', b = '', c = '', d = ''] = value.split(',');
    return { chanmodes: [a, b, c, d] };
  },
  NICKLEN: (value) => ({ nicklen: number(value, UNTOLD.nicklen) }),
  CHANNELLEN: (value) => ({ channellen: number(value, UNTOLD.channellen) }),
  TOPICLEN: (value) => ({ topiclen: number(value, UNTOLD.topiclen) }),
  CHATHISTORY: (value) => ({ chathistory: number(value, 0) || 100 }),
  MSGREFTYPES: (value) => ({ msgrefs: value.split(',').filter(Boolean) }),
  WHOX: () => ({ whox: true }),
  BOT: (value) => ({ bot: value }),
  CLIENTTAGDENY: (value) => ({ clienttagdeny: value.split(',').filter(Boolean) }),
  TARGMAX: (value) => {
    for (const item of value.split(',')) {
      const [command, max = ''] = item.split(':');
      if (command === 'JOIN' && max !== '') return { joinTargets: number(max, Infinity) };
    }
    return {};
  },
};

function undo(name: string): Partial<Support> {
  const key = name.toLowerCase() as keyof Support;
  return key in UNTOLD ? { [key]: UNTOLD[key] } : {};
}

function parsePrefix(value: string): { mode: string; symbol: string }[] {
  const close = value.indexOf(')');
  if (!value.startsWith('(') || close < 0) return [];
  const modes = value.slice(1, close);
  const symbols = value.slice(close + 1);
  return [...modes].flatMap((mode, i) => {
    const symbol = symbols[i];
    return symbol === undefined ? [] : [{ mode, symbol }];
  });
}

function number(text: string, otherwise: number): number {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? otherwise : value;
}

/** "\x20" is how a token holds a space. */
function unescape(value: string): string {
  return value.replace(/\\x([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

export function isChannel(name: string, chantypes: string): boolean {
  return name !== '' && chantypes.includes(name[0] ?? '');
}

/** Whether the server relays a client-only tag (CLIENTTAGDENY; "-name" is an exception to "*"). */
export function relaysTag(support: Support, tag: string): boolean {
  const deny = support.clienttagdeny;
  if (deny.includes(tag)) return false;
  return !deny.includes('*') || deny.includes(`-${tag}`);
}

/** Marks the answers to the questions below (IRCv3 whox): token, nick, flags, account. */
export const WHOX_TOKEN = '7';
export const WHOX_FIELDS = `%tnfa,${WHOX_TOKEN}`;
