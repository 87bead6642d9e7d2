// Long texts become several messages. The server cuts what does not fit
// (511 and more bytes with its source); the client must split before.

import { byteLength, cutBytes } from './names';

/** Bytes of a line without CR LF. */
const LINE = 510;
/** "[15:04:05] ", which the server's replay puts before the text for old clients. */
const REPLAY_STAMP = 11;

/** How many bytes of text fit into a message from a source to a target. */
export function roomFor(mask: string, command: string, target: string): number {
  return LINE - byteLength(`:${mask} ${command} ${target} :`) - REPLAY_STAMP;
}

/**
 * Splits a text at spaces into pieces of at most `max` bytes; a word that is too
 * long is split between characters, never within what a reader sees as one.
 */
export function split(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (byteLength(rest) > max) {
    let head = cutBytes(rest, max);
    const space = head.lastIndexOf(' ');
    const atSpace = rest[head.length] === ' ';
    if (atSpace) {
      // The text happens to end a word just where it must be cut.
    } else if (space > 0 && head.slice(0, space).trim() !== '') {
      head = head.slice(0, space);
    } else {
      head = wholeGraphemes(rest, head);
    }
    pieces.push(head);
    rest = rest.slice(head.length);
    if (rest.startsWith(' ')) rest = rest.slice(1);
  }
  if (rest !== '' || pieces.length === 0) pieces.push(rest);
  return pieces;
}

/** The same with nothing left out: put together again, the pieces are the text; a space stays at the end of its piece. */
export function splitWhole(text: string, max: number): string[] {
  let at = 0;
  const pieces = split(text, byteLength(text) <= max ? max : max - 1);
  return pieces.map((piece, i) => {
    const dropped = i < pieces.length - 1 && text[at + piece.length] === ' ' ? ' ' : '';
    at += piece.length + dropped.length;
    return piece + dropped;
  });
}

/** Shortens a head that ends within an emoji sequence or before a combining mark. */
function wholeGraphemes(text: string, head: string): string {
  // Looking a little past the cut is enough to know where the last one begins.
  const around = text.slice(0, head.length + 64);
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(around)) {
    if (index + segment.length > head.length) break;
    end = index + segment.length;
  }
  return end > 0 ? head.slice(0, end) : head;
}

/** A text as it may be said at once: line feeds between lines, none before and after, no space at a line's end. */
export function tidy(text: string): string {
  const lines = text.replace(/\0/g, '').replace(/\r\n?/g, '\n').split('\n').map((line) => line.trimEnd());
  return lines.join('\n').replace(/^\n+|\n+$/g, '');
}

/** The lines of a pasted text as messages of their own: no empty ones, except inside a code fence where they count. */
export function lines(text: string): string[] {
  const out: string[] = [];
  let fenced = false;
  for (const line of tidy(text).split('\n')) {
    if (line === '') {
      if (fenced) out.push(' ');
      continue;
    }
    if ((line.match(/```/g)?.length ?? 0) % 2 === 1) fenced = !fenced;
    out.push(line);
  }
  return out;
}
