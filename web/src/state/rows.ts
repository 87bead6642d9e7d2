// Entries as the log draws them: grouped, with days between, happenings folded,
// code fences joined. A row that did not change is the same object as before.

import { opensFence } from '../irc/markup';
import { lineOf, summarize } from './happenings';
import type { Entry, Happening, Message } from './model';
import type { Row } from './select';
import { isNews } from './unread';

/** Messages of one person within this time are one group. */
const GROUP = 5 * 60_000;
/** A code fence that runs on longer than this was never closed. */
const FENCE_PARTS = 200;

export interface RowOptions {
  /** The "New messages" line stands above what others said first after this moment; null: nowhere. */
  readonly newSince: number | null;
  /** Nothing precedes the first entry; otherwise the line may belong above it. */
  readonly isWhole: boolean;
  /** Show joins, parts, quits and new names. */
  readonly happenings: boolean;
}

/** Makes the rows of one conversation, again and again. */
export class RowBuilder {
  #last = new Map<string, Row>();

  build(entries: readonly Entry[], options: RowOptions): Row[] {
    const rows: Row[] = [];
    const used = new Map<string, Row>();
    const push = (row: Row) => {
      const before = this.#last.get(row.key);
      const same = before !== undefined && isSame(before, row) ? before : row;
      rows.push(same);
      used.set(row.key, same);
    };
    const newFrom = firstNew(entries, options);
    let day = '';
    let group: Message | null = null;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] as Entry;
      if (entry.type === 'happening' && isHidden(entry, options)) continue;
      const today = dayOf(entry.time);
      // A clock that differs from the server's must not let days go back and forth.
      if (today > day) {
        day = today;
        group = null;
        push({ type: 'day', key: `d${today}`, day: today, time: entry.time });
      }
      if (entry === newFrom) {
        group = null;
        push({ type: 'new', key: 'new' });
      }
      if (entry.type === 'message') {
        const parts = fenceParts(entries, i, newFrom);
        push({ type: 'message', key: entry.key, message: entry, parts, first: !continues(group, entry) });
        i += parts.length - 1;
        group = entry.form === 'say' ? (parts.at(-1) ?? entry) : null;
      } else if (entry.type === 'happening') {
        const run = [entry];
        for (let next = entries[i + 1]; next; next = entries[i + 1]) {
          if (next.type !== 'happening' || dayOf(next.time) !== day) break;
          i++;
          if (!isHidden(next, options)) run.push(next);
        }
        push({ type: 'happenings', key: `h${entry.key}`, summary: summarize(run), lines: run.map(lineOf) });
        group = null;
      } else {
        push(entry.type === 'info' ? { type: 'info', key: entry.key, info: entry } : { type: 'gap', key: entry.key, gap: entry });
        group = null;
      }
    }
    this.#last = used;
    return rows;
  }
}

/** The message above which the "New messages" line stands. */
function firstNew(entries: readonly Entry[], { newSince, isWhole }: RowOptions): Entry | undefined {
  if (newSince === null) return undefined;
  const at = entries.findIndex((entry) => isNews(entry, newSince));
  const isAfterSomething = () => entries.slice(0, at).some((entry) => entry.type === 'message');
  return isWhole || isAfterSomething() ? entries[at] : undefined;
}

function isHidden(entry: Happening, options: RowOptions): boolean {
  return !options.happenings && !entry.own && ['join', 'part', 'quit', 'nick'].includes(entry.what);
}

function continues(group: Message | null, message: Message): boolean {
  return group !== null && message.form === 'say' && group.nick === message.nick && message.time - group.time < GROUP;
}

/** The message, and those after it that a code fence joins to it. */
function fenceParts(entries: readonly Entry[], at: number, newFrom: Entry | undefined): Message[] {
  const first = entries[at] as Message;
  const alone = [first];
  if (first.form !== 'say' || !opensFence(first.text)) return alone;
  const parts = [first];
  for (let i = at + 1; i < entries.length && parts.length < FENCE_PARTS; i++) {
    const next = entries[i];
    if (next?.type !== 'message' || next.form !== 'say' || next.nick !== first.nick || next === newFrom) return alone;
    if (next.delivery.state !== first.delivery.state || next.time - (parts.at(-1)?.time ?? 0) > GROUP) return alone;
    parts.push(next);
    if (next.text.includes('```')) return parts;
  }
  return alone;
}

let dayStart = 0;
let dayEnd = 0;
let dayName = '';

/** The local date; remembered for the day, for most neighbours share it. */
function dayOf(time: number): string {
  if (time >= dayStart && time < dayEnd) return dayName;
  const date = new Date(time);
  const start = new Date(date.getFullYear(), date.getMonth(), date.getDate());
  dayStart = start.getTime();
  dayEnd = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
  const two = (n: number) => String(n).padStart(2, '0');
  dayName = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return dayName;
}

function isSame(a: Row, b: Row): boolean {
  if (a.type === 'message' && b.type === 'message') {
    return a.message === b.message && a.first === b.first && a.parts.length === b.parts.length && a.parts.every((part, i) => part === b.parts[i]);
  }
  if (a.type === 'happenings' && b.type === 'happenings') {
    return a.summary === b.summary && a.lines.length === b.lines.length && a.lines.every((line, i) => line.key === b.lines[i]?.key);
  }
  if (a.type === 'info' && b.type === 'info') return a.info === b.info;
  if (a.type === 'day' && b.type === 'day') return true;
  return a.type === b.type;
}
