// Joins, parts and the like in words.

import type { Happening } from './model';

export interface HappeningLine {
  readonly key: string;
  readonly time: number;
  readonly text: string;
  readonly happening: Happening;
}

/** More people than this are counted and not named. */
const NAMED = 3;

const SENTENCES: Record<Happening['what'], (h: Happening) => string> = {
  join: (h) => `${h.nick} joined`,
  part: (h) => `${h.nick} left${because(h.text)}`,
  // "Quit: " marks what the person said herself (Modern IRC "QUIT message").
  quit: (h) => `${h.nick} left the server${because(h.text.replace(/^Quit: ?/, ''))}`,
  nick: (h) => (h.own ? `You are ${h.target} now` : `${h.nick} is ${h.target} now`),
  kick: (h) => `${h.nick} removed ${h.target}${because(h.text)}`,
  topic: (h) => (h.text === '' ? `${h.nick} removed the topic` : `${h.nick} set the topic: ${h.text}`),
  mode: (h) => modeSentence(h),
  invite: (h) => `${h.nick} invited ${h.target}`,
  rename: (h) => `${h.nick} renamed this channel, formerly ${h.target}${because(h.text)}`,
};

export function lineOf(happening: Happening): HappeningLine {
  return { key: happening.key, time: happening.time, text: SENTENCES[happening.what](happening), happening };
}

/** "4 people joined, bob left": who only came, only went, or came and went. */
export function summarize(run: readonly Happening[]): string {
  const [only] = run;
  if (only && run.length === 1) return lineOf(only).text;
  const joined: string[] = [];
  const left: string[] = [];
  const passed: string[] = [];
  const back: string[] = [];
  for (const [nick, moves] of movesOf(run)) {
    const came = moves[0] === 'in';
    const isIn = moves.at(-1) === 'in';
    if (came) (isIn ? joined : passed).push(nick);
    else (isIn ? back : left).push(nick);
  }
  const phrases = [
    phrase(joined, 'joined'), phrase(left, 'left'), phrase(passed, 'came and went'), phrase(back, 'left and came back'),
    ...rest(run),
  ];
  return phrases.filter((text) => text !== '').join(', ');
}

/** Who moved in or out, and how, in the order of their first move; a new name goes on under it. */
function movesOf(run: readonly Happening[]): Map<string, ('in' | 'out')[]> {
  const moves = new Map<string, ('in' | 'out')[]>();
  for (const { what, nick, target } of run) {
    const held = moves.get(nick);
    if (what === 'join') moves.set(nick, [...(held ?? []), 'in']);
    else if (what === 'part' || what === 'quit') moves.set(nick, [...(held ?? []), 'out']);
    else if (what === 'nick' && held) {
      moves.delete(nick);
      moves.set(target, held);
    }
  }
  return moves;
}

/** What isn't coming and going: one is told, several are counted by their kind. */
function rest(run: readonly Happening[]): string[] {
  const others = run.filter(({ what }) => what !== 'join' && what !== 'part' && what !== 'quit');
  if (others.length <= 2) return others.map((happening) => lineOf(happening).text);
  return [`${others.length} other changes`];
}

function phrase(nicks: readonly string[], verb: string): string {
  if (nicks.length === 0) return '';
  if (nicks.length > NAMED) return `${nicks.length} people ${verb}`;
  return `${listOf(nicks)} ${verb}`;
}

/** "a", "a and b", "a, b and c" */
export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function because(reason: string): string {
  return reason === '' ? '' : ` (${reason})`;
}

const RANKS: Record<string, string> = {
  q: 'an owner', a: 'an admin', o: 'an operator', h: 'a half-operator', v: 'voiced',
};

/** A mode that reads better in words, by sign and letter; `value` is its parameter. */
const MODES: Record<string, (value: string) => string> = {
  '+b': (mask) => (muted(mask) === null ? `banned ${mask}` : `muted ${muted(mask)}`),
  '-b': (mask) => (muted(mask) === null ? `took back the ban of ${mask}` : `let ${muted(mask)} write again`),
  '+W': (seconds) => `set slow mode: one message in ${seconds} seconds`,
  '-W': () => 'ended slow mode',
};

/** Whom a ban only silences (the extban ~quiet), or null. */
function muted(mask: string): string | null {
  return /^~(?:quiet|mute|q|m):(.+)/.exec(mask)?.[1] ?? null;
}

/** What is done every day reads as such; the rest stays as it was sent. */
function modeSentence({ nick, text }: Happening): string {
  const [, sign = '', value = ''] = /^([+-][bW])(?: (\S+))?$/.exec(text) ?? [];
  const words = MODES[sign];
  if (words) return `${nick} ${words(value)}`;
  const single = /^([+-])([qaohv]) (\S+)$/.exec(text);
  const rank = RANKS[single?.[2] ?? ''];
  if (single && rank) return `${nick} made ${single[3]} ${single[1] === '+' ? rank : rank === 'voiced' ? 'unvoiced' : `no longer ${rank}`}`;
  return `${nick} set ${text}`;
}
