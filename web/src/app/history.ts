// Catching up: what was said since, when the connection comes or comes back.

import { flatten } from '../irc/batch';
import type { Client } from '../irc/client';
import { timeOf, type Message as Line } from '../irc/message';
import { isPending, isUnsettled } from '../state/entries';
import type { Past } from '../state/event';
import type { Conversation, Key, Message } from '../state/model';
import { Chathistory, problem, said, timestamp } from './chathistory';
import type { Outgoing } from './outgoing';
import type { Pages } from './pages';
import type { Store } from './store';

/** What was missed is got at once up to this many pages; the rest as one scrolls. */
const PAGES = 5;
/** Conversations that an absence is searched for, and clocks that differ. */
const TARGETS = 50;
const FUZZ = 10_000;

export class Pasts {
  readonly #store: Store;
  readonly #client: Client;
  readonly #outgoing: Outgoing;
  readonly #pages: Pages;
  readonly #history: Chathistory;
  /** The newest message of each conversation when the connection came back. */
  #held = new Map<Key, Message | undefined>();
  /** The same, of those that were not looked at since: some of what they hold may have been deleted meanwhile. */
  #unverified = new Map<Key, Message>();

  constructor(store: Store, client: Client, outgoing: Outgoing, pages: Pages) {
    this.#store = store;
    this.#client = client;
    this.#outgoing = outgoing;
    this.#pages = pages;
    this.#history = new Chathistory(client);
  }

  /** The connection is back: what comes from now on must not hide what was missed before. */
  remember(): void {
    this.#held = new Map([...this.#store.now().conversations.values()].map((c) => [c.key, lastSaid(c)]));
    this.#unverified = new Map([...this.#held].flatMap(([key, newest]) => (newest ? [[key, newest]] : [])));
  }

  /** Gets what was said since the newest message held, or the newest when none is; then shows what is sought. */
  async catchUp(key: Key): Promise<void> {
    await this.#catchUp(key);
    await this.#pages.find(key);
    await this.verify(key);
  }

  async #catchUp(key: Key): Promise<void> {
    const conversation = this.#conversation(key);
    if (!conversation) return;
    if (!this.#history.isOffered) {
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
    this.#outgoing.caughtUp(key, gap === null);
  }

  /** Whoever looks at a conversation sees nothing that was deleted while the connection was away. */
  async verify(key: Key): Promise<void> {
    const newest = this.#unverified.get(key);
    const { current, conversations } = this.#store.now();
    const name = conversations.get(key)?.name;
    if (!newest || name === undefined || current !== key || !this.#history.isOffered || !this.#client.has('draft/message-redaction')) return;
    this.#unverified.delete(key);
    const { batch } = await this.#history.ask('AROUND', name, timestamp(newest.time));
    if (!batch) return;
    const lines = said(batch);
    this.#store.happen({ type: 'verified', key, lines, all: this.#history.isLast(lines), until: newest.time });
  }

  /** Finds private conversations that went on while this person was away, or on other devices, and fills them. */
  async missedPrivates(since: number): Promise<void> {
    const keys = new Set<Key>();
    for (const { key, kind, entries } of this.#store.now().conversations.values()) {
      if (kind === 'private' && entries.some((entry) => isPending(entry) && entry.delivery.attempted)) keys.add(key);
    }
    if (this.#history.isOffered) {
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
    const from = timestamp(Math.max(0, since - FUZZ));
    const to = timestamp(Date.now() + FUZZ);
    const reply = await this.#client.request({ command: 'CHATHISTORY', params: ['TARGETS', to, from, String(TARGETS)] });
    const { chantypes } = this.#client.support;
    return (reply.batch ? flatten(reply.batch) : [])
      .filter((line) => line.command === 'CHATHISTORY' && line.params[0] === 'TARGETS')
      .map((line) => line.params[1] ?? '')
      .filter((name) => name !== '' && !chantypes.includes(name[0] ?? ''));
  }

  async #since(target: string, newest: Message | undefined): Promise<Found> {
    const isTied = newest !== undefined && (newest.msgid !== null || !this.#history.findsById);
    const first = await this.#history.ask('LATEST', target, isTied ? this.#history.reference(newest) : '*');
    if (first.ended === 'lost') return { state: 'lost' };
    if (!first.batch) {
      // The server has forgotten the message: start anew with the newest there are.
      if (isTied) return this.#since(target, undefined);
      return { state: 'failed', error: problem(first) };
    }
    let lines = said(first.batch);
    if (!newest || !isTied) {
      return { state: 'found', lines, end: this.#history.isLast(lines), gap: newest ? 'lost' : null };
    }
    // A full page may not reach back to what is held.
    let last = lines;
    for (let pages = 1; !this.#history.isLast(last) && pages < PAGES; pages++) {
      const oldest = lines[0];
      if (!oldest) break;
      const more = await this.#history.ask('BEFORE', target, this.#history.lineReference(oldest));
      if (more.ended === 'lost') return { state: 'lost' };
      last = more.batch ? said(more.batch) : [];
      lines = [...last, ...lines];
      if (last.length === 0) return { state: 'found', lines, end: false, gap: 'lost' };
      if (last.some((line) => line.tags.get('msgid') === newest.msgid || timeOf(line, 0) < newest.time)) {
        return { state: 'found', lines, end: false, gap: null };
      }
    }
    // The last page of all did not hold it, or it is further up.
    const isShort = this.#history.isLast(last);
    return { state: 'found', lines, end: false, gap: !isShort ? 'kept' : last === lines ? null : 'lost' };
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
  | { readonly state: 'found'; readonly lines: readonly Line[]; readonly end: boolean; readonly gap: Past['gap'] }
  | { readonly state: 'failed'; readonly error: string }
  | { readonly state: 'lost' };

function lastSaid({ entries }: Conversation): Message | undefined {
  const last = entries.findLast((entry) => entry.type === 'message' && !isUnsettled(entry));
  return last?.type === 'message' ? last : undefined;
}
