// How a conversation's entries grow: the said ones in the server's order, the
// pending ones after them, the oldest let go of.

import type { Draft, Open } from './draft';
import type { Delivery, Entry, Happening, Info, Message } from './model';
import { answered, count } from './unread';

/** The newest entries kept of a conversation, and how many more before the oldest are let go of at once. */
export const KEPT = 2000;
const SLACK = 400;
/** Whoever reads above keeps what she reads; past this she is shown it apart, or loses the oldest where there is no history. */
const KEPT_READING = 4000;
/** A double comes soon after its first if ever: by an echo beside the message itself. */
const DOUBLE_WITHIN = 50;

/** Takes a message that was just said, or the echo of one's own. */
export function say(d: Draft, open: Open, message: Message): void {
  if (isDouble(open.entries, message.msgid)) return;
  const entries = d.entries(open);
  const pending = message.own ? findPending(entries, message) : -1;
  const held = entries[pending];
  if (held?.type === 'message') {
    // It keeps its key, so its row stays the same, and takes its place in the server's order.
    entries.splice(pending, 1);
    entries.splice(settledEnd(entries), 0, { ...message, key: held.key, id: held.id });
  } else {
    entries.splice(settledEnd(entries), 0, message);
  }
  if (message.own) {
    answered(open, message.time);
    open.slowUntil = 0;
  } else count(d, open, message);
  forgetTyping(d, open, message.nick);
  trim(d, open);
}

/** Adds what happened or what was told; it never counts as unread. */
export function add(d: Draft, open: Open, entry: Happening | Info): void {
  const entries = d.entries(open);
  entries.splice(settledEnd(entries), 0, entry);
  trim(d, open);
}

/** What is held goes on being shown, as a stretch of the past, while the newest entries are let go of or come to be others. */
export function keepShown(open: Open): void {
  if (open.stretch) return;
  const entries = open.entries.slice(0, settledEnd(open.entries));
  open.stretch = { entries, history: { ...open.history, loading: false }, newer: { loading: false, error: null } };
}

/** Where what is said next belongs: before what still waits to be said. */
export function settledEnd(entries: readonly Entry[]): number {
  let end = entries.length;
  while (end > 0 && isPending(entries[end - 1])) end--;
  return end;
}

/** On its way, or waiting to be. */
export type Pending = Message & { readonly delivery: Extract<Delivery, { state: 'pending' }> };

export function isPending(entry: Entry | undefined): entry is Pending {
  return entry?.type === 'message' && entry.delivery.state === 'pending';
}

export function isUnsettled(entry: Message): boolean {
  return entry.delivery.state !== 'sent';
}

/**
 * The entry that an own message settles: by the client's id, or, from a server
 * that does not send it back, the oldest one on its way with the same text.
 */
export function findPending(entries: readonly Entry[], message: Message): number {
  if (message.id !== null) {
    // One that was taken for said without an echo has no msgid yet: this is it.
    return entries.findLastIndex((e) => e.type === 'message' && e.own && e.id === message.id && (isUnsettled(e) || e.msgid === null));
  }
  return entries.findIndex((e) => isPending(e) && !e.delivery.queued && e.text === message.text && e.form === message.form);
}

/** Changes one message in its place. */
export function change(d: Draft, open: Open, key: string, change: (message: Message) => Message): void {
  const at = open.entries.findIndex((entry) => entry.key === key);
  const entry = open.entries[at];
  if (entry?.type === 'message') d.entries(open)[at] = change(entry);
}

function forgetTyping(d: Draft, open: Open, nick: string): void {
  const key = d.fold(nick);
  if (open.typing.has(key)) d.typing(open).delete(key);
}

function isDouble(entries: readonly Entry[], msgid: string | null): boolean {
  if (msgid === null) return false;
  for (let i = entries.length - 1; i >= 0 && i >= entries.length - DOUBLE_WITHIN; i--) {
    const entry = entries[i];
    if (entry?.type === 'message' && entry.msgid === msgid) return true;
  }
  return false;
}

function trim(d: Draft, open: Open): void {
  const isReading = d.state.current === open.key && !open.following && !open.stretch;
  if (open.entries.length <= (isReading ? KEPT_READING : KEPT) + SLACK) return;
  const hasHistory = open.history.before !== 'none';
  if (isReading && hasHistory) keepShown(open);
  d.replaceEntries(open, open.entries.slice(-(isReading && !hasHistory ? KEPT_READING : KEPT)));
  // What was let go of can be asked for again where there is a history.
  if (hasHistory) open.history = { ...open.history, before: 'more' };
}
