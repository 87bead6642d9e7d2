// The composer's brain: completion, recall, and how many bytes are left.

import { byteLength } from '../irc/names';
import { fits, type MultilineLimits } from '../irc/multiline';
import { roomFor, tidy } from '../irc/split';
import { fold } from '../irc/casemap';
import type { Conversation, Identity } from '../state/model';

/** What Tab made of the text; handed back for the next Tab. */
export interface Completion {
  readonly text: string;
  readonly caret: number;
  readonly candidates: readonly string[];
  readonly index: number;
  /** Where the completed word begins and what was typed of it. */
  readonly start: number;
  readonly stem: string;
  /** What stood after the word. */
  readonly rest: string;
}

/** A row of THE SLASH TABLE as people read it. */
export interface CommandHelp {
  readonly name: string;
  /** "/kick <nick> [reason]" */
  readonly usage: string;
  readonly help: string;
}

/** What words can become. */
export interface Vocabulary {
  /** Most likely first. */
  readonly nicks: readonly string[];
  /** What somebody is called besides; who types it means the nick. */
  readonly nameOf: (nick: string) => string | null;
  readonly channels: readonly string[];
  readonly commands: readonly string[];
}

/** Completes the word at the caret, or goes on to the next candidate. */
export function complete(text: string, caret: number, last: Completion | null, words: Vocabulary): Completion | null {
  if (last && last.text === text && last.caret === caret) {
    return fill({ ...last, index: (last.index + 1) % last.candidates.length });
  }
  const start = text.slice(0, caret).search(/\S+$/);
  if (start < 0) return null;
  const stem = text.slice(start, caret);
  const candidates = candidatesFor(stem, start, words);
  if (candidates.length === 0) return null;
  return fill({ text, caret, candidates, index: 0, start, stem, rest: text.slice(caret) }, text.slice(0, start));
}

function candidatesFor(stem: string, start: number, words: Vocabulary): string[] {
  const at = stem.startsWith('@') ? '@' : '';
  const wanted = fold(stem.slice(at.length));
  const begins = (word: string) => fold(word).startsWith(wanted);
  if (stem.startsWith('/') && start === 0) return words.commands.map((name) => `/${name}`).filter((name) => name.startsWith(fold(stem)));
  if (stem.startsWith('#')) return words.channels.filter((name) => fold(name).startsWith(fold(stem)));
  return wanted === '' && at === '' ? [] : words.nicks.filter((nick) => begins(nick) || begins(words.nameOf(nick) ?? '')).map((nick) => at + nick);
}

/** A nick that begins the text is spoken to: "maria: ". */
function fill(completion: Completion, head = completion.text.slice(0, completion.start)): Completion {
  const word = completion.candidates[completion.index] ?? completion.stem;
  const isPlain = /^[@#/]/.test(word);
  const tail = head === '' && !isPlain ? ': ' : ' ';
  const rest = completion.rest.startsWith(' ') ? completion.rest.slice(1) : completion.rest;
  const done = head + word + tail;
  return { ...completion, text: done + rest, caret: done.length };
}

/** Nicks of a conversation, recent speakers first, then by name; oneself last. */
export function nicksOf(conversation: Conversation, isOwn: (nick: string) => boolean): string[] {
  const nicks = new Map<string, string>();
  const note = (nick: string) => {
    if (!nicks.has(fold(nick))) nicks.set(fold(nick), nick);
  };
  for (let i = conversation.entries.length - 1; i >= 0; i--) {
    const entry = conversation.entries[i];
    const isHere = entry?.type === 'message' && (conversation.kind === 'private' || conversation.members.has(fold(entry.nick)));
    if (isHere && !isOwn(entry.nick)) note(entry.nick);
  }
  if (conversation.kind === 'private') note(conversation.name);
  const members = [...conversation.members.values()].map((member) => member.nick).sort((a, b) => (fold(a) < fold(b) ? -1 : 1));
  members.filter((nick) => !isOwn(nick)).forEach(note);
  members.filter(isOwn).forEach(note);
  return [...nicks.values()];
}

/** A host that has not been seen yet is taken to be as long as hosts may be. */
const LONGEST_HOST = 63;
const LONGEST_USER = 10;
/** The counter appears when fewer bytes than this are left. */
const NEAR = 80;

export function maskOf(me: Identity): string {
  return `${me.nick}!${me.user || 'u'.repeat(LONGEST_USER)}@${me.host || 'h'.repeat(LONGEST_HOST)}`;
}

/** How many bytes of text one message may hold. */
export function room(me: Identity, target: string): number {
  return roomFor(maskOf(me), 'PRIVMSG', target);
}

/** Bytes left of a message, or null when that is far from the cut; negative: it becomes several. */
export function bytesLeft(me: Identity, target: string, text: string, multiline: MultilineLimits | null): number | null {
  // Commands are of another length, and most are short.
  if (text.startsWith('/') && !text.startsWith('//')) return null;
  const most = room(me, target);
  // Without messages of several lines each line is one, and the longest counts.
  const left = multiline
    ? multiline.bytes - byteLength(text)
    : most - Math.max(...text.split('\n').map(byteLength));
  if (multiline && left >= 0 && !fits(tidy(text), most, multiline)) return -1;
  return left <= NEAR ? left : null;
}

/** What was sent before, by conversation; Up and Down walk through it. */
export class Recall {
  readonly #sent = new Map<string, string[]>();
  readonly #place = new Map<string, { at: number; typed: string; shown: string }>();

  note(key: string, text: string): void {
    const sent = this.#sent.get(key) ?? [];
    if (sent.at(-1) !== text) sent.push(text);
    this.#sent.set(key, sent.slice(-50));
    this.#place.delete(key);
  }

  /** The text before or after the one shown; the typed one comes back after the last. */
  step(key: string, step: -1 | 1, text: string): string | null {
    const sent = this.#sent.get(key) ?? [];
    const held = this.#place.get(key);
    // Who has changed what was recalled has typed something new.
    const place = held?.shown === text ? held : { at: sent.length, typed: text, shown: text };
    const at = place.at + step;
    if (at < 0 || at > sent.length) return null;
    const shown = at === sent.length ? place.typed : (sent[at] ?? '');
    this.#place.set(key, { ...place, at, shown });
    return shown;
  }
}
