// A state in the making. The first change of a part copies it, further ones
// change the copy: a thousand lines cost one copy of a conversation, and parts
// that nothing touched stay the same objects.

import { fold } from '../irc/casemap';
import { isChannel } from '../irc/isupport';
import { newConversation, stranger } from './initial';
import type { Banner, Conversation, Entry, Face, Key, Member, Person, State, Typing } from './model';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A conversation that may be changed: its scalars here, its lists by entries() and the like. */
export type Open = Writable<Conversation>;

export class Draft {
  readonly #base: State;
  readonly state: Writable<State>;
  readonly #open = new Map<Key, Open>();
  /** Lists and maps that were copied already and may be changed in place. */
  readonly #owned = new Set<unknown>();

  constructor(base: State) {
    this.#base = base;
    this.state = { ...base };
  }

  /** The new state; the same object when nothing changed. */
  finish(): State {
    const changed = (Object.keys(this.state) as (keyof State)[]).some((key) => this.state[key] !== this.#base[key]);
    return changed ? this.state : this.#base;
  }

  fold(name: string): Key {
    return fold(name, this.state.server.casemapping);
  }

  isChannel(name: string): boolean {
    return isChannel(name, this.state.server.chantypes);
  }

  isMe(nick: string): boolean {
    return nick !== '' && this.fold(nick) === this.fold(this.state.me.nick);
  }

  /** A key for an entry that has no id of the server's. */
  nextKey(): string {
    return `n${++this.state.serial}`;
  }

  peek(name: string): Conversation | undefined {
    return this.state.conversations.get(this.fold(name));
  }

  /** A conversation to change, or undefined when there is none of this name. */
  conversation(name: string): Open | undefined {
    const key = this.fold(name);
    const open = this.#open.get(key);
    if (open) return open;
    const held = this.state.conversations.get(key);
    return held && this.#put({ ...held });
  }

  /** The conversation that holds an entry: the one of that key, or what that is called by now. */
  holding(key: Key, entry: string): Open | undefined {
    const holds = (conversation: Conversation | undefined) => conversation?.entries.some((other) => other.key === entry);
    const held = holds(this.peek(key)) ? this.peek(key) : this.all().find(holds);
    return held && this.conversation(held.name);
  }

  /** A conversation to change, made when there is none. */
  ensure(name: string): Open {
    const held = this.conversation(name);
    if (held) return held;
    const kind = this.isChannel(name) ? 'channel' : 'private';
    if (kind === 'private') this.person(name);
    return this.#put(newConversation(this.fold(name), name, kind));
  }

  remove(key: Key): void {
    if (this.state.conversations.has(key)) this.#conversations().delete(key);
    this.#open.delete(key);
  }

  /** The conversation is called otherwise from now on. */
  rekey(open: Open, name: string): void {
    this.remove(open.key);
    open.name = name;
    open.key = this.fold(name);
    this.#put(open);
  }

  /** All conversations, to look at. */
  all(): Conversation[] {
    return [...this.state.conversations.values()];
  }

  entries(open: Open): Entry[] {
    if (!this.#owned.has(open.entries)) this.replaceEntries(open, [...open.entries]);
    return open.entries as Entry[];
  }

  replaceEntries(open: Open, entries: Entry[]): void {
    open.entries = entries;
    this.#owned.add(entries);
  }

  members(open: Open): Map<Key, Member> {
    open.members = this.#own(open.members);
    return open.members as Map<Key, Member>;
  }

  typing(open: Open): Map<Key, Typing> {
    open.typing = this.#own(open.typing);
    return open.typing as Map<Key, Typing>;
  }

  /** A person, made when unknown. */
  person(nick: string): Person {
    return this.state.people.get(this.fold(nick)) ?? this.know(nick, {});
  }

  /** Notes something about a person who is of interest already. */
  noted(nick: string, facts: Partial<Person>): void {
    if (this.state.people.has(this.fold(nick))) this.know(nick, facts);
  }

  know(nick: string, facts: Partial<Person>): Person {
    const key = this.fold(nick);
    const person = { ...(this.state.people.get(key) ?? { ...stranger(nick), presence: this.#presence(key) }), ...facts };
    this.people().set(key, person);
    return person;
  }

  people(): Map<Key, Person> {
    this.state.people = this.#own(this.state.people);
    return this.state.people as Map<Key, Person>;
  }

  faces(): Map<Key, Face> {
    this.state.faces = this.#own(this.state.faces);
    return this.state.faces as Map<Key, Face>;
  }

  banner(banner: Banner): void {
    this.state.banners = [banner, ...this.state.banners.filter((other) => other.id !== banner.id)];
  }

  dismiss(id: string): void {
    if (this.state.banners.some((banner) => banner.id === id)) {
      this.state.banners = this.state.banners.filter((banner) => banner.id !== id);
    }
  }

  /** What the channels shared with somebody say about her presence. */
  #presence(key: Key): Person['presence'] {
    for (const conversation of this.state.conversations.values()) {
      const member = conversation.members.get(key);
      if (member) return member.away ? 'away' : 'online';
    }
    return 'unknown';
  }

  #put(open: Open): Open {
    this.#open.set(open.key, open);
    this.#conversations().set(open.key, open);
    return open;
  }

  #conversations(): Map<Key, Conversation> {
    this.state.conversations = this.#own(this.state.conversations);
    return this.state.conversations as Map<Key, Conversation>;
  }

  #own<V>(map: ReadonlyMap<Key, V>): Map<Key, V> {
    if (this.#owned.has(map)) return map as Map<Key, V>;
    const copy = new Map(map);
    this.#owned.add(copy);
    return copy;
  }
}
