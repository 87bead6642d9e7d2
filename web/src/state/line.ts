// The shape of THE LINE TABLES: what each command and numeric of the server
// does to the state.

import type { Message } from '../irc/message';
import type { Draft } from './draft';

export interface Line {
  readonly message: Message;
  /** Whose doing it is; "" when the line has no source. */
  readonly nick: string;
  /** When it happened by the server's clock, or `at` when it does not say. */
  readonly time: number;
  /** When it came, by ours. */
  readonly at: number;
  /** Somebody asked for it and tells the person. */
  readonly claimed: boolean;
}

export type LineTable = Readonly<Record<string, (d: Draft, line: Line) => void>>;
