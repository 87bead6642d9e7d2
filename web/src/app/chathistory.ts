// Asking the server for the past (IRCv3 chathistory, a draft).

import { flatten, type Batch } from '../irc/batch';
import type { Client } from '../irc/client';
import type { Message as Line } from '../irc/message';
import type { Reply } from '../irc/requests';
import { isRefusal, sentence } from '../irc/sentences';
import type { Message } from '../state/model';

/** Messages asked for at once, if the server gives as many. */
const PAGE = 100;

export class Chathistory {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  get isOffered(): boolean {
    return this.#client.has('draft/chathistory') && this.#client.has('batch');
  }

  get page(): number {
    return Math.min(PAGE, this.#client.support.chathistory || PAGE);
  }

  get findsById(): boolean {
    const { msgrefs } = this.#client.support;
    return msgrefs.length === 0 || msgrefs.includes('msgid');
  }

  ask(how: 'LATEST' | 'BEFORE' | 'AFTER' | 'AROUND', target: string, reference: string): Promise<Reply> {
    return this.#client.request({ command: 'CHATHISTORY', params: [how, target, reference, String(this.page)] });
  }

  /** How the server finds a message: exactly, or by its time where it can't. */
  reference({ msgid, time }: Message): string {
    return msgid !== null && this.findsById ? `msgid=${msgid}` : timestamp(time);
  }

  lineReference(line: Line): string {
    const msgid = line.tags.get('msgid');
    return msgid !== undefined && this.findsById ? `msgid=${msgid}` : `timestamp=${line.tags.get('time') ?? ''}`;
  }

  /** A page that is not full is the last one. */
  isLast(lines: readonly Line[]): boolean {
    return counted(lines) < this.page;
  }
}

export function timestamp(time: number): string {
  return `timestamp=${new Date(time).toISOString()}`;
}

/** Context messages belong to others (chathistory "draft/chathistory-context"). */
export function said(batch: Batch): Line[] {
  return flatten(batch).filter((line) => !line.tags.has('draft/chathistory-context'));
}

export function problem({ ended, lines }: Reply): string {
  const refusal = lines.find(isRefusal);
  if (refusal) return sentence(refusal);
  return ended === 'timeout' ? 'The server did not answer.' : 'The messages couldn’t be had.';
}

/** How many of a page's lines its limit counts; that one was redacted is told besides (message-redaction). */
function counted(lines: readonly Line[]): number {
  return lines.filter((line) => line.command !== 'REDACT').length;
}
