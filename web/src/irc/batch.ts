// Batches (IRCv3 batch), nested ones too.

import type { Message } from './message';

export interface Batch {
  readonly type: string;
  readonly params: readonly string[];
  /** The label of the request it answers, or null. */
  readonly label: string | null;
  /** Lines and batches in it, in order. */
  readonly items: readonly (Message | Batch)[];
}

export function isBatch(item: Message | Batch): item is Batch {
  return 'items' in item;
}

interface Open extends Batch {
  readonly items: (Message | Batch)[];
  readonly parent: string | null;
}

/** Batches that are an answer as a whole; the lines of others happen one by one. */
const WHOLE = ['chathistory', 'draft/chathistory-targets', 'soju.im/search'];

export function isWhole(batch: Batch): boolean {
  return WHOLE.includes(batch.type);
}

/** Collects batches: what is outside of one, and each outermost one when it ends, comes out. */
export class Batches {
  readonly #open = new Map<string, Open>();

  /** What a line completes: itself, a batch, or nothing yet. */
  take(message: Message): Message | Batch | null {
    const parent = message.tags.get('batch') ?? null;
    if (message.command === 'BATCH') return this.#mark(message, parent);
    const into = parent === null ? undefined : this.#open.get(parent);
    if (into === undefined) return message;
    into.items.push(message);
    return null;
  }

  /**
   * The outermost batch that a line is in, if it happens now and not when that
   * ends: what comes between the lines of an answer must find them done.
   */
  streams(message: Message): Batch | null {
    if (message.command === 'BATCH') return null;
    let batch = this.#open.get(message.tags.get('batch') ?? '');
    while (batch && !isWhole(batch)) {
      const parent = batch.parent === null ? undefined : this.#open.get(batch.parent);
      if (!parent) return batch;
      batch = parent;
    }
    return null;
  }

  #mark(message: Message, parent: string | null): Batch | null {
    const [mark = '', type = '', ...params] = message.params;
    const reference = mark.slice(1);
    if (mark.startsWith('+')) {
      const label = message.tags.get('label') ?? null;
      this.#open.set(reference, { type, params, label, items: [], parent });
      return null;
    }
    const ended = this.#open.get(reference);
    if (ended === undefined) return null;
    this.#open.delete(reference);
    const into = ended.parent === null ? undefined : this.#open.get(ended.parent);
    const { parent: _, ...batch } = ended;
    if (into === undefined) return batch;
    into.items.push(batch);
    return null;
  }
}

/** All lines of a batch and the batches in it, in order. */
export function flatten(batch: Batch): Message[] {
  return batch.items.flatMap((item) => (isBatch(item) ? flatten(item) : [item]));
}

/** The first whole answer: the batch itself or one in it. */
export function findWhole(batch: Batch): Batch | null {
  if (isWhole(batch)) return batch;
  for (const item of batch.items) {
    const found = isBatch(item) ? findWhole(item) : null;
    if (found) return found;
  }
  return null;
}
