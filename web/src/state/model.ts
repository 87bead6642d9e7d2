// The whole of what the client knows, as plain data: no class, no function, no
// promise, nothing of the DOM and nothing of the socket. It changes only by
// reduce(state, event); whoever reads it may compare parts by identity, because
// a part that did not change is the same object.

import type { Casemapping } from '../irc/casemap';

/** The folded name of a channel or nick ("#General" -> "#general"). */
export type Key = string;

export interface State {
  readonly connection: Connection;
  readonly me: Identity;
  /** What the server told about itself; empty until it did. */
  readonly server: ServerInfo;
  readonly conversations: ReadonlyMap<Key, Conversation>;
  /** The conversation that is open, or null when there is none. */
  readonly current: Key | null;
  /** The tab is visible and has the focus: what arrives in `current` is read. */
  readonly attentive: boolean;
  /** What is known of other people, by folded nick. */
  readonly people: ReadonlyMap<Key, Person>;
  /** What people say of themselves, by folded nick; those who say nothing are not in it. */
  readonly faces: ReadonlyMap<Key, Face>;
  readonly banners: readonly Banner[];
  readonly list: ChannelList;
  readonly preferences: Preferences;
  /** Makes keys for entries to which the server gives no id. */
  readonly serial: number;
}

/** The line to the server. Times are milliseconds since 1970. */
export type Connection =
  /** No name was given yet, or the person logged out. */
  | { readonly phase: 'idle' }
  /** Opening the socket, or registering. `again` after a lost connection. */
  | { readonly phase: 'connecting'; readonly again: boolean }
  | { readonly phase: 'online'; readonly since: number }
  /** Lost; the next attempt comes by itself at `retryAt`. */
  | { readonly phase: 'waiting'; readonly retryAt: number; readonly reason: string }
  /** The browser says that there is no network; it will say when there is. */
  | { readonly phase: 'offline' }
  /** Another tab of this browser holds the connection. */
  | { readonly phase: 'elsewhere' }
  /** Ended by the server for a reason that waiting won't cure; the person decides. */
  | { readonly phase: 'refused'; readonly reason: string };

export interface Identity {
  /** What the person typed ("Anna Müller"); becomes the real name. Empty on the first visit. */
  readonly displayName: string;
  /** The legal nick made of it, as the server confirmed it ("Anna_Muller"). */
  readonly nick: string;
  /** The account that she is logged in to; null for a guest. */
  readonly account: string | null;
  readonly user: string;
  readonly host: string;
  /** The away message, or null when present. */
  readonly away: string | null;
}

export interface ServerInfo {
  readonly name: string;
  readonly network: string;
  readonly version: string;
  /** Enabled capabilities. */
  readonly caps: ReadonlySet<string>;
  /** Channel prefixes (CHANTYPES). */
  readonly chantypes: string;
  /** Highest first: [{mode: 'o', symbol: '@'}, ...] (PREFIX). */
  readonly prefixes: readonly Prefix[];
  /** Channel modes with a list, with a parameter always, with one when set, without. */
  readonly chanmodes: readonly [string, string, string, string];
  readonly casemapping: Casemapping;
  readonly limits: {
    readonly nick: number;
    readonly channel: number;
    readonly topic: number;
    /** The most messages one CHATHISTORY answer holds; 0 when there is no history. */
    readonly history: number;
  };
}

export interface Prefix {
  readonly mode: string;
  readonly symbol: string;
}

export interface Conversation {
  readonly key: Key;
  /** As the server spells it: "#general", "maria". */
  readonly name: string;
  readonly kind: 'channel' | 'private';
  /** Channels only; a private conversation is always 'in'. */
  readonly membership: Membership;
  /** The newest, oldest first. At most some thousand are kept; older ones are asked for again. */
  readonly entries: readonly Entry[];
  readonly history: History;
  /** A part of the past that is shown in place of the entries; null: the entries are shown. */
  readonly stretch: Stretch | null;
  /** The message that is to be shown once it is there: its id, or the first of others after a moment; null: none. */
  readonly sought: string | number | null;
  /** What to bring before the reader's eyes, a new object each time. */
  readonly spot: Spot | null;
  readonly topic: Topic | null;
  /** Channel modes as "+nt"; "+" when none is set, empty when unknown. */
  readonly modes: string;
  /** By folded nick; empty for private conversations. */
  readonly members: ReadonlyMap<Key, Member>;
  /** So many are here that what they say of themselves was not told. */
  readonly crowd: boolean;
  readonly unread: number;
  readonly mentions: number;
  /** Time of the newest message the person has seen, here or elsewhere; 0 when none. */
  readonly readUpTo: number;
  /** The last row is in sight (or will be, when it is opened): what comes may be taken for read. */
  readonly following: boolean;
  /** Up to when the server knows it read, and so each device of this person; null until it told. */
  readonly marked: number | null;
  /** The "New messages" line stands above the first message of others after this moment; null: nowhere. */
  readonly newSince: number | null;
  /** Slow mode: the server takes no message before this; 0 when it never said so. */
  readonly slowUntil: number;
  /** Who is typing, by folded nick. */
  readonly typing: ReadonlyMap<Key, Typing>;
  /** The text in the composer, kept across conversations and reloads. */
  readonly draft: string;
}

export type Membership =
  | { readonly state: 'in' }
  /** JOIN was sent or waits for the connection; `was`: in it until the connection was lost. */
  | { readonly state: 'joining'; readonly was: boolean }
  /** Left, kicked or refused; `reason` is a sentence, `raw` the server's line. */
  | { readonly state: 'out'; readonly reason: string; readonly raw: string | null };

/** What lies before the first of some entries. */
export interface History {
  /** 'none': the server has no history at all. */
  readonly before: 'unknown' | 'more' | 'end' | 'none';
  readonly loading: boolean;
  readonly error: string | null;
}

/** Further up than the entries reach, without a gap in itself; what follows it is asked for as one reads on. */
export interface Stretch {
  readonly entries: readonly Entry[];
  readonly history: History;
  readonly newer: Pick<History, 'loading' | 'error'>;
}

/** The key of an entry that is shown; null: the end of the conversation. */
export interface Spot {
  readonly key: string | null;
}

export interface Topic {
  readonly text: string;
  readonly by: string;
  /** 0 when unknown. */
  readonly at: number;
}

export interface Member {
  readonly nick: string;
  /** Prefix symbols, highest first: "@+", "" for none. */
  readonly prefix: string;
  readonly away: boolean;
}

export interface Typing {
  readonly nick: string;
  readonly state: 'active' | 'paused';
  /** When it expires. */
  readonly until: number;
}

/** One thing in a conversation. `key` never changes, from pending to settled too. */
export type Entry = Message | Happening | Info | Gap;

export interface Message {
  readonly type: 'message';
  readonly key: string;
  /** The server's id, or null where the server gives none or the echo is awaited. */
  readonly msgid: string | null;
  /** The random id of a web client (+linnet.chat/id), if there was one. */
  readonly id: string | null;
  readonly time: number;
  readonly nick: string;
  readonly account: string | null;
  readonly bot: boolean;
  readonly own: boolean;
  readonly form: 'say' | 'action' | 'notice';
  /** With mIRC formatting in it; `app.body` makes tokens of it. */
  readonly text: string;
  /** The person is named in it. */
  readonly mention: boolean;
  /** Said to those of some rank only ("@#tea"), and kept in no history. */
  readonly aside?: true;
  readonly delivery: Delivery;
  /** It was taken back: the text is gone. */
  readonly redaction?: Redaction;
}

export interface Redaction {
  readonly by: string;
  /** Empty when none was given. */
  readonly reason: string;
}

export type Delivery =
  | { readonly state: 'sent' }
  /**
   * On its way, or waiting for the connection (`queued`). `attempted`: an earlier connection broke
   * before the echo came, so it may have been said already.
   */
  | { readonly state: 'pending'; readonly queued: boolean; readonly attempted: boolean }
  /** "Not sent": why, as a sentence, and the server's line for the details. */
  | { readonly state: 'failed'; readonly reason: string; readonly raw: string | null };

/** Joins, parts and the like. Neighbours fold into one row. */
export interface Happening {
  readonly type: 'happening';
  readonly key: string;
  readonly msgid: string | null;
  readonly time: number;
  readonly what: 'join' | 'part' | 'quit' | 'nick' | 'kick' | 'topic' | 'mode' | 'invite' | 'rename';
  readonly nick: string;
  readonly own: boolean;
  /** New nick, kicked nick, invited nick, the channel's old name; empty otherwise. */
  readonly target: string;
  /** Reason, topic, mode change; empty when none. */
  readonly text: string;
}

/** Something the server or the client says to this person alone. */
export interface Info {
  readonly type: 'info';
  readonly key: string;
  readonly time: number;
  readonly tone: 'plain' | 'error';
  /** A sentence, or several lines (a WHOIS, the help). */
  readonly text: string;
  readonly raw: string | null;
  /** What can be done about it, drawn as buttons; none once one was taken. */
  readonly ways?: readonly Way[];
}

/** Messages are missing here and can't be had. Those that can are asked for as one scrolls. */
export interface Gap {
  readonly type: 'gap';
  readonly key: string;
  readonly time: number;
}

export interface Person {
  readonly nick: string;
  readonly user: string;
  readonly host: string;
  readonly realname: string;
  readonly account: string | null;
  readonly bot: boolean;
  readonly operator: boolean;
  readonly presence: 'online' | 'away' | 'offline' | 'unknown';
  /** The away message when known. */
  readonly away: string;
  /** Channels from WHOIS, with prefixes as sent ("@#tea"); empty until asked. */
  readonly channels: readonly string[];
  /** Seconds idle by WHOIS, or null until asked. */
  readonly idle: number | null;
  /** Signed on, by WHOIS, or null until asked. */
  readonly since: number | null;
}

/** As it was said, not fit to be shown; "" is nothing. */
export interface Face {
  readonly name: string;
  readonly colour: string;
  readonly picture: string;
}

export interface Banner {
  readonly id: string;
  readonly tone: 'info' | 'warning' | 'error';
  /** Shown only while that conversation is open; null: always. */
  readonly conversation: Key | null;
  readonly text: string;
  readonly raw: string | null;
  /** The ways out, drawn as buttons. */
  readonly ways: readonly Way[];
}

export interface Way {
  readonly label: string;
  readonly action:
    | { readonly do: 'join'; readonly channel: string }
    | { readonly do: 'leave'; readonly channel: string }
    | { readonly do: 'invite'; readonly nick: string; readonly channel: string }
    /** Caller-id: lets somebody reach this person (ACCEPT). */
    | { readonly do: 'accept'; readonly nick: string }
    | { readonly do: 'rename' }
    | { readonly do: 'log-in'; readonly name: string }
    | { readonly do: 'devices' }
    | { readonly do: 'reconnect' };
}

/** The answer to LIST, for the "Browse channels" dialog. */
export interface ChannelList {
  readonly phase: 'empty' | 'loading' | 'ready' | 'failed';
  readonly error: string | null;
  /** Most members first, then by name. Kept while it is being asked for again. */
  readonly items: readonly ListedChannel[];
}

export interface ListedChannel {
  readonly key: Key;
  readonly name: string;
  readonly topic: string;
  readonly members: number;
}

export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  /** Desktop notifications are wanted; the browser's permission is asked apart. */
  readonly notifications: boolean;
  /** Tell others that one is typing. */
  readonly typing: boolean;
  /** Show joins, parts and the like. */
  readonly happenings: boolean;
  readonly clock: 'system' | '12h' | '24h';
}
