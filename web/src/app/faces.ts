// How people appear to this person: as they say, where that is known. Of whom it
// was not told it is asked for when somebody looks at her, and only then.

import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Client } from '../irc/client';
import type { Key, Person, State } from '../state/model';
import { guiseOf, type Guise } from './guise';
import type { Store } from './store';

/** How many guises are held ready; those that are drawn stay alive by themselves. */
const HELD = 4000;
/** Questions at once, and how long the next ones wait: what the person says comes first. */
const AT_ONCE = 8;
const PAUSE = 1000;
/** Whoever comes into view may be told of a moment later anyway: with the channel that is being joined. */
const PATIENCE = 250;

export class Faces {
  readonly #store: Store;
  readonly #client: Client;
  readonly #guises = new Map<Key, ReadonlySignal<Guise>>();
  /** Pictures that could not be had. */
  readonly #missing = signal<ReadonlySet<string>>(new Set());
  /** Who was asked about on this connection, and what was known of her presence then. */
  readonly #asked = new Map<Key, Person['presence']>();
  /** Who is drawn just now. */
  readonly #drawn = new Map<ReadonlySignal<Guise>, string>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(store: Store, client: Client) {
    this.#store = store;
    this.#client = client;
    store.onChange((before, after) => {
      this.#look();
      if (before.connection === after.connection) return;
      this.#asked.clear();
      // What could not be had without a connection may be had now.
      if (after.connection.phase === 'online' && this.#missing.peek().size > 0) this.#missing.value = new Set();
    });
  }

  /** How somebody appears; whoever draws it is drawn again when that changes. */
  of(nick: string): Guise {
    const key = this.#store.keyOf(nick);
    let guise = this.#guises.get(key);
    if (!guise) {
      if (this.#guises.size >= HELD) this.#guises.clear();
      guise = this.#watch(key, nick);
      this.#guises.set(key, guise);
    }
    return guise.value;
  }

  #watch(key: Key, nick: string): ReadonlySignal<Guise> {
    const face = computed(() => this.#store.signal.value.faces.get(key));
    const shown = (): Guise => {
      const guise = guiseOf(face.value, nick);
      return guise.picture !== null && this.#missing.value.has(guise.picture) ? { ...guise, picture: null } : guise;
    };
    const guise: ReadonlySignal<Guise> = computed(shown, {
      watched: () => {
        this.#drawn.set(guise, nick);
        this.#look();
      },
      unwatched: () => void this.#drawn.delete(guise),
    });
    return guise;
  }

  /** The name of somebody whom one needn't see; of whom nothing is known, nothing is asked. */
  nameOf(nick: string): string | null {
    return guiseOf(this.#store.signal.peek().faces.get(this.#store.keyOf(nick)), nick).name;
  }

  /** The index of the hue that somebody chose, if she did. */
  chosenHue(nick: string): number | null {
    const key = this.#store.keyOf(nick);
    return this.#guises.get(key)?.peek().tint?.hue ?? this.#watch(key, nick).peek().tint?.hue ?? null;
  }

  /** A picture is not there: the one made from the name is drawn. */
  missed(picture: string): void {
    this.#missing.value = new Set([...this.#missing.peek(), picture].slice(-HELD));
  }

  /** Something changed: among those in sight may be somebody now of whom nobody told. */
  #look(): void {
    if (this.#drawn.size > 0) this.#timer ??= setTimeout(() => this.#ask(), PATIENCE);
  }

  /** Who has gone out of sight again meanwhile need not be asked for: nobody waits behind those who were scrolled past. */
  #ask(): void {
    this.#timer = null;
    const state = this.#store.now();
    let asked = 0;
    for (const nick of this.#drawn.values()) {
      const key = this.#store.keyOf(nick);
      if (!this.#isUntold(state, key)) continue;
      if (asked++ === AT_ONCE) {
        this.#timer = setTimeout(() => this.#ask(), PAUSE);
        return;
      }
      this.#asked.set(key, presenceOf(state, key));
      void this.#client.request({ command: 'METADATA', params: [nick, 'GET', 'avatar', 'color', 'display-name'] });
    }
  }

  /**
   * Whether nobody will tell of somebody unasked: the members of a crowd, and whoever is talked to in
   * private and shares no other channel. What was answered once holds until she goes, or comes.
   */
  #isUntold(state: State, key: Key): boolean {
    const mayAsk = this.#client.isReady && this.#client.has('draft/metadata-2') && this.#client.has('labeled-response');
    if (!mayAsk || key === this.#store.keyOf(state.me.nick) || this.#asked.get(key) === presenceOf(state, key)) return false;
    let isNear = state.conversations.get(key)?.kind === 'private';
    for (const { members, crowd, membership } of state.conversations.values()) {
      if (!members.has(key) || membership.state !== 'in') continue;
      if (!crowd) return false;
      isNear = true;
    }
    return isNear;
  }
}

function presenceOf(state: State, key: Key): Person['presence'] {
  return state.people.get(key)?.presence ?? 'unknown';
}
