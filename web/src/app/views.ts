// The state as signals: each conversation's parts apart, so that a change draws
// again only what shows it.

import { computed, type ReadonlySignal } from '@preact/signals';
import { parseMarkup, type Block } from '../irc/markup';
import { stranger } from '../state/initial';
import type { Conversation, Entry, Key, Person, State } from '../state/model';
import { RowBuilder } from '../state/rows';
import { shown } from '../state/stretch';
import { groupMembers, mayRedact, mayTopic, typingText, type Row } from '../state/select';
import type { ConversationView } from './app';
import { Hues } from './hues';
import type { Rooms } from './rooms';
import type { Store } from './store';

type MessageRow = Extract<Row, { type: 'message' }>;

const NONE: readonly Entry[] = [];

export class Views {
  readonly #store: Store;
  readonly #rooms: Rooms;
  readonly #views = new Map<Key, ConversationView>();
  readonly #people = new Map<Key, ReadonlySignal<Person>>();
  readonly #hues = new Map<Key, Hues>();
  /** Which hue somebody chose for herself. */
  readonly #chosenHue: (nick: string) => number | null;
  #bodies = new WeakMap<object, { nick: string; blocks: readonly Block[] }>();

  constructor(store: Store, rooms: Rooms, chosenHue: (nick: string) => number | null) {
    this.#chosenHue = chosenHue;
    this.#store = store;
    this.#rooms = rooms;
    store.onChange((before, after) => this.#forget(before, after));
  }

  conversation(key: Key): ConversationView | null {
    const held = this.#views.get(key);
    if (held) return held;
    const conversation = this.#store.signal.peek().conversations.get(key);
    if (!conversation) return null;
    const view = this.#make(conversation);
    this.#views.set(key, view);
    return view;
  }

  person(nick: string): ReadonlySignal<Person> {
    const key = this.#rooms.keyOf(nick);
    let person = this.#people.get(key);
    if (!person) {
      const unknown = stranger(nick);
      person = computed(() => this.#store.signal.value.people.get(key) ?? unknown);
      this.#people.set(key, person);
    }
    return person;
  }

  hue(key: Key, nick: string): number {
    return this.#huesOf(key).of(nick);
  }

  body(row: MessageRow): readonly Block[] {
    const { nick } = this.#store.signal.peek().me;
    const held = this.#bodies.get(row);
    if (held?.nick === nick) return held.blocks;
    const blocks = this.#parse(row.parts.flatMap((part) => part.text.split('\n')), (word) => this.#isMember(word));
    this.#bodies.set(row, { nick, blocks });
    return blocks;
  }

  format(text: string): readonly Block[] {
    return this.#parse([text], () => false);
  }

  #parse(texts: readonly string[], isNick: (word: string) => boolean): readonly Block[] {
    const { me, server } = this.#store.signal.peek();
    return parseMarkup(texts, { self: me.nick, isNick, chantypes: server.chantypes });
  }

  /** Whether somebody of that nick is in the conversation that is open. */
  #isMember(word: string): boolean {
    const { current, conversations } = this.#store.signal.peek();
    return current !== null && (conversations.get(current)?.members.has(this.#rooms.keyOf(word)) ?? false);
  }

  #make(first: Conversation): ConversationView {
    const { key, kind } = first;
    const state = this.#store.signal;
    // A view that is still on screen while its conversation goes keeps the last it saw.
    let last = first;
    const self = computed(() => (last = state.value.conversations.get(key) ?? last));
    const part = <T>(read: (conversation: Conversation) => T) => computed(() => read(self.value));
    const members = part((c) => c.members);
    const server = computed(() => state.value.server);
    const myKey = computed(() => this.#rooms.keyOf(state.value.me.nick));
    return {
      key,
      kind,
      name: part((c) => c.name),
      composerLabel: part((c) => `Message ${c.name}`),
      membership: part((c) => c.membership),
      rows: this.#rows(key, self),
      history: part((c) => shown(c).history),
      newer: part((c) => c.stretch?.newer ?? null),
      seeking: part((c) => c.sought !== null),
      spot: part((c) => c.spot),
      unread: part((c) => c.unread),
      newSince: part((c) => c.newSince),
      topic: part((c) => c.topic),
      mayTopic: computed(() => mayTopic(self.value, myKey.value, server.value)),
      mayRedact: computed(() => mayRedact(self.value, myKey.value, server.value)),
      members: computed(() => groupMembers(members.value, server.value)),
      memberCount: computed(() => members.value.size),
      slowUntil: part((c) => c.slowUntil),
      typing: computed(() => typingText(self.value.typing)),
      draft: part((c) => c.draft),
      peer: computed(() => (kind === 'private' ? this.person(self.value.name).value : null)),
      banners: this.#banners(key),
    };
  }

  #rows(key: Key, self: ReadonlySignal<Conversation>): ReadonlySignal<readonly Row[]> {
    const builder = new RowBuilder();
    const hues = this.#huesOf(key);
    const entries = computed(() => shown(self.value).entries);
    const newSince = computed(() => self.value.newSince);
    const isWhole = computed(() => ['end', 'none'].includes(shown(self.value).history.before));
    const happenings = computed(() => this.#store.signal.value.preferences.happenings);
    let seen: readonly Entry[] = NONE;
    return computed(() => {
      for (const entry of fresh(seen, entries.value)) {
        if (entry.type === 'message') hues.spoke(entry.nick);
      }
      seen = entries.value;
      return builder.build(entries.value, { newSince: newSince.value, isWhole: isWhole.value, happenings: happenings.value });
    });
  }

  #banners(key: Key) {
    const all = computed(() => this.#store.signal.value.banners);
    return computed(() => all.value.filter(({ conversation }) => conversation === null || conversation === key));
  }

  #huesOf(key: Key): Hues {
    let hues = this.#hues.get(key);
    if (!hues) this.#hues.set(key, (hues = new Hues(this.#chosenHue)));
    return hues;
  }

  #forget(before: State, after: State): void {
    if (before.conversations === after.conversations) return;
    for (const key of before.conversations.keys()) {
      if (after.conversations.has(key)) continue;
      this.#views.delete(key);
      this.#hues.delete(key);
    }
  }
}

/** Entries at the end that were not there before. */
function fresh(before: readonly Entry[], after: readonly Entry[]): readonly Entry[] {
  const last = before.at(-1);
  const at = last ? after.lastIndexOf(last) : -1;
  return after.slice(at + 1);
}
