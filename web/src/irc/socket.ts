// One connection after the other: opening, losing, waiting, trying again.

import { backoff } from './backoff';
import type { Wire, World } from './world';

export interface SocketEvents {
  connecting(again: boolean): void;
  opened(): void;
  line(line: string): void;
  /** Lost; the next attempt comes at `retryAt`. */
  waiting(retryAt: number, reason: string): void;
  /** The browser says there is no network. */
  offline(): void;
}

/** Opening that takes longer than this is given up. */
const DIAL_TIMEOUT = 15_000;
const OFFLINE_RETRY = 30_000;

export class Socket {
  readonly #world: World;
  readonly #events: SocketEvents;
  #wire: Wire | null = null;
  #wanted = false;
  #attempt = 0;
  #again = false;
  #calledOff: () => void = () => {};

  constructor(world: World, events: SocketEvents) {
    this.#world = world;
    this.#events = events;
    world.onNetwork((online) => this.#network(online));
  }

  /** Connects and stays connected until stop(). */
  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#attempt = 0;
    this.#again = false;
    this.#dial();
  }

  /** Ends the connection; nothing is reported any more. */
  stop(): void {
    this.#wanted = false;
    this.#calledOff();
    const wire = this.#wire;
    this.#wire = null;
    wire?.close();
  }

  retryNow(): void {
    if (!this.#wanted || this.#wire) return;
    this.#dial();
  }

  /** The connection works: the next loss is the first one again. */
  settled(): void {
    this.#attempt = 0;
    this.#again = true;
  }

  /** Gives up a connection that is dead or useless. */
  drop(reason: string): void {
    const wire = this.#wire;
    if (!wire) return;
    this.#wire = null;
    wire.close();
    this.#lost(reason);
  }

  send(line: string): void {
    this.#wire?.send(line);
  }

  #dial(): void {
    this.#calledOff();
    this.#events.connecting(this.#again);
    const isMine = () => this.#wire === wire;
    const wire: Wire = this.#world.dial({
      opened: () => {
        if (!isMine()) return;
        this.#calledOff();
        this.#events.opened();
      },
      line: (line) => {
        if (isMine()) this.#events.line(line);
      },
      closed: (reason) => {
        if (!isMine()) return;
        this.#wire = null;
        this.#lost(reason);
      },
    });
    this.#wire = wire;
    this.#calledOff = this.#world.after(DIAL_TIMEOUT, () => this.drop('The server does not answer'));
  }

  #lost(reason: string): void {
    this.#calledOff();
    if (!this.#wanted) return;
    this.#again = true;
    if (!this.#world.isOnline()) {
      this.#waitForNetwork();
      return;
    }
    const wait = backoff(this.#attempt++, () => this.#world.random());
    this.#calledOff = this.#world.after(wait, () => this.#dial());
    this.#events.waiting(this.#world.now() + wait, reason);
  }

  #network(online: boolean): void {
    if (!this.#wanted) return;
    if (online && !this.#wire) {
      this.#attempt = 0;
      this.#dial();
    } else if (!online && this.#wire) {
      this.drop('');
    } else if (!online) {
      this.#waitForNetwork();
    }
  }

  /** Browsers are wrong about it at times (a server on this machine), so try now and then. */
  #waitForNetwork(): void {
    this.#calledOff();
    this.#calledOff = this.#world.after(OFFLINE_RETRY, () => this.#dial());
    this.#events.offline();
  }
}
