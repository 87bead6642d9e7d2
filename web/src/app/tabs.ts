// One tab of a browser holds the connection. Another one sees that, and may
// take it over.

const LOCK = 'linnet.connection';
const CHANNEL = 'linnet.tabs';
/** A reloaded page gets the lock once its predecessor is gone, which takes a moment. */
const TRIES = 6;
const BETWEEN_TRIES = 80;
/** A tab that does not answer a request to release is dead or frozen. */
const RELEASE_WITHIN = 1500;

export class Tabs {
  readonly #channel: BroadcastChannel;
  readonly #released: () => void;
  #letGo: (() => void) | null = null;
  #heard: (() => void) | null = null;

  /** `released` is called when another tab takes over from this one. */
  constructor(released: () => void) {
    this.#released = released;
    this.#channel = new BroadcastChannel(CHANNEL);
    this.#channel.onmessage = ({ data }) => this.#message(data);
  }

  get isHolder(): boolean {
    return this.#letGo !== null;
  }

  /** Takes the connection unless another tab holds it. */
  async acquire(): Promise<boolean> {
    if (this.isHolder) return true;
    for (let i = 0; i < TRIES; i++) {
      if (await this.#tryLock()) return true;
      await pause(BETWEEN_TRIES);
    }
    return false;
  }

  /** Takes it from whoever holds it. */
  async takeOver(): Promise<void> {
    if (this.isHolder) return;
    this.#channel.postMessage('release');
    for (let waited = 0; waited < RELEASE_WITHIN; waited += BETWEEN_TRIES) {
      if (await this.#tryLock()) return;
      await pause(BETWEEN_TRIES);
    }
    await this.#lock({ steal: true });
  }

  release(): void {
    this.#letGo?.();
    this.#letGo = null;
  }

  #tryLock(): Promise<boolean> {
    return navigator.locks ? this.#lock({ ifAvailable: true }) : this.#askOthers();
  }

  #lock(options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      const held = navigator.locks.request(LOCK, options, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>((letGo) => (this.#letGo = letGo));
      });
      // Rejected when another tab steals the lock.
      held.catch(() => this.#lose());
    });
  }

  /** Without locks (a page that isn't served securely): asks whether anybody is there. */
  async #askOthers(): Promise<boolean> {
    const answered = new Promise<boolean>((resolve) => (this.#heard = () => resolve(true)));
    this.#channel.postMessage('anyone?');
    const isHeld = await Promise.race([answered, pause(BETWEEN_TRIES).then(() => false)]);
    this.#heard = null;
    if (!isHeld) this.#letGo = () => {};
    return !isHeld;
  }

  #message(data: unknown): void {
    if (data === 'anyone?' && this.isHolder) this.#channel.postMessage('here');
    else if (data === 'here') this.#heard?.();
    else if (data === 'release' && this.isHolder) this.#lose();
  }

  #lose(): void {
    if (!this.isHolder) return;
    // First the connection, then the lock: the other tab must find the token saved.
    this.#released();
    this.release();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
