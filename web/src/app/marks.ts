// Tells the server up to where this person has read, so that her other devices
// know (IRCv3 read-marker, a draft), and asks what they told. Of channels the
// server tells by itself when they are joined.

import type { Client } from '../irc/client';
import type { Conversation, Key, State } from '../state/model';

/** What is read is told so much later, once for all that is read meanwhile. */
const SOON = 1000;

export class Marks {
  readonly #client: Client;
  readonly #after: (milliseconds: number, run: () => void) => () => void;
  /** What was told or asked by this connection: the server's answer may be on its way. */
  readonly #told = new Map<Key, number>();
  readonly #asked = new Set<Key>();
  #latest: State | null = null;
  #callOff: (() => void) | null = null;

  constructor(client: Client, after: (milliseconds: number, run: () => void) => () => void) {
    this.#client = client;
    this.#after = after;
  }

  /** A new connection, which knows nothing of what an earlier one was told. */
  begin(): void {
    this.#told.clear();
    this.#asked.clear();
  }

  changed(before: State, after: State): void {
    if (before.conversations !== after.conversations) this.look(after);
    if (before.attentive && !after.attentive) this.hurry();
    else if (before.current !== after.current && before.current !== null) this.#tell(before.current);
  }

  /** The page may go away: tells what waits. */
  hurry(): void {
    this.#callOff?.();
    this.#callOff = null;
    for (const key of this.#latest?.conversations.keys() ?? []) this.#tell(key);
  }

  get #isOn(): boolean {
    return this.#client.isReady && this.#client.has('draft/read-marker');
  }

  /** Asks and tells what there is to ask and to tell. */
  look(state: State): void {
    this.#latest = state;
    if (!this.#isOn) return;
    for (const conversation of state.conversations.values()) {
      const { key, kind, name, marked } = conversation;
      if (this.#isDue(conversation)) this.#callOff ??= this.#after(SOON, () => this.hurry());
      if (kind !== 'private' || marked !== null || this.#asked.has(key)) continue;
      this.#asked.add(key);
      void this.#client.request({ command: 'MARKREAD', params: [name] });
    }
  }

  /** Only what the server does not know, and not before it has told what it knows. */
  #isDue({ key, marked, readUpTo }: Conversation): boolean {
    return marked !== null && readUpTo > Math.max(marked, this.#told.get(key) ?? 1);
  }

  #tell(key: Key): void {
    const conversation = this.#latest?.conversations.get(key);
    if (!conversation || !this.#isOn || !this.#isDue(conversation)) return;
    const { name, readUpTo } = conversation;
    this.#told.set(key, readUpTo);
    // A refusal is no news for the person: the mark stays here alone.
    void this.#client.request({ command: 'MARKREAD', params: [name, `timestamp=${new Date(readUpTo).toISOString()}`] });
  }
}
