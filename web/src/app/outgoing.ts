// What the person says goes out once and in order. The queue is the pending
// messages of the state; this decides when they may go.

import type { Client } from '../irc/client';
import type { Message as Line, Outgoing as OutgoingLine } from '../irc/message';
import { batchFor, fits } from '../irc/multiline';
import { byteLength } from '../irc/names';
import { isRefusal, sentence } from '../irc/sentences';
import { lines, split } from '../irc/split';
import { isPending } from '../state/entries';
import { ID_TAG } from '../state/lines_message';
import type { Conversation, Key, Message } from '../state/model';
import { room } from './compose';
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
    const [line, ...more] = this.#linesFor(conversation.name, message);
    if (!line) return;
    if (this.#client.has('labeled-response')) {
      void this.#client.request(line, more).then(({ ended, lines }) => {
        if (ended === 'answered') this.#answered(conversation.key, message, lines);
        else if (ended === 'timeout') this.#fail(conversation.key, message, NO_ANSWER, null);
      });
    } else {
      for (const one of [line, ...more]) this.#client.send(one);
      if (!this.#client.has('echo-message')) this.#settle(conversation.key, message);
    }
  }

  #answered(key: Key, message: Message, said: readonly Line[]): void {
    const refusal = said.find(isRefusal);
    // 717 adds to 716 that the other one was told.
    const told = said.filter((line) => line === refusal || line.command === '717');
    if (refusal) this.#fail(key, message, told.map(sentence).join(' '), told.map((line) => line.raw).join('\n'));
    // With an echo the state has settled it already.
    else if (!this.#client.has('echo-message')) this.#settle(key, message);
  }

  /** A message is a line, or a batch of them; where the server knows no batches, lines of their own. */
  #linesFor(target: string, message: Message): OutgoingLine[] {
    const command = message.form === 'notice' ? 'NOTICE' : 'PRIVMSG';
    const tags = message.id === null ? {} : { tags: { [ID_TAG]: message.id } };
    const most = room(this.#store.now().me, target);
    if (message.form === 'action') return [{ command, params: [target, `\x01ACTION ${message.text}\x01`], ...tags }];
    if (!message.text.includes('\n') && byteLength(message.text) <= most) return [{ command, params: [target, message.text], ...tags }];
    const { multiline } = this.#client;
    if (multiline && fits(message.text, most, multiline)) {
      return batchFor(message.id ?? 'multiline', command, target, message.text, most, tags.tags);
    }
    // The capability went while this waited. The first line settles the message, the others come back by themselves.
    const pieces = lines(message.text).flatMap((line) => split(line, most));
    return pieces.map((text, i) => ({ command, params: [target, text], ...(i === 0 ? tags : {}) }));
  }

  #settle(key: Key, message: Message): void {
    this.#store.happen({ type: 'settled', key, entry: message.key, at: Date.now() });
  }

  #fail(key: Key, message: Message, reason: string, raw: string | null): void {
    this.#store.happen({ type: 'failed', key, entry: message.key, reason, raw });
  }
}
