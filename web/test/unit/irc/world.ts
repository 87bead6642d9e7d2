// A world in the test's hand: a clock that moves when told, a network that can
// be cut, and a server that says what the test says.

import type { Wire, WireEvents, World } from '../../../src/irc/world';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export class FakeWorld implements World {
  #now = Date.UTC(2026, 10, 24, 12);
  readonly #timers = new Set<Timer>();
  #network: (online: boolean) => void = () => {};
  #events: WireEvents | null = null;
  /** Lines that the client sent and the test has not read yet. */
  #sent: string[] = [];
  /** Answers lines by itself, if set. */
  server: ((line: string) => void) | null = null;
  online = true;
  dials = 0;
  chance = 0.5;

  now = () => this.#now;
  random = () => this.chance;

  after = (milliseconds: number, run: () => void) => {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  dial = (events: WireEvents): Wire => {
    this.dials++;
    this.#events = events;
    return {
      send: (line) => {
        if (this.server) this.server(line);
        else this.#sent.push(line);
      },
      close: () => {
        if (this.#events === events) this.#events = null;
      },
    };
  };

  isOnline = () => this.online;
  onNetwork = (change: (online: boolean) => void) => {
    this.#network = change;
  };

  get isConnected(): boolean {
    return this.#events !== null;
  }

  /** Time passes, and what is due happens in its order. */
  advance(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#now = due.at;
      this.#timers.delete(due);
      due.run();
    }
    this.#now = until;
  }

  open(): void {
    this.#events?.opened();
  }

  say(...lines: string[]): void {
    for (const line of lines) this.#events?.line(line);
  }

  cut(reason = ''): void {
    const events = this.#events;
    this.#events = null;
    events?.closed(reason);
  }

  setNetwork(online: boolean): void {
    this.online = online;
    this.#network(online);
  }

  /** What was sent since the last look. */
  sent(): string[] {
    const lines = this.#sent;
    this.#sent = [];
    return lines;
  }

  /** Milliseconds until the next timer; Infinity when none runs. */
  get next(): number {
    return Math.min(Infinity, ...[...this.#timers].map((timer) => timer.at - this.#now));
  }
}
