// Everything that can change the state: what the client hears, and what the
// person and the app do. Plain values.

import type { ClientEvent } from '../irc/client';
import type { Message as Line } from '../irc/message';
import type { Banner, Key, ListedChannel, Message, Preferences } from './model';

export type Event = ClientEvent | AppEvent;

export type AppEvent =
  /** What an earlier visit left behind. */
  | { readonly type: 'restored'; readonly visit: Visit }
  /** The name under which to appear from the next registration on. */
  | { readonly type: 'named'; readonly displayName: string; readonly nick: string; readonly account?: string | null }
  | { readonly type: 'logged-out' }
  /** Another tab holds the connection. */
  | { readonly type: 'elsewhere' }
  /** `target`: not at its end, but where a message of that id stands. */
  | { readonly type: 'opened'; readonly key: Key | null; readonly target?: string | null }
  | { readonly type: 'attended'; readonly attentive: boolean }
  | { readonly type: 'scrolled'; readonly key: Key; readonly following: boolean }
  | { readonly type: 'read'; readonly key: Key }
  | { readonly type: 'drafted'; readonly key: Key; readonly text: string }
  | { readonly type: 'private-opened'; readonly nick: string }
  | { readonly type: 'joining'; readonly channel: string }
  /** She left it on another of her devices while this one was away. */
  | { readonly type: 'left-elsewhere'; readonly key: Key }
  | { readonly type: 'join-refused'; readonly channel: string; readonly reason: string; readonly raw: string | null }
  /** The conversation is closed and forgotten here. */
  | { readonly type: 'closed'; readonly key: Key }
  | { readonly type: 'composed'; readonly key: Key; readonly messages: readonly Message[] }
  /** Handed to the connection. */
  | { readonly type: 'sent'; readonly key: Key; readonly entries: readonly string[] }
  /** Taken for said: the server has no echo. */
  | { readonly type: 'settled'; readonly key: Key; readonly entry: string; readonly at: number }
  | { readonly type: 'failed'; readonly key: Key; readonly entry: string; readonly reason: string; readonly raw: string | null }
  /** What may have been said was not: history does not have it. */
  | { readonly type: 'unsaid'; readonly key: Key }
  /** Not sent, but wanted again. */
  | { readonly type: 'retried'; readonly key: Key; readonly entry: string }
  | { readonly type: 'discarded'; readonly key: Key; readonly entry: string }
  | { readonly type: 'history-asked'; readonly key: Key }
  | { readonly type: 'history-came'; readonly key: Key; readonly past: Past }
  /** What the history has around `until`; `all`: nothing that came between its lines and then is missing. */
  | { readonly type: 'verified'; readonly key: Key; readonly lines: readonly Line[]; readonly all: boolean; readonly until: number }
  | { readonly type: 'history-failed'; readonly key: Key; readonly error: string | null }
  | { readonly type: 'page-asked'; readonly key: Key; readonly side: 'older' | 'newer' }
  | { readonly type: 'page-came'; readonly key: Key; readonly page: Page }
  | { readonly type: 'page-failed'; readonly key: Key; readonly side: 'older' | 'newer'; readonly error: string }
  /** A message is wanted before the reader's eyes: by its id, or the first of others after a moment. */
  | { readonly type: 'sought'; readonly key: Key; readonly target: string | number }
  /** What was sought is held, under that key. */
  | { readonly type: 'spotted'; readonly key: Key; readonly entry: string }
  /** The newest entries are wanted again. */
  | { readonly type: 'returned'; readonly key: Key }
  | { readonly type: 'list-asked' }
  | { readonly type: 'listed'; readonly items: readonly ListedChannel[] }
  | { readonly type: 'list-failed'; readonly error: string }
  | { readonly type: 'told'; readonly key: Key | null; readonly text: string; readonly tone: 'plain' | 'error'; readonly raw: string | null; readonly at: number }
  /** One of the ways of an info was taken. */
  | { readonly type: 'info-answered'; readonly key: Key; readonly entry: string }
  | { readonly type: 'bannered'; readonly banner: Banner }
  | { readonly type: 'banner-dismissed'; readonly id: string }
  | { readonly type: 'preferred'; readonly preferences: Partial<Preferences> }
  /** Time went on: who is typing may have stopped. */
  | { readonly type: 'ticked'; readonly now: number };

/** An answer from history, for the newest entries. */
export interface Past {
  readonly lines: readonly Line[];
  /** 'latest': up to the present; 'before': what precedes the first entry held. */
  readonly direction: 'latest' | 'before';
  /** Nothing precedes these. */
  readonly end: boolean;
  /** Messages are missing between these and what was held before, and can't be had, or can; null: none are. */
  readonly gap: 'lost' | 'kept' | null;
  readonly at: number;
}

/** A page of history, for what is shown. */
export interface Page {
  readonly lines: readonly Line[];
  readonly side: 'older' | 'newer' | 'around';
  /** The key of the entry that it precedes or follows. */
  readonly from?: string;
  /** What it was asked for to show. */
  readonly target?: string | number;
  /** There is nothing beyond it. */
  readonly end: boolean;
  readonly at: number;
}

export interface Visit {
  readonly displayName: string;
  readonly nick: string;
  readonly account: string | null;
  readonly channels: readonly string[];
  readonly current: Key | null;
  readonly readUpTo: Readonly<Record<Key, number>>;
  readonly drafts: Readonly<Record<Key, string>>;
  /** What was said in private conversations, and in channels until a moment ago. */
  readonly copies: readonly { readonly name: string; readonly messages: readonly Message[] }[];
  /** What was not said yet, in order. */
  readonly queue: readonly { readonly target: string; readonly message: Message }[];
  readonly preferences: Preferences;
}
