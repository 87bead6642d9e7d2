// What is unread, and up to when a conversation was read. That moment only ever
// goes forward, whoever moves it: this person here, or another device of hers
// (IRCv3 read-marker, a draft). The further one wins.

import type { Draft, Open } from './draft';
import type { LineTable } from './line';
import type { Entry, Message } from './model';

export const UNREAD_LINES: LineTable = {
  MARKREAD(d, { message }) {
    const [target = '', value = ''] = message.params;
    const open = d.conversation(target);
    if (!open) return;
    const at = Date.parse(value.replace(/^timestamp=/, '')) || 0;
    open.marked = Math.max(open.marked ?? 0, at);
    readElsewhere(open, at);
  },
};

/** The end of a conversation is before the person's eyes. */
export function isSeen(d: Draft, open: Open): boolean {
  return d.state.current === open.key && d.state.attentive && open.following;
}

/** Counts a message that came as unread unless the person sees it come. */
export function count(d: Draft, open: Open, message: Message): void {
  if (isSeen(d, open)) {
    open.readUpTo = Math.max(open.readUpTo, message.time);
    return;
  }
  if (open.unread === 0) open.newSince = open.readUpTo;
  open.unread++;
  if (message.mention) open.mentions++;
}

/** What nobody can read any more is not unread. */
export function uncount(open: Open, message: Message): void {
  if (!isNews(message, open.readUpTo) || open.unread === 0) return;
  open.unread--;
  if (message.mention) open.mentions = Math.max(0, open.mentions - 1);
  if (open.unread === 0) open.newSince = null;
}

/** All that is held was read. */
export function markRead(open: Open): void {
  open.unread = 0;
  open.mentions = 0;
  open.readUpTo = Math.max(open.readUpTo, open.entries.findLast(isSaid)?.time ?? 0);
}

/** Who answers has read what was said. */
export function answered(open: Open, time: number): void {
  open.unread = 0;
  open.mentions = 0;
  open.newSince = null;
  open.readUpTo = Math.max(open.readUpTo, time);
}

/** Counts what history brought of the time of an absence; in a conversation new to the person nothing is unread. */
export function countMissed(d: Draft, open: Open, added: readonly Message[]): void {
  if (open.readUpTo === 0 && open.unread === 0) {
    // A private conversation that somebody else began is all new.
    const isOthers = open.kind === 'private' && d.state.current !== open.key && added.some((message) => !message.own);
    if (!isOthers) {
      markRead(open);
      // Nothing was said yet: whatever comes after this moment is new to her.
      open.readUpTo ||= 1;
      // It was taken for read, and not read: the server need not hear of it.
      if (open.marked !== null && !isSeen(d, open)) open.marked = Math.max(open.marked, open.readUpTo);
      return;
    }
  }
  const missed = added.filter((message) => isNews(message, open.readUpTo));
  if (missed.length > 0 && open.unread === 0) open.newSince = open.readUpTo;
  if (isSeen(d, open)) {
    markRead(open);
    return;
  }
  open.unread += missed.length;
  open.mentions += missed.filter((message) => message.mention).length;
}

/** Counts anew what is held. */
export function recount(open: Open): void {
  const news = open.entries.filter((entry): entry is Message => isNews(entry, open.readUpTo));
  open.unread = news.length;
  open.mentions = news.filter((message) => message.mention).length;
  open.newSince = news.length > 0 ? open.readUpTo : null;
}

/** Somebody else's, and after that moment. */
export function isNews(entry: Entry, since: number): boolean {
  return entry.type === 'message' && !entry.own && !entry.redaction && entry.time > since;
}

function readElsewhere(open: Open, at: number): void {
  if (at <= open.readUpTo) return;
  open.readUpTo = at;
  if (open.unread === 0) return;
  const oldest = open.entries.find(isSaid);
  // Some of what is unread is not held any more: it still is.
  if (oldest && oldest.time > at) open.newSince = at;
  else recount(open);
}

function isSaid(entry: Entry): boolean {
  return entry.type === 'message' && entry.delivery.state === 'sent';
}
