// What is looked for, and where it stands in a text. A query is words, phrases
// between quotes, and a few narrowing words: from:maria in:#tea on:2026-11-24
// after:2026-11-01 before:2026-12-01.

import { stripFormatting } from '../irc/formatting';
import type { Entry, Message } from './model';

export interface Query {
  /** As the server takes them: words, and phrases between quotes. */
  readonly text: string;
  readonly from: string | null;
  readonly in: string | null;
  /** From this moment on, and before that one; null: whenever. */
  readonly after: number | null;
  readonly before: number | null;
}

export type Parsed = { readonly query: Query } | { readonly problem: string };

const DAY = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/;

/** Reads what was typed; days are the reader's own. Null when there is nothing to look for. */
export function parseQuery(typed: string, now: number): Parsed | null {
  const words: string[] = [];
  const found: { -readonly [K in keyof Query]: Query[K] } = { text: '', from: null, in: null, after: null, before: null };
  for (const [item, key = '', value = ''] of typed.matchAll(/"[^"]*"?|(from|in|on|after|before):(\S*)|\S+/gi)) {
    const narrowing = key.toLowerCase();
    if (narrowing === '') words.push(item);
    else if (value === '') continue; // still being typed
    else if (narrowing === 'from' || narrowing === 'in') found[narrowing] = value;
    else {
      const day = dayOf(value, now);
      if (!day) return { problem: `“${value}” is no day: write ${narrowing}:2026-11-24, or today, or yesterday.` };
      if (narrowing !== 'before') found.after = day.begin;
      if (narrowing !== 'after') found.before = narrowing === 'on' ? day.end : day.begin;
    }
  }
  found.text = words.join(' ').trim();
  const isEmpty = phrasesOf(found.text).length === 0 && found.from === null;
  return isEmpty ? null : { query: found };
}

/** The words and phrases of a text, folded. */
export function phrasesOf(text: string): string[] {
  const all = [...text.matchAll(/"([^"]*)"?|(\S+)/g)].map(([, phrase, word]) => fold(phrase ?? word ?? '').text.trim());
  return all.filter((phrase) => /[\p{L}\p{N}]/u.test(phrase));
}

/** Whether a message is what is looked for, wherever it was said. */
export function matches(message: Message, query: Query): boolean {
  if (message.redaction || message.delivery.state !== 'sent') return false;
  if (query.from !== null && fold(message.nick).text !== fold(query.from).text) return false;
  if (query.after !== null && message.time < query.after) return false;
  if (query.before !== null && message.time >= query.before) return false;
  const { text } = fold(stripFormatting(message.text));
  return phrasesOf(query.text).every((phrase) => text.includes(phrase));
}

/** Messages among those held, newest first. */
export function searchEntries(entries: readonly Entry[], query: Query): Message[] {
  return entries.filter((entry): entry is Message => entry.type === 'message' && matches(entry, query)).reverse();
}

export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** A text cut at what was found in it. */
export function pieces(text: string, phrases: readonly string[]): Piece[] {
  const folded = fold(text);
  const cut: Piece[] = [];
  let at = 0;
  for (const [from, to] of spots(folded.text, phrases)) {
    const [start, end] = [folded.at[from] ?? text.length, folded.at[to] ?? text.length];
    if (start > at) cut.push({ text: text.slice(at, start), found: false });
    cut.push({ text: text.slice(Math.max(at, start), end), found: true });
    at = end;
  }
  if (at < text.length) cut.push({ text: text.slice(at), found: false });
  return cut;
}

/** As much of a long text as shows the first thing found in it. */
export function excerpt(text: string, phrases: readonly string[], most: number): string {
  const line = text.replace(/\s+/g, ' ');
  const folded = fold(line);
  const [first] = spots(folded.text, phrases);
  const start = first ? (folded.at[first[0]] ?? 0) : 0;
  if (line.length <= most || start < most / 2) return line.slice(0, most) + (line.length > most ? '…' : '');
  const from = line.indexOf(' ', start - most / 3) + 1;
  return `…${line.slice(from, from + most)}${from + most < line.length ? '…' : ''}`;
}

/** Where the phrases stand: at the beginning of a word if they do so anywhere. In order, apart from each other. */
function spots(text: string, phrases: readonly string[]): [number, number][] {
  const all = phrases.flatMap((phrase) => {
    const places: [number, number][] = [];
    for (let at = text.indexOf(phrase); at >= 0 && phrase !== ''; at = text.indexOf(phrase, at + phrase.length)) places.push([at, at + phrase.length]);
    const beginnings = places.filter(([at]) => !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' '));
    return beginnings.length > 0 ? beginnings : places;
  });
  all.sort(([a], [b]) => a - b);
  return all.filter(([from], i) => i === 0 || from >= (all[i - 1]?.[1] ?? 0));
}

/** Without case and accents; `at` tells where each letter of it was. */
function fold(text: string): { readonly text: string; readonly at: number[] } {
  const at: number[] = [];
  let folded = '';
  let from = 0;
  for (const letter of text) {
    const bare = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (let i = 0; i < bare.length; i++) at.push(from);
    folded += bare;
    from += letter.length;
  }
  return { text: folded, at };
}

function dayOf(value: string, now: number): { readonly begin: number; readonly end: number } | null {
  const today = new Date(now);
  const back = { today: 0, yesterday: 1 }[value.toLowerCase()];
  if (back !== undefined) return days(today.getFullYear(), today.getMonth(), today.getDate() - back, 1);
  const [, year, month, day] = DAY.exec(value) ?? [];
  if (year === undefined || month === undefined || Number(month) < 1 || Number(month) > 12) return null;
  if (day === undefined) return { begin: new Date(Number(year), Number(month) - 1, 1).getTime(), end: new Date(Number(year), Number(month), 1).getTime() };
  const isDay = new Date(Number(year), Number(month) - 1, Number(day)).getDate() === Number(day);
  return isDay ? days(Number(year), Number(month) - 1, Number(day), 1) : null;
}

function days(year: number, month: number, day: number, count: number) {
  return { begin: new Date(year, month, day).getTime(), end: new Date(year, month, day + count).getTime() };
}
