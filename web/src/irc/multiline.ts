// Messages of several lines (IRCv3 multiline, a draft): a batch on the wire, one
// message with line feeds in its text for everybody above.

import type { Message, Outgoing } from './message';
import { byteLength } from './names';
import { splitWhole } from './split';

const NAME = 'draft/multiline';
const CONCAT = 'draft/multiline-concat';

/** What one such message may hold. */
export interface MultilineLimits {
  readonly bytes: number;
  readonly lines: number;
}

/** Reads the value of the capability; null: there is no such thing, or it can't be read. */
export function limitsOf(value: string | undefined): MultilineLimits | null {
  const tokens = new Map((value ?? '').split(',').map((token) => token.split('=') as [string, string]));
  const bytes = Number.parseInt(tokens.get('max-bytes') ?? '', 10);
  const lines = Number.parseInt(tokens.get('max-lines') ?? '', 10);
  return bytes > 0 ? { bytes, lines: lines > 0 ? lines : Infinity } : null;
}

interface Open {
  /** The opening BATCH: its tags and its source are those of the message. */
  readonly opening: Message;
  readonly lines: Message[];
}

/** Puts messages of several lines together before anybody else sees their lines. */
export class Multilines {
  readonly #open = new Map<string, Open>();

  /** What a line comes to: itself, a whole message, or nothing yet. */
  take(message: Message): Message | null {
    if (message.command === 'BATCH') {
      const [mark = '', type] = message.params;
      const reference = mark.slice(1);
      if (mark.startsWith('+') && type === NAME) {
        this.#open.set(reference, { opening: message, lines: [] });
        return null;
      }
      const ended = mark.startsWith('-') ? this.#open.get(reference) : undefined;
      if (!ended) return message;
      this.#open.delete(reference);
      return join(ended, message);
    }
    const into = this.#open.get(message.tags.get('batch') ?? '');
    if (!into) return message;
    into.lines.push(message);
    return null;
  }
}

function join({ opening, lines }: Open, closing: Message): Message | null {
  const [first] = lines;
  if (!first) return null;
  let text = first.params[1] ?? '';
  for (const line of lines.slice(1)) text += (line.tags.has(CONCAT) ? '' : '\n') + (line.params[1] ?? '');
  return {
    tags: opening.tags,
    source: opening.source ?? first.source,
    command: first.command,
    params: [first.params[0] ?? opening.params[2] ?? '', text],
    raw: [opening, ...lines, closing].map((line) => line.raw).join('\n'),
  };
}

interface Line {
  readonly text: string;
  readonly concat: boolean;
}

/** The lines of a text, those that are longer than `room` bytes in pieces; spaces stay where they are. */
function piecesOf(text: string, room: number): Line[] {
  return text.split('\n').flatMap((line) => splitWhole(line, room).map((piece, i) => ({ text: piece, concat: i > 0 })));
}

/** Whether a text fits into one message of several lines. */
export function fits(text: string, room: number, { bytes, lines }: MultilineLimits): boolean {
  return byteLength(text) <= bytes && piecesOf(text, room).length <= lines;
}

/** The lines that say a text: the opening of a batch, which bears the tags, and what follows it. */
export function batchFor(reference: string, command: string, target: string, text: string, room: number, tags: Outgoing['tags']): [Outgoing, ...Outgoing[]] {
  return [
    { command: 'BATCH', params: [`+${reference}`, NAME, target], ...(tags ? { tags } : {}) },
    ...piecesOf(text, room).map((piece) => ({
      command, params: [target, piece.text], tags: { batch: reference, ...(piece.concat ? { [CONCAT]: '' } : {}) },
    })),
    { command: 'BATCH', params: [`-${reference}`] },
  ];
}
