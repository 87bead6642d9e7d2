// Messages that were taken back (IRCv3 message-redaction, a draft): what they
// said goes, and in its place stands who took them back and why.

import { timeOf, type Message as Line } from '../irc/message';
import type { Draft, Open } from './draft';
import { conversationOf } from './lines_message';
import type { LineTable } from './line';
import type { Entry, Message, Redaction } from './model';
import { uncount } from './unread';

export const REDACTION_LINES: LineTable = {
  REDACT(d, line) {
    const [, msgid = '', reason = ''] = line.message.params;
    const name = conversationOf(d, line.message) ?? '';
    // Of a message that isn't held here there is nothing to take away.
    const held = d.peek(name);
    if (!held || (find(held.entries, msgid) < 0 && find(held.stretch?.entries ?? [], msgid) < 0)) return;
    redact(d, d.ensure(name), msgid, { by: line.nick, reason });
  },
};

/** Takes a message that is held out of a conversation. */
export function redact(d: Draft, open: Open, msgid: string, redaction: Redaction): void {
  const at = find(open.entries, msgid);
  const entry = open.entries[at];
  if (entry?.type === 'message' && !entry.redaction) {
    uncount(open, entry);
    d.entries(open)[at] = redacted(entry, redaction);
  }
  const shown = find(open.stretch?.entries ?? [], msgid);
  const other = open.stretch?.entries[shown];
  if (open.stretch && other?.type === 'message' && !other.redaction) {
    open.stretch = { ...open.stretch, entries: open.stretch.entries.with(shown, redacted(other, redaction)) };
  }
}

function find(entries: readonly Entry[], msgid: string): number {
  return entries.findLastIndex((entry) => entry.type === 'message' && entry.msgid === msgid);
}

/** What remains of a message. */
export function redacted(message: Message, redaction: Redaction): Message {
  return { ...message, form: 'say', text: '', mention: false, redaction };
}

/**
 * Takes out what the history does not have any more, though it has what is
 * around it: that was deleted while nobody here heard of it.
 */
export function verify(d: Draft, open: Open, lines: readonly Line[], all: boolean, until: number): void {
  const times = lines.map((line) => timeOf(line, 0));
  const known = new Set<string | null>(lines.map((line) => line.tags.get('msgid') ?? ''));
  const isKnown = (entry: Entry) => entry.type === 'message' && known.has(entry.msgid);
  // By their places where it can be: several messages may have one millisecond.
  const first = open.entries.findIndex(isKnown);
  const last = open.entries.findLastIndex(isKnown);
  const isBefore = (at: number, time: number) => (first >= 0 ? at < first : time <= (times[0] ?? Infinity));
  const isAfter = (at: number, time: number) => time > until || (!all && (last >= 0 ? at > last : time >= (times.at(-1) ?? 0)));
  for (const [at, entry] of [...open.entries].entries()) {
    if (entry.type !== 'message' || entry.msgid === null || known.has(entry.msgid)) continue;
    // What some servers never keep is no sign.
    if (isBefore(at, entry.time) || isAfter(at, entry.time) || entry.form === 'notice' || entry.aside) continue;
    redact(d, open, entry.msgid, { by: '', reason: '' });
  }
}
