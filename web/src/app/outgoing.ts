// What the person says goes out once and in order. The queue is the pending
// messages of the state; this decides when they may go.

import type { Client } from '../irc/client';
import type { Message as Line, Outgoing as OutgoingLine } from '../irc/message';
import { isRefusal, sentence } from '../irc/sentences';
import { isPending } from '../state/entries';
import { ID_TAG } from '../state/lines_message';
import type { Conversation, Key, Message } from '../state/model';
import type { Store } from './store';

const UNSURE = 'The connection was lost while this was sent, so it may have been said already.';
const NO_ANSWER = 'The server did not answer.';

export class Outgoing {
  readonly #store: Store;
  readonly #client: Client;

  constructor(store: Store, client: Client) {
    this.#store = store;
    this.#client = client;
  }

  /** Sends what waits in a conversation if it may go. */
  flush(key: Key): void {
    const conversation = this.#store.now().conversations.get(key);
    if (!conversation || !this.#client.isReady || conversation.membership.state !== 'in') return;
    const pending = conversation.entries.filter(isPending);
    // What may have been said already must first be looked for in the history.
    if (pending.some((message) => message.delivery.attempted)) return;
    const waiting = pending.filter((message) => message.delivery.queued);
    if (waiting.length === 0) return;
    // Noted, and by that saved, before it leaves: after a crash it is looked for.
    this.#store.apply({ type: 'sent', key, entries: waiting.map((message) => message.key) });
    for (const message of waiting) this.#transmit(conversation, message);
  }

  /**
   * The history of a conversation is here. What is still pending was not said, if
   * the history is complete; otherwise nobody knows, and the person decides.
   */
  caughtUp(key: Key, isComplete: boolean): void {
    if (isComplete) this.#store.apply({ type: 'unsaid', key });
    const pending = this.#store.now().conversations.get(key)?.entries.filter(isPending) ?? [];
    for (const message of pending) {
      if (message.delivery.attempted) this.#store.apply({ type: 'failed', key, entry: message.key, reason: UNSURE, raw: null });
    }
    this.flush(key);
  }

  #transmit(conversation: Conversation, message: Message): void {
    const line = lineFor(conversation.name, message);
    if (this.#client.has('labeled-response')) {
      void this.#client.request(line).then(({ ended, lines }) => {
        if (ended === 'answered') this.#answered(conversation.key, message, lines);
        else if (ended === 'timeout') this.#fail(conversation.key, message, NO_ANSWER, null);
      });
    } else {
      this.#client.send(line);
      if (!this.#client.has('echo-message')) this.#settle(conversation.key, message);
    }
  }

  #answered(key: Key, message: Message, lines: readonly Line[]): void {
    const refusal = lines.find(isRefusal);
    if (refusal) this.#fail(key, message, sentence(refusal), refusal.raw);
    // With an echo the state has settled it already.
    else if (!this.#client.has('echo-message')) this.#settle(key, message);
  }

  #settle(key: Key, message: Message): void {
    this.#store.happen({ type: 'settled', key, entry: message.key, at: Date.now() });
  }

  #fail(key: Key, message: Message, reason: string, raw: string | null): void {
    this.#store.happen({ type: 'failed', key, entry: message.key, reason, raw });
  }
}

function lineFor(target: string, message: Message): OutgoingLine {
  const command = message.form === 'notice' ? 'NOTICE' : 'PRIVMSG';
  const text = message.form === 'action' ? `\x01ACTION ${message.text}\x01` : message.text;
  return { command, params: [target, text], ...(message.id === null ? {} : { tags: { [ID_TAG]: message.id } }) };
}
