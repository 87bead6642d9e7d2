// Reading in the past: page after page in either direction, and around a message.

import type { Client } from '../irc/client';
import { edgeOf, shown } from '../state/stretch';
import type { Conversation, Key } from '../state/model';
import { Chathistory, problem, said, timestamp } from './chathistory';
import type { Store } from './store';

const GONE = 'That message is no longer there.';

export class Pages {
  readonly #store: Store;
  readonly #client: Client;
  readonly #history: Chathistory;

  constructor(store: Store, client: Client) {
    this.#store = store;
    this.#client = client;
    this.#history = new Chathistory(client);
  }

  /** Gets what precedes the first message shown. */
  async older(key: Key): Promise<void> {
    const conversation = this.#find(key);
    if (!conversation || shown(conversation).history.loading || shown(conversation).history.before !== 'more') return;
    await this.#turn(conversation, 'older');
  }

  /** Gets what follows a stretch of the past, if one is shown. */
  async newer(key: Key): Promise<void> {
    const conversation = this.#find(key);
    if (!conversation?.stretch || conversation.stretch.newer.loading) return;
    await this.#turn(conversation, 'newer');
  }

  async #turn(conversation: Conversation, side: 'older' | 'newer'): Promise<void> {
    const { key, name } = conversation;
    const edge = edgeOf(conversation, side);
    if (!edge || !this.#client.isReady) return;
    this.#store.apply({ type: 'page-asked', key, side });
    if (side === 'newer' && !this.#find(key)?.stretch) return;
    const reply = await this.#history.ask(side === 'older' ? 'BEFORE' : 'AFTER', name, this.#history.reference(edge));
    if (reply.ended === 'lost') return;
    if (!reply.batch) {
      this.#store.happen({ type: 'page-failed', key, side, error: problem(reply) });
      return;
    }
    const lines = said(reply.batch);
    const page = { lines, side, from: edge.key, end: this.#history.isLast(lines), at: Date.now() };
    this.#store.happen({ type: 'page-came', key, page });
  }

  /** Shows a message in its place: by its id, or the first of others after a moment. */
  seek(key: Key, target: string | number): void {
    this.#store.apply({ type: 'sought', key, target });
    void this.find(key);
  }

  /** Brings what is sought in a conversation before the reader's eyes, as soon as that can be. */
  async find(key: Key): Promise<void> {
    const conversation = this.#find(key);
    const target = conversation?.sought ?? null;
    if (!conversation || target === null) return;
    const held = typeof target === 'string' ? heldAs(conversation, target) : undefined;
    if (held !== undefined) {
      this.#store.apply({ type: 'spotted', key, entry: held });
      return;
    }
    // Who is not there yet will be asked again when the newest messages have come.
    if (!this.#client.isReady || conversation.membership.state !== 'in') return;
    if (!this.#history.isOffered) {
      this.#store.apply({ type: 'returned', key });
      return;
    }
    const reply = await this.#history.ask('AROUND', conversation.name, typeof target === 'string' ? `msgid=${target}` : timestamp(target));
    // The connection may be lost, or something else be sought by now.
    if (reply.ended === 'lost' || this.#find(key)?.sought !== target) return;
    const page = { lines: reply.batch ? said(reply.batch) : [], side: 'around', target, end: false, at: Date.now() } as const;
    this.#store.apply({ type: 'page-came', key, page });
    if (this.#find(key)?.spot?.key !== null) return;
    this.#store.apply({ type: 'told', key, text: reply.batch ? GONE : problem(reply), tone: 'plain', raw: null, at: Date.now() });
  }

  #find(key: Key): Conversation | undefined {
    return this.#store.now().conversations.get(key);
  }
}

/** The key of the entry that shows a message, if it is held. */
function heldAs(conversation: Conversation, msgid: string): string | undefined {
  const entries = [...(conversation.stretch?.entries ?? []), ...conversation.entries];
  return entries.find((entry) => entry.type === 'message' && entry.msgid === msgid)?.key;
}
