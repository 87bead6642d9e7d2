// What somebody with an account does on her way in: she proves who she is, or
// registers. How that goes is fetched when it is needed (sasl.ts, register.ts);
// here is only its shape, so that the first screen need not know more.

import type { Caps } from './caps';
import type { Message, Outgoing } from './message';

export interface Entry {
  /** An account is named for the nick of who registers it, so that comes after NICK. */
  readonly when: 'before-nick' | 'after-nick';
  begin(way: Way): void;
  /** What the server says until it is settled. */
  take(message: Message): void;
}

/** The connection it goes by. Once that is lost nothing of it does anything any more. */
export interface Way {
  readonly caps: Caps;
  /** The connection is complete, and this is about what its user is from now on. */
  readonly isConnected: boolean;
  send(out: Outgoing): void;
  /** It is over: null if it went well. */
  settle(refusal: Refusal | null): void;
}

/** An entry whose code is still on its way when it is to begin. */
export function fetched(load: () => Promise<Entry>): Entry {
  let entry: Entry | null = null;
  return {
    when: 'before-nick',
    begin(way) {
      load().then(
        (loaded) => {
          entry = loaded;
          entry.begin(way);
        },
        () => way.settle({ why: 'later', text: 'A part of Linnet that logs you in could not be loaded.', raw: null }),
      );
    },
    take: (message) => entry?.take(message),
  };
}

export interface Refusal {
  readonly why:
    /** The name or the password is wrong, or the device's token was taken back. */
    | 'credentials'
    /** Not now; later it may go well. */
    | 'later'
    /** The account waits for a code that was sent by mail. */
    | 'unverified'
    /** The name is an account's already. */
    | 'taken'
    /** Guests are not let in. */
    | 'required'
    | 'name' | 'password' | 'email' | 'invitation' | 'code'
    | 'other';
  /** A sentence. */
  readonly text: string;
  /** The server's line, for the details. */
  readonly raw: string | null;
}
