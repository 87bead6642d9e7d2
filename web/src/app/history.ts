// Filling conversations from the server's history (IRCv3 chathistory).

import { flatten, type Batch } from '../irc/batch';
import type { Client } from '../irc/client';
import { timeOf, type Message as Line } from '../irc/message';
import type { Reply } from '../irc/requests';
import { isRefusal, sentence } from '../irc/sentences';
import { isPending, isUnsettled, KEPT_READING } from '../state/entries';
import type { Conversation, Key, Message } from '../state/model';
import type { Outgoing } from './outgoing';
import type { Store } from './store';

/** Messages asked for at once, if the server gives as many. */
const PAGE = 100;
/** A gap longer than this many pages is shown as one. */
const PAGES = 5;
/** Conversations that an absence is searched for, and clocks that differ. */
const TARGETS = 50;
const FUZZ = 10_000;

export class Pasts {
  readonly #store: Store;
  readonly #client: Client;
  readonly #outgoing: Outgoing;
  /** The newest message of each conversation when the connection came back. */
  #held = new Map<Key, Message | undefined>();
  /** The same, of those that were not looked at since: some of what they hold may have been deleted meanwhile. */
  #unverified = new Map<Key, Message>();

  constructor(store: Store, client: Client, outgoing: Outgoing) {
    this.#store = store;
    this.#client = client;
    this.#outgoing = outgoing;
  }

  /** The connection is back: what comes from now on must not hide what was missed before. */
  remember(): void {
    this.#held = new Map([...this.#store.now().conversations.values()].map((c) => [c.key, lastSaid(c)]));
    this.#unverified = new Map([...this.#held].flatMap(([key, newest]) => (newest ? [[key, newest]] : [])));
  }

  get #isOffered(): boolean {
    return this.#client.has('draft/chathistory') && this.#client.has('batch');
  }

  get #page(): number {
    return Math.min(PAGE, this.#client.support.chathistory || PAGE);
  }

  /** Gets what was said since the newest message held, or the newest when none is. */
  async catchUp(key: Key): Promise<void> {
    const conversation = this.#conversation(key);
    if (!conversation) return;
    if (!this.#isOffered) {
      this.#outgoing.caughtUp(key, false);
      return;
    }
    this.#store.happen({ type: 'history-asked', key });
    const newest = this.#held.has(key) ? this.#held.get(key) : lastSaid(conversation);
    this.#held.delete(key);
    const found = await this.#since(conversation.name, newest);
    if (found.state === 'lost') return;
    if (found.state === 'failed') {
      // Of a nick that nobody had there is no history, and that is no error.
      const error = conversation.kind === 'private' ? null : found.error;
      this.#store.happen({ type: 'history-failed', key, error });
      this.#outgoing.caughtUp(key, conversation.kind === 'private' && newest === undefined);
      return;
    }
    const { lines, gap, end } = found;
    this.#store.happen({ type: 'history-came', key, past: { lines, direction: 'latest', end, gap, at: Date.now() } });
    this.#outgoing.caughtUp(key, !gap);
    await this.verify(key);
  }

  /** Whoever looks at a conversation sees nothing that was deleted while the connection was away. */
  async verify(key: Key): Promise<void> {
    const newest = this.#unverified.get(key);
    const { current, conversations } = this.#store.now();
    const name = conversations.get(key)?.name;
    if (!newest || name === undefined || current !== key || !this.#isOffered || !this.#client.has('draft/message-redaction')) return;
    this.#unverified.delete(key);
    const around = `timestamp=${new Date(newest.time).toISOString()}`;
    const { batch } = await this.#ask('AROUND', name, around);
    if (!batch) return;
    const lines = said(batch);
    this.#store.happen({ type: 'verified', key, lines, all: counted(lines) < this.#page, until: newest.time });
  }

  /** Gets what precedes the oldest message held. */
  async loadOlder(key: Key): Promise<void> {
    const conversation = this.#conversation(key);
    const oldest = conversation?.entries.find((entry) => entry.type === 'message' && !isUnsettled(entry));
    if (!conversation || conversation.history.loading || conversation.history.before !== 'more') return;
    if (oldest?.type !== 'message' || !this.#client.isReady || conversation.entries.length > KEPT_READING) return;
    this.#store.apply({ type: 'history-asked', key });
    const reply = await this.#ask('BEFORE', conversation.name, this.#reference(oldest));
    if (reply.ended === 'lost') return;
    if (!reply.batch) {
      this.#store.happen({ type: 'history-failed', key, error: problem(reply) });
      return;
    }
    const lines = said(reply.batch);
    const past = { lines, direction: 'before', end: counted(lines) < this.#page, gap: false, at: Date.now() } as const;
    this.#store.happen({ type: 'history-came', key, past });
  }

  /** Finds private conversations that went on while this person was away, or on other devices, and fills them. */
  async missedPrivates(since: number): Promise<void> {
    const keys = new Set<Key>();
    for (const { key, kind, entries } of this.#store.now().conversations.values()) {
      if (kind === 'private' && entries.some((entry) => isPending(entry) && entry.delivery.attempted)) keys.add(key);
    }
    if (this.#isOffered) {
      for (const name of await this.#targets(since)) {
        this.#store.apply({ type: 'private-opened', nick: name });
        keys.add(this.#keyOf(name));
      }
    }
    await Promise.all([...keys].map((key) => this.catchUp(key)));
    for (const { key, kind } of this.#store.now().conversations.values()) {
      if (kind === 'private') this.#outgoing.flush(key);
    }
  }

  /** Backwards: if there are too many, those of the latest days. */
  async #targets(since: number): Promise<string[]> {
    const from = `timestamp=${new Date(Math.max(0, since - FUZZ)).toISOString()}`;
    const to = `timestamp=${new Date(Date.now() + FUZZ).toISOString()}`;
    const reply = await this.#client.request({ command: 'CHATHISTORY', params: ['TARGETS', to, from, String(TARGETS)] });
    const { chantypes } = this.#client.support;
    return (reply.batch ? flatten(reply.batch) : [])
      .filter((line) => line.command === 'CHATHISTORY' && line.params[0] === 'TARGETS')
      .map((line) => line.params[1] ?? '')
      .filter((name) => name !== '' && !chantypes.includes(name[0] ?? ''));
  }

  async #since(target: string, newest: Message | undefined): Promise<Found> {
    const isTied = newest !== undefined && (newest.msgid !== null || !this.#findsById);
    const first = await this.#ask('LATEST', target, isTied ? this.#reference(newest) : '*');
    if (first.ended === 'lost') return { state: 'lost' };
    if (!first.batch) {
      // The server has forgotten the message: start anew with the newest there are.
      if (isTied) return this.#since(target, undefined);
      return { state: 'failed', error: problem(first) };
    }
    let lines = said(first.batch);
    if (!newest || !isTied) {
      return { state: 'found', lines, end: counted(lines) < this.#page, gap: newest !== undefined };
    }
    // A full page may not reach back to what is held.
    let last = lines;
    for (let pages = 1; counted(last) >= this.#page && pages < PAGES; pages++) {
      const oldest = lines[0];
      if (!oldest) break;
      const more = await this.#ask('BEFORE', target, this.#lineReference(oldest));
      if (more.ended === 'lost') return { state: 'lost' };
      last = more.batch ? said(more.batch) : [];
      lines = [...last, ...lines];
      if (last.length === 0) return { state: 'found', lines, end: false, gap: true };
      if (last.some((line) => line.tags.get('msgid') === newest.msgid || timeOf(line, 0) < newest.time)) {
        return { state: 'found', lines, end: false, gap: false };
      }
    }
    return { state: 'found', lines, end: false, gap: counted(last) >= this.#page };
  }

  #ask(how: 'LATEST' | 'BEFORE' | 'AROUND', target: string, reference: string): Promise<Reply> {
    return this.#client.request({ command: 'CHATHISTORY', params: [how, target, reference, String(this.#page)] });
  }

  get #findsById(): boolean {
    const { msgrefs } = this.#client.support;
    return msgrefs.length === 0 || msgrefs.includes('msgid');
  }

  #reference({ msgid, time }: Message): string {
    return msgid !== null && this.#findsById ? `msgid=${msgid}` : `timestamp=${new Date(time).toISOString()}`;
  }

  #lineReference(line: Line): string {
    const msgid = line.tags.get('msgid');
    return msgid !== undefined && this.#findsById ? `msgid=${msgid}` : `timestamp=${line.tags.get('time') ?? ''}`;
  }

  #conversation(key: Key): Conversation | undefined {
    return this.#store.now().conversations.get(key);
  }

  #keyOf(name: string): Key {
    for (const { key, name: held } of this.#store.now().conversations.values()) {
      if (held === name) return key;
    }
    return name;
  }
}

type Found =
  | { readonly state: 'found'; readonly lines: readonly Line[]; readonly end: boolean; readonly gap: boolean }
  | { readonly state: 'failed'; readonly error: string }
  | { readonly state: 'lost' };

/** Context messages belong to others (chathistory "draft/chathistory-context"). */
function said(batch: Batch): Line[] {
  return flatten(batch).filter((line) => !line.tags.has('draft/chathistory-context'));
}

/** How many of a page's lines its limit counts; that one was redacted is told besides (message-redaction). */
function counted(lines: readonly Line[]): number {
  return lines.filter((line) => line.command !== 'REDACT').length;
}

function lastSaid({ entries }: Conversation): Message | undefined {
  const last = entries.findLast((entry) => entry.type === 'message' && !isUnsettled(entry));
  return last?.type === 'message' ? last : undefined;
}

function problem({ ended, lines }: Reply): string {
  const refusal = lines.find(isRefusal);
  if (refusal) return sentence(refusal);
  return ended === 'timeout' ? 'The server did not answer.' : 'The messages couldn’t be had.';
}
