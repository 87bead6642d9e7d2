// Taking messages back (IRCv3 message-redaction).

import type { Client } from '../irc/client';
import type { Conversation, Key, Message } from '../state/model';
import type { Outcome } from './app';
import { NOT_CONNECTED, OK, outcomeOf, problem } from './outcome';
import type { Store } from './store';

/** Deletes messages one after the other; the first that can't be ends it. */
export async function redact(store: Store, client: Client, key: Key, messages: readonly Message[], reason: string): Promise<Outcome> {
  for (const { msgid } of messages) {
    const name = store.now().conversations.get(key)?.name;
    if (name === undefined || !client.isReady) return problem(NOT_CONNECTED);
    if (!client.has('draft/message-redaction') || msgid === null) return problem("Messages can't be deleted on this server.");
    const why = reason.trim();
    const outcome = outcomeOf(await client.request({ command: 'REDACT', params: [name, msgid, ...(why === '' ? [] : [why])] }));
    if (!outcome.ok) return outcome;
  }
  return OK;
}

/** The newest message of one's own that can be deleted. */
export function lastOwn({ entries }: Conversation): Message | undefined {
  return entries.findLast((entry): entry is Message => entry.type === 'message' && entry.own && isThere(entry));
}

/** Said, known to the server, and not deleted yet. */
export function isThere({ msgid, delivery, redaction }: Message): boolean {
  return msgid !== null && delivery.state === 'sent' && !redaction;
}
