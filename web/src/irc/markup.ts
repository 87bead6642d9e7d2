// The tokens that the text of messages becomes. Plain data, never HTML: the view
// makes elements of it.

import { fold } from './casemap';
import { parseFormatting, type Look, type Run } from './formatting';
import { findLinks } from './links';
import { NICK } from './mentions';

export type Span =
  | { readonly type: 'text'; readonly text: string; readonly look: Look }
  /** `href` is http, https or mailto and safe to put into an anchor. */
  | { readonly type: 'link'; readonly text: string; readonly href: string; readonly look: Look }
  /** A channel named in the text: a link to `app.href(name)`. */
  | { readonly type: 'channel'; readonly name: string; readonly look: Look }
  /** A nick; `self` is the "@you" chip. */
  | { readonly type: 'mention'; readonly text: string; readonly nick: string; readonly self: boolean }
  /** `code` between backticks. */
  | { readonly type: 'code'; readonly text: string }
  /** Hidden until asked for: text on its own colour, or ||text||. */
  | { readonly type: 'spoiler'; readonly spans: readonly Span[] };

export type Block =
  | { readonly type: 'line'; readonly spans: readonly Span[] }
  /** A code fence, its lines joined. */
  | { readonly type: 'fence'; readonly language: string; readonly text: string };

/** What the text is read with. */
export interface Reading {
  /** One's own nick: the "@you" chip. */
  readonly self: string;
  /** Whether a word behind an "@" is somebody's nick. */
  readonly isNick: (word: string) => boolean;
  readonly chantypes: string;
}

/** Reads the lines of one message, or of several that a code fence joins. */
export function parseMarkup(texts: readonly string[], reading: Reading): Block[] {
  const blocks: Block[] = [];
  let fence: { language: string; lines: string[] } | null = null;
  const line = (text: string) => {
    if (text !== '') blocks.push({ type: 'line', spans: parseLine(text, reading) });
  };
  const close = () => {
    if (fence) blocks.push({ type: 'fence', language: fence.language, text: fence.lines.join('\n') });
    fence = null;
  };
  for (const text of texts) {
    let rest = text;
    for (;;) {
      const at = rest.indexOf('```');
      if (at < 0) break;
      const before = rest.slice(0, at);
      rest = rest.slice(at + 3);
      if (fence) {
        if (before.trim() !== '') fence.lines.push(before);
        close();
        rest = rest.trimStart();
      } else {
        line(before.trimEnd());
        // "```go" alone on its line names the language; "```x = 1```" holds code.
        const language = rest.includes('```') ? '' : (/^[A-Za-z0-9+#-]{1,20}$/.exec(rest)?.[0] ?? '');
        fence = { language, lines: [] };
        rest = rest.slice(language.length);
      }
    }
    // A line that is empty as a whole counts; what is left beside a fence does not.
    const isWhole = rest === text;
    if (fence) {
      if (isWhole || rest.trim() !== '') fence.lines.push(rest === ' ' ? '' : rest);
    } else if (isWhole) blocks.push({ type: 'line', spans: parseLine(text, reading) });
    else line(rest);
  }
  close();
  return blocks;
}

/** Whether a text opens a code fence that it does not close. */
export function opensFence(text: string): boolean {
  return text.includes('```') && text.split('```').length % 2 === 0;
}

/** `code` and ||spoilers||, neither across a control character. */
const INLINE = /`([^`\x00-\x1f]+)`|\|\|((?:(?!\|\|)[^\x00-\x1f])+)\|\|/g;

function parseLine(text: string, reading: Reading): Span[] {
  const spans: Span[] = [];
  for (const run of parseFormatting(text)) {
    if (isHidden(run)) {
      spans.push({ type: 'spoiler', spans: parseWords(run.text, {}, reading) });
      continue;
    }
    // An address may hold what else would be code or a spoiler.
    const links = findLinks(run.text);
    let at = 0;
    for (const match of run.text.matchAll(INLINE)) {
      const end = match.index + match[0].length;
      if (links.some((link) => match.index > link.start && match.index < link.end)) continue;
      spans.push(...parseWords(run.text.slice(at, match.index), run.look, reading));
      if (match[1] !== undefined) spans.push({ type: 'code', text: match[1] });
      else spans.push({ type: 'spoiler', spans: parseWords(match[2] ?? '', run.look, reading) });
      at = end;
    }
    spans.push(...parseWords(run.text.slice(at), run.look, reading));
  }
  return spans;
}

/** Text in the colour of its ground is how IRC hides it. */
function isHidden(run: Run): boolean {
  return run.look.fg !== undefined && run.look.fg === run.look.bg;
}

/** Links, then channels, mentions and text between them. */
function parseWords(text: string, look: Look, reading: Reading): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const link of findLinks(text)) {
    spans.push(...parseNames(text.slice(at, link.start), look, reading));
    spans.push({ type: 'link', text: text.slice(link.start, link.end), href: link.href, look });
    at = link.end;
  }
  spans.push(...parseNames(text.slice(at), look, reading));
  return spans;
}

const NAMES = new RegExp(String.raw`(?<![\p{L}\p{N}#&/])([#&][^\s,\x00-\x1f"'()<>]{1,63})|(?<!${NICK})@?${NICK}+`, 'gu');

function parseNames(text: string, look: Look, reading: Reading): Span[] {
  const spans: Span[] = [];
  let at = 0;
  const push = (from: number, to: number, span: Span) => {
    if (from > at) spans.push({ type: 'text', text: text.slice(at, from), look });
    spans.push(span);
    at = to;
  };
  for (const match of text.matchAll(NAMES)) {
    const start = match.index;
    if (match[1] !== undefined) {
      const name = match[1].replace(/[.:;!?*_]+$/, '');
      const isNumber = /^.\d+$/.test(name); // "#12" is an issue more often than a channel
      if (name.length > 1 && !isNumber && reading.chantypes.includes(name[0] ?? '')) {
        push(start, start + name.length, { type: 'channel', name, look });
      }
      continue;
    }
    const word = match[0];
    const bare = word.startsWith('@') ? word.slice(1) : word;
    if (reading.self !== '' && fold(bare) === fold(reading.self)) {
      push(start, start + word.length, { type: 'mention', text: word, nick: bare, self: true });
    } else if (word !== bare && reading.isNick(bare)) {
      push(start, start + word.length, { type: 'mention', text: word, nick: bare, self: false });
    }
  }
  if (at < text.length) spans.push({ type: 'text', text: text.slice(at), look });
  return spans;
}
