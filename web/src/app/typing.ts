// Telling others that one is typing (IRCv3 typing client tag).

/** No two notifications to one target within this time. */
const EVERY = 3_000;
/** After this long without a key the typing is paused. */
const PAUSE = 5_000;

export type TypingState = 'active' | 'paused' | 'done';

export class TypingTeller {
  readonly #now: () => number;
  readonly #send: (name: string, state: TypingState) => void;
  readonly #told = new Map<string, { state: TypingState; at: number }>();
  #pausing: ReturnType<typeof setTimeout> | null = null;

  constructor(now: () => number, send: (name: string, state: TypingState) => void) {
    this.#now = now;
    this.#send = send;
  }

  /** The text in a composer changed. */
  typed(name: string, text: string): void {
    this.#callOff();
    const isCommand = text.startsWith('/') && !text.startsWith('//');
    if (text === '' || isCommand) {
      const told = this.#told.get(name);
      if (told && told.state !== 'done') this.#tell(name, 'done');
      return;
    }
    this.#tell(name, 'active');
    this.#pausing = setTimeout(() => this.#tell(name, 'paused'), PAUSE);
  }

  /** The message was sent, which itself says that the typing is over. */
  sent(name: string): void {
    this.#callOff();
    const told = this.#told.get(name);
    if (told) this.#told.set(name, { ...told, state: 'done' });
  }

  #tell(name: string, state: TypingState): void {
    const told = this.#told.get(name);
    if (told && this.#now() - told.at < EVERY) return;
    this.#told.set(name, { state, at: this.#now() });
    this.#send(name, state);
  }

  #callOff(): void {
    if (this.#pausing !== null) clearTimeout(this.#pausing);
    this.#pausing = null;
  }
}
