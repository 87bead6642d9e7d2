// What the connection does to the state.

import { timeOf } from '../irc/message';
import { sentence } from '../irc/sentences';
import type { Support } from '../irc/isupport';
import type { Draft } from './draft';
import type { EventTable } from './events';
import { change, isPending } from './entries';
import { FACE_LINES } from './faces';
import { leftElsewhere } from './leaving';
import { CHANNEL_LINES } from './lines_channel';
import { MESSAGE_LINES } from './lines_message';
import { NAME_LINES } from './lines_names';
import { PEOPLE_LINES } from './lines_people';
import { SERVER_LINES, tellOther } from './lines_server';
import type { LineTable } from './line';
import { merge } from './past';
import { REDACTION_LINES } from './redaction';
import { UNREAD_LINES } from './unread';

/** THE LINE TABLE: what each command and numeric does. */
const LINES: LineTable = {
  ...CHANNEL_LINES, ...NAME_LINES, ...MESSAGE_LINES, ...REDACTION_LINES, ...UNREAD_LINES, ...PEOPLE_LINES, ...FACE_LINES, ...SERVER_LINES,
};

export const CONNECTION_EVENTS: EventTable<
  'line' | 'history' | 'connecting' | 'waiting' | 'offline' | 'registered' | 'supports' | 'ready' | 'resumed' | 'token'
  | 'nick-refused' | 'entry-refused' | 'refused' | 'superseded' | 'elsewhere'
> = {
  line(d, { message, claimed, at }) {
    const line = { message, claimed, at, nick: message.source?.name ?? '', time: timeOf(message, at) };
    const row = LINES[message.command];
    if (row) row(d, line);
    else tellOther(d, line);
  },
  history(d, { target, lines, at }) {
    const open = d.conversation(target);
    if (open) merge(d, open, { lines, direction: 'latest', end: false, gap: null, at });
  },
  connecting(d, { again }) {
    d.state.connection = { phase: 'connecting', again };
  },
  waiting(d, { retryAt, reason }) {
    d.state.connection = { phase: 'waiting', retryAt, reason };
    lost(d);
  },
  offline(d) {
    d.state.connection = { phase: 'offline' };
    lost(d);
  },
  registered(d, { nick, wanted, resumed, account, caps, at }) {
    d.state.connection = { phase: 'online', since: at };
    // Whoever resumes goes on as she was, and is told nothing.
    d.state.me = { ...d.state.me, nick, account: account ?? (resumed ? d.state.me.account : null), away: null };
    d.state.server = { ...d.state.server, caps };
    d.faces().delete(d.fold(nick)); // what is kept of it is told next
    d.dismiss('closed');
    for (const { name, kind, membership } of d.all()) {
      const open = d.ensure(name);
      // It may be another server, or the same that was started anew: it tells again what it knows.
      open.marked = null;
      if (kind === 'channel' && membership.state === 'in') open.membership = { state: 'joining', was: true };
    }
    if (!resumed && d.fold(nick) !== d.fold(wanted)) {
      d.banner({
        id: 'taken', tone: 'warning', conversation: null, raw: null,
        text: `The name ${wanted} is taken. You are ${nick} now.`,
        ways: [
          { label: 'Change display name', action: { do: 'rename' } },
          ...(account === null ? [{ label: 'Log in', action: { do: 'log-in', name: wanted } } as const] : []),
        ],
      });
    } else d.dismiss('taken');
  },
  supports(d, { support, caps }) {
    d.state.server = { ...d.state.server, ...serverInfo(support), caps };
  },
  ready(d) {
    if (d.state.server.caps.has('draft/chathistory')) return;
    for (const { name } of d.all()) {
      d.ensure(name).history = { before: 'none', loading: false, error: null };
    }
  },
  /** Channels that were not shown were lost while this person was away, or left on another device of hers. */
  resumed(d) {
    for (const { name, membership, key } of d.all()) {
      if (membership.state !== 'joining' || !membership.was) continue;
      if (d.state.me.account !== null) {
        leftElsewhere(d, key);
        continue;
      }
      const text = `You were removed from ${name} while the connection was lost.`;
      d.ensure(name).membership = { state: 'out', reason: text, raw: null };
      d.banner({
        id: `out:${key}`, tone: 'warning', conversation: key, text, raw: null,
        ways: [{ label: 'Join again', action: { do: 'join', channel: name } }],
      });
    }
  },
  token() {
    // Kept outside of the state: whoever draws it has no business with it.
  },
  'nick-refused': idle,
  'entry-refused': idle,
  refused(d, { message }) {
    closed(d, sentence(message), message.raw);
  },
  superseded(d) {
    d.state.connection = { phase: 'elsewhere' };
    lost(d);
  },
  elsewhere(d) {
    d.state.connection = { phase: 'elsewhere' };
    lost(d);
  },
};

function idle(d: Draft): void {
  d.state.connection = { phase: 'idle' };
  lost(d);
}

function closed(d: Draft, text: string, raw: string): void {
  d.state.connection = { phase: 'refused', reason: text };
  lost(d);
  d.banner({
    id: 'closed', tone: 'error', conversation: null, text, raw,
    ways: [{ label: 'Connect again', action: { do: 'reconnect' } }],
  });
}

/** What was on its way may have been said or not; nobody is seen typing any more. */
function lost(d: Draft): void {
  for (const { name, entries, typing, history, stretch } of d.all()) {
    const onTheWay = entries.filter(isPending).filter((entry) => !entry.delivery.queued);
    if (onTheWay.length === 0 && typing.size === 0 && !history.loading && !stretch) continue;
    const open = d.ensure(name);
    open.typing = new Map();
    open.history = { ...history, loading: false };
    if (stretch) open.stretch = { ...stretch, history: { ...stretch.history, loading: false }, newer: { loading: false, error: null } };
    for (const { key } of onTheWay) {
      change(d, open, key, (message) => ({ ...message, delivery: { state: 'pending', queued: true, attempted: true } }));
    }
  }
}

function serverInfo(support: Support) {
  const { network, casemapping, chantypes, prefixes, chanmodes, nicklen, channellen, topiclen, chathistory } = support;
  return {
    network, casemapping, chantypes, prefixes, chanmodes,
    limits: { nick: nicklen, channel: channellen, topic: topiclen, history: chathistory },
  };
}
