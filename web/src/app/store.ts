// The state and what happens to it, once per frame: ten thousand lines cost one
// drawing, not ten thousand.

import { signal, type ReadonlySignal } from '@preact/signals';
import { fold } from '../irc/casemap';
import type { Event } from '../state/event';
import { INITIAL } from '../state/initial';
import type { Key, State } from '../state/model';
import { reduce } from '../state/reduce';

/** A hidden tab has no frames; events wait no longer than this for one. */
const LATEST = 100;

export class Store {
  readonly #state = signal<State>(INITIAL);
  readonly #listeners: ((before: State, after: State) => void)[] = [];
  #queue: Event[] = [];
  #calledOff: (() => void) | null = null;

  /** To be read by computed signals and views. */
  get signal(): ReadonlySignal<State> {
    return this.#state;
  }

  /** The state as it is, with everything that waits taken into account. */
  now(): State {
    this.#flush();
    return this.#state.peek();
  }

  /** By what a nick or a channel is found; nothing that waits is looked at, so it may be asked while one draws. */
  keyOf(name: string): Key {
    return fold(name, this.#state.peek().server.casemapping);
  }

  /** Lets something happen by the next frame. */
  happen(event: Event): void {
    this.#queue.push(event);
    this.#calledOff ??= nextFrame(() => this.#flush());
  }

  /** Lets something happen at once; what a person does must not wait. */
  apply(...events: Event[]): void {
    this.#queue.push(...events);
    this.#flush();
  }

  /** Calls back after each change, before anything is drawn. */
  onChange(listener: (before: State, after: State) => void): void {
    this.#listeners.push(listener);
  }

  #flush(): void {
    this.#calledOff?.();
    this.#calledOff = null;
    if (this.#queue.length === 0) return;
    const events = this.#queue;
    this.#queue = [];
    const before = this.#state.peek();
    const after = reduce(before, events);
    if (after === before) return;
    for (const listener of this.#listeners) listener(before, after);
    this.#state.value = after;
  }
}

/** Runs in the next frame, or soon where there is none. */
function nextFrame(run: () => void): () => void {
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, LATEST);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
