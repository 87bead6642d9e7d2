// History and what is held are merged into one order without doubles.

import { timeOf, type Message as Line } from '../irc/message';
import type { Draft, Open } from './draft';
import { findPending, isPending, isUnsettled, keepShown } from './entries';
import type { Past } from './event';
import { readMessage } from './lines_message';
import type { Entry, Message, Redaction } from './model';
import { redact, redacted } from './redaction';
import { countMissed } from './unread';

/** Takes an answer from history into a conversation. */
export function merge(d: Draft, open: Open, past: Past): void {
  const messages = readPast(d, open, past.lines, past.at);
  open.history = {
    before: past.direction === 'before' || isAllThereIs(open, past) ? (past.end ? 'end' : 'more') : open.history.before,
    loading: false,
    error: null,
  };
  const entries = d.entries(open);
  const isFirst = !entries.some((entry) => entry.type === 'message' && !isUnsettled(entry));
  const settledNow = settle(entries, messages);
  const { merged, added } = weave(entries, messages, past, settledNow);
  const oldest = added[0];
  if (past.gap !== null && oldest && !isFirst) {
    const at = merged.findIndex((entry) => entry.key === oldest.key);
    if (past.gap === 'lost') merged.splice(at, 0, { type: 'gap', key: `gap:${oldest.key}`, time: oldest.time });
    else letGo(d, open, merged, at);
  }
  d.replaceEntries(open, merged);
  if (past.direction === 'latest') countMissed(d, open, added);
}

/** Lines of history as messages; what they tell to be redacted is taken out of what is held. */
export function readPast(d: Draft, open: Open, lines: readonly Line[], at: number): Message[] {
  const redactions = redactionsIn(lines);
  for (const [msgid, redaction] of redactions) redact(d, open, msgid, redaction);
  return lines.flatMap((line) => {
    const message = readMessage(d, line, timeOf(line, at));
    const redaction = redactions.get(message?.msgid ?? '');
    return message ? [redaction ? redacted(message, redaction) : message] : [];
  });
}

/**
 * What was held before is let go of: it comes again, and what is missing after it
 * too, page by page as one scrolls. Whoever reads in it goes on reading.
 */
function letGo(d: Draft, open: Open, merged: Entry[], end: number): void {
  if (d.state.current === open.key && !open.following) keepShown(open);
  merged.splice(0, end);
  open.history = { ...open.history, before: 'more' };
}

/** Some servers keep what was redacted, and tell of it after the message. */
function redactionsIn(lines: readonly Line[]): Map<string, Redaction> {
  const found = new Map<string, Redaction>();
  for (const { command, params, source } of lines) {
    if (command === 'REDACT') found.set(params[1] ?? '', { by: source?.name ?? '', reason: params[2] ?? '' });
  }
  return found;
}

/** The first answer tells what precedes it; a later one about the present does not. */
function isAllThereIs(open: Open, past: Past): boolean {
  return past.direction === 'latest' && open.history.before === 'unknown';
}

/**
 * What was sent by an earlier connection and is found said: it leaves the
 * pending ones and comes back from history, under its old key.
 */
function settle(entries: Entry[], messages: Message[]): Set<string> {
  const settled = new Set<string>();
  messages.forEach((message, i) => {
    if (!message.own || message.id === null) return;
    const at = findPending(entries, message);
    const held = entries[at];
    if (held?.type !== 'message') return;
    entries.splice(at, 1);
    messages[i] = { ...message, key: held.key };
    settled.add(held.key);
  });
  return settled;
}

/**
 * Merges two orders. A message that both hold ties them together: the held one
 * stands, in history's order. Between such ties the time decides, which never
 * runs backwards within a conversation; at the same time, older pages go first.
 */
function weave(held: readonly Entry[], messages: readonly Message[], past: Past, settled: ReadonlySet<string>): { merged: Entry[]; added: Message[] } {
  const place = new Map<string, number>();
  held.forEach((entry, i) => {
    if (entry.type === 'message' && entry.msgid !== null) place.set(entry.msgid, i);
  });
  const ties = new Set(messages.map((message) => message.msgid));
  const isTie = (entry: Entry) => entry.type === 'message' && entry.msgid !== null && ties.has(entry.msgid);
  const goesFirst = (entry: Entry, message: Message) =>
    !isPending(entry) && (entry.time < message.time || (entry.time === message.time && past.direction === 'latest'));
  const merged: Entry[] = [];
  const added: Message[] = [];
  let next = 0;
  /** Goes on through what is held; ties wait for their turn. */
  const pass = (isWanted: (entry: Entry, i: number) => boolean) => {
    for (let entry = held[next]; entry && isWanted(entry, next); entry = held[++next]) {
      if (!isTie(entry)) merged.push(entry);
    }
  };
  for (const message of messages) {
    const at = message.msgid === null ? undefined : place.get(message.msgid);
    if (at === undefined) {
      pass((entry) => !isTie(entry) && goesFirst(entry, message));
      merged.push(message);
      if (!settled.has(message.key)) added.push(message);
    } else {
      pass((_, i) => i < at);
      merged.push(held[at] as Entry);
      if (next === at) next++;
    }
  }
  pass(() => true);
  return { merged, added };
}
