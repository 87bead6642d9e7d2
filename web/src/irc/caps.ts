// Capability negotiation (IRCv3 capability-negotiation, version 302).

import type { Message, Outgoing } from './message';

/** What this client can make use of. */
export const WANTED: readonly string[] = [
  'server-time', 'message-tags', 'batch', 'echo-message', 'labeled-response', 'multi-prefix', 'userhost-in-names',
  'away-notify', 'extended-join', 'invite-notify', 'setname', 'account-tag', 'account-notify', 'standard-replies',
  'cap-notify', 'chghost', 'draft/chathistory', 'draft/read-marker', 'draft/channel-rename', 'draft/message-redaction', 'draft/multiline',
  'draft/metadata-2', 'soju.im/search', 'linnet.chat/resume', 'sasl', 'draft/account-registration', 'linnet.chat/devices',
];

/** A long list of names is asked for in lines of this many bytes. */
const REQ_BYTES = 400;

export interface Caps {
  /** What the server offers, with values. */
  readonly offered: ReadonlyMap<string, string>;
  readonly enabled: ReadonlySet<string>;
  /** CAP REQ lines that have no answer yet. */
  readonly asked: number;
  /** All lines of CAP LS have come. */
  readonly listed: boolean;
}

export const NO_CAPS: Caps = { offered: new Map(), enabled: new Set(), asked: 0, listed: false };

const METADATA = 'draft/metadata-2';
/** What of people's metadata is to be told unasked (IRCv3 metadata). */
export const SUBSCRIBE: Outgoing = { command: 'METADATA', params: ['*', 'SUB', 'avatar', 'color', 'display-name'] };

/** Whether keys can be subscribed to: now, if this is before registration, or once that is over. */
export function mayListen({ enabled, offered }: Caps, isRegistered: boolean): boolean {
  return enabled.has(METADATA) && (offered.get(METADATA) ?? '').includes('before-connect') !== isRegistered;
}

/** One step: the caps after a CAP line, and the names to ask for now, a line each. */
export function heed(caps: Caps, message: Message): { caps: Caps; request: string[] } {
  const [, sub = '', ...rest] = message.params;
  const names = (rest.at(-1) ?? '').split(' ').filter(Boolean);
  switch (sub.toUpperCase()) {
    case 'LS': {
      const offered = withOffers(caps.offered, names);
      if (rest.length > 1 && rest[0] === '*') return { caps: { ...caps, offered }, request: [] };
      const request = pack(WANTED.filter((name) => offered.has(name)));
      return { caps: { ...caps, offered, listed: true, asked: request.length }, request };
    }
    case 'NEW': {
      const offered = withOffers(caps.offered, names);
      const request = pack(WANTED.filter((name) => offered.has(name) && !caps.enabled.has(name)));
      return { caps: { ...caps, offered, asked: caps.asked + request.length }, request };
    }
    case 'DEL': {
      const gone = new Set(names);
      return {
        caps: {
          ...caps,
          offered: new Map([...caps.offered].filter(([name]) => !gone.has(name))),
          enabled: new Set([...caps.enabled].filter((name) => !gone.has(name))),
        },
        request: [],
      };
    }
    case 'ACK': {
      const enabled = new Set(caps.enabled);
      for (const name of names) {
        if (name.startsWith('-')) enabled.delete(name.slice(1));
        else enabled.add(name);
      }
      return { caps: { ...caps, enabled, asked: Math.max(0, caps.asked - 1) }, request: [] };
    }
    case 'NAK': {
      // A server refuses a line as a whole: ask for each name by itself.
      const again = names.length > 1 ? names : [];
      return { caps: { ...caps, asked: Math.max(0, caps.asked - 1) + again.length }, request: again };
    }
    default:
      return { caps, request: [] };
  }
}

function withOffers(offered: ReadonlyMap<string, string>, names: readonly string[]): Map<string, string> {
  const next = new Map(offered);
  for (const item of names) {
    const equals = item.indexOf('=');
    next.set(equals < 0 ? item : item.slice(0, equals), equals < 0 ? '' : item.slice(equals + 1));
  }
  return next;
}

function pack(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < REQ_BYTES) lines[lines.length - 1] = `${last} ${name}`;
    else lines.push(name);
  }
  return lines;
}
