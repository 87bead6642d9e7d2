// The past without end, in a bounded room. A conversation always holds its newest
// entries. Whoever goes further up than these reach is shown a stretch of the past
// in their place: it grows at the end where she reads and is let go of at the
// other. Where it meets the newest entries again the two become one.

import type { Draft, Open } from './draft';
import { isUnsettled, KEPT, settledEnd } from './entries';
import type { Page } from './event';
import type { Conversation, Entry, History, Message, Stretch } from './model';
import { merge, readPast } from './past';
import { isNews, markRead } from './unread';

/** Entries of a stretch: many more than are drawn, few beside a long past. */
const LENGTH = 1200;

const IDLE = { loading: false, error: null };

/** What is shown of a conversation: a stretch of its past or the newest entries. */
export function shown(conversation: Conversation): { readonly entries: readonly Entry[]; readonly history: History } {
  return conversation.stretch ?? conversation;
}

/** Takes a page of history to where it was asked for. */
export function takePage(d: Draft, open: Open, page: Page): void {
  const messages = readPast(d, open, page.lines, page.at);
  if (page.side === 'older') older(d, open, page, messages);
  else if (page.side === 'newer') newer(d, open, page, messages);
  else around(d, open, page, messages);
}

/** The newest entries are what is shown when next looked at. */
export function leavePast(open: Open): void {
  open.stretch = null;
  open.sought = null;
  open.spot = { key: null };
}

/** The newest entries are looked at again. */
export function returnToPresent(d: Draft, open: Open): void {
  leavePast(open);
  open.following = true;
  if (d.state.current === open.key && d.state.attentive) markRead(open);
}

/** Shows a message that is held. */
export function spot(open: Open, key: string): void {
  open.sought = null;
  open.spot = { key };
  // The message may stand among the newest entries, while a stretch is shown.
  if (open.stretch && !open.stretch.entries.some((entry) => entry.key === key)) open.stretch = null;
}

/** Meets the newest entries without asking anybody, if the stretch reaches them. */
export function rejoin(d: Draft, open: Open): boolean {
  const { stretch } = open;
  const last = stretch && lastSaid(stretch.entries);
  const from = last ? open.entries.findIndex((entry) => isSame(entry, last)) : -1;
  if (!stretch || !last || from < 0) return false;
  d.replaceEntries(open, [...stretch.entries.slice(0, stretch.entries.indexOf(last)), ...open.entries.slice(from)]);
  open.history = { ...stretch.history };
  open.stretch = null;
  return true;
}

/** Pages follow a message; one that is not at that end any more has nothing to follow. */
export function edgeOf(conversation: Conversation, side: 'older' | 'newer'): Message | undefined {
  const { entries } = shown(conversation);
  return side === 'older' ? entries.find(isSaid) : lastSaid(entries);
}

function older(d: Draft, open: Open, page: Page, messages: readonly Message[]): void {
  const { entries, history } = shown(open);
  if (edgeOf(open, 'older')?.key !== page.from) {
    setHistory(open, { ...history, loading: false });
  } else if (!open.stretch && (entries.length + messages.length <= KEPT || messages.length === 0)) {
    merge(d, open, { lines: page.lines, direction: 'before', end: page.end, gap: null, at: page.at });
  } else {
    const all = [...without(messages, entries), ...entries.slice(0, settledEnd(entries))];
    const newer = open.stretch?.newer ?? IDLE;
    open.stretch = { entries: all.slice(0, LENGTH), history: { before: page.end ? 'end' : 'more', ...IDLE }, newer };
    open.following = false;
  }
}

function newer(d: Draft, open: Open, page: Page, messages: readonly Message[]): void {
  const { stretch } = open;
  if (!stretch) return;
  if (edgeOf(open, 'newer')?.key !== page.from) open.stretch = { ...stretch, newer: IDLE };
  else extend(d, open, stretch, messages, page.end);
}

function around(d: Draft, open: Open, page: Page, messages: readonly Message[]): void {
  // Something else is sought by now.
  if (open.sought === null || open.sought !== page.target) return;
  const { target } = page;
  const found = typeof target === 'string' ? messages.find(({ msgid }) => msgid === target) : (messages.find((m) => isNews(m, target)) ?? messages.at(-1));
  if (!found) {
    returnToPresent(d, open);
    return;
  }
  extend(d, open, { entries: [], history: { before: 'more', ...IDLE }, newer: IDLE }, messages, false);
  const key = shown(open).entries.find((entry) => isSame(entry, found))?.key;
  open.sought = null;
  open.spot = { key: key ?? found.key };
  open.following = false;
}

/** What follows a stretch is put to it; the newest entries too, when it reaches them. */
function extend(d: Draft, open: Open, stretch: Stretch, messages: readonly Message[], isEnd: boolean): void {
  const place = new Map(open.entries.map((entry, i) => [idOf(entry), i]));
  const tie = messages.findIndex(({ msgid }) => msgid !== null && place.has(msgid));
  if (tie < 0 && !isEnd) {
    const all = [...stretch.entries, ...without(messages, stretch.entries)];
    const history = all.length > LENGTH ? { before: 'more' as const, ...IDLE } : stretch.history;
    open.stretch = { entries: all.slice(-LENGTH), history, newer: IDLE };
    return;
  }
  const from = (tie < 0 ? undefined : place.get(messages[tie]?.msgid ?? null)) ?? settledEnd(open.entries);
  const since = lastSaid(stretch.entries)?.time ?? messages[0]?.time ?? 0;
  const before = without(tie < 0 ? messages : messages.slice(0, tie), stretch.entries);
  // What nobody keeps, such as that somebody came, stands between by its time.
  const lead = without(open.entries.slice(0, from), stretch.entries).filter((entry) => entry.time >= since);
  const between = [...before, ...lead].sort((a, b) => a.time - b.time);
  d.replaceEntries(open, [...stretch.entries, ...between, ...open.entries.slice(from)]);
  open.history = stretch.history;
  open.stretch = null;
}

function setHistory(open: Open, history: History): void {
  if (open.stretch) open.stretch = { ...open.stretch, history };
  else open.history = history;
}

/** Those that are not among others. */
function without<E extends Entry>(entries: readonly E[], others: readonly Entry[]): E[] {
  const keys = new Set(others.map(({ key }) => key));
  const ids = new Set(others.map(idOf));
  return entries.filter((entry) => !keys.has(entry.key) && !(idOf(entry) !== null && ids.has(idOf(entry))));
}

function isSame(entry: Entry, message: Message): boolean {
  return entry.key === message.key || (message.msgid !== null && idOf(entry) === message.msgid);
}

function idOf(entry: Entry): string | null {
  return entry.type === 'message' ? entry.msgid : null;
}

function isSaid(entry: Entry): entry is Message {
  return entry.type === 'message' && !isUnsettled(entry);
}

function lastSaid(entries: readonly Entry[]): Message | undefined {
  return entries.findLast(isSaid);
}
