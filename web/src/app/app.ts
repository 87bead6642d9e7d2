// What a person can see and do: the whole of what the view may know. The view
// reads signals and calls actions; it never sees the protocol.
//
// main.tsx does `render(<Root app={app} />, document.getElementById('app'))`
// with `Root` from view/root.tsx.

import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Refusal } from '../irc/entry';
import type { Block } from '../irc/markup';
import type {
  Banner, ChannelList, Connection, Conversation, History, Identity, Key, Membership, Message,
  Person, Preferences, ServerInfo, Spot, Stretch, Topic, Way,
} from '../state/model';
import type { MemberGroup, Row, Sidebar } from '../state/select';
import type { Completion, CommandHelp } from './compose';
import type { KeyHelp } from './keys';
import type { Accounts } from './accounts';
import type * as Member from './member';
import type * as Slash from './slash';
import type { Faces } from './faces';
import type { Finder } from './finder';
import type { Profile } from './profile';
import type { Views } from './views';

export type { Completion, CommandHelp, KeyHelp, MemberGroup, Row, Sidebar };

export type SlashTable = typeof Slash;

/** Which screen is drawn. 'loading' lasts until it is known who holds the connection. */
export type Screen = 'loading' | 'welcome' | 'chat' | 'elsewhere';

/** The dialogs; one is open at a time. The view draws, any floor opens. */
export type Overlay =
  | { readonly name: 'switcher' }
  | { readonly name: 'help' }
  | { readonly name: 'browse' }
  | { readonly name: 'new-channel' }
  | { readonly name: 'rename' }
  | { readonly name: 'profile' }
  /** `as`: the name to begin with. */
  | { readonly name: 'log-in'; readonly as?: string }
  | { readonly name: 'register' }
  | { readonly name: 'password' }
  | { readonly name: 'devices' }
  | { readonly name: 'settings' }
  | { readonly name: 'about' };

/** How something that was asked for ended; `problem` is a sentence for the field or the alert. */
export type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly problem: string;
      /** The server's line, for the details. */
      readonly raw: string | null;
      /** Free names to offer, when a name was the problem. */
      readonly suggestions: readonly string[];
      /** What it is about, of whoever could not come in; 'taken': the name is an account's. */
      readonly why?: Refusal['why'];
    };

/** The first screen for who has an account, or is about to, or has thought better of it. */
export interface Entrance {
  readonly step: 'log-in' | 'register' | 'guest';
  readonly name: string;
  /** A sentence that says how she came here; "" when there is nothing to say. */
  readonly notice: string;
}

/** One conversation, each part a signal of its own. */
export interface ConversationView {
  readonly key: Key;
  readonly name: ReadonlySignal<string>;
  readonly kind: 'channel' | 'private';
  /** "Message #general" */
  readonly composerLabel: ReadonlySignal<string>;
  readonly membership: ReadonlySignal<Membership>;
  /** Messages, day separators, folded happenings, the "New messages" line: keyed, stable objects. */
  readonly rows: ReadonlySignal<readonly Row[]>;
  /** What lies before the first row. */
  readonly history: ReadonlySignal<History>;
  /** The rows are a part of the past, and this is about what follows them; null: they are the newest. */
  readonly newer: ReadonlySignal<Stretch['newer'] | null>;
  /** A message is being fetched, to be shown. */
  readonly seeking: ReadonlySignal<boolean>;
  /** What to bring before the reader's eyes: a new object each time. */
  readonly spot: ReadonlySignal<Spot | null>;
  readonly unread: ReadonlySignal<number>;
  /** There is a line "New messages", though perhaps further up than the rows reach. */
  readonly newSince: ReadonlySignal<number | null>;
  readonly topic: ReadonlySignal<Topic | null>;
  /** One may change the topic (operator, or the channel is not +t). */
  readonly mayTopic: ReadonlySignal<boolean>;
  /** Whose messages the person may try to delete. */
  readonly mayRedact: ReadonlySignal<'none' | 'own' | 'all'>;
  readonly members: ReadonlySignal<readonly MemberGroup[]>;
  readonly memberCount: ReadonlySignal<number>;
  /** Slow mode: when the server takes the next message; past or 0 when nothing holds one up. */
  readonly slowUntil: ReadonlySignal<number>;
  /** "sasha is typing", "sasha and bob are typing", "Several people are typing", or "". */
  readonly typing: ReadonlySignal<string>;
  readonly draft: ReadonlySignal<string>;
  /** The other person of a private conversation. */
  readonly peer: ReadonlySignal<Person | null>;
  /** Banners of this conversation and the global ones, newest first. */
  readonly banners: ReadonlySignal<readonly Banner[]>;
}

/** What comes with the chat (later.ts): the first screen has no use for it. */
export interface Equipment {
  readonly slash: SlashTable;
  readonly Accounts: typeof Accounts;
  readonly member: typeof Member;
  readonly Faces: typeof Faces;
  readonly Finder: typeof Finder;
  readonly Profile: typeof Profile;
  readonly Views: typeof Views;
}

export interface App {
  equip(equipment: Equipment): void;

  // ---- what there is to see -------------------------------------------------

  readonly screen: ReadonlySignal<Screen>;
  readonly connection: ReadonlySignal<Connection>;
  /** A sentence for the bar and role=status ("Connection lost."), "" when all is well; the countdown is retryIn. */
  readonly connectionText: ReadonlySignal<string>;
  /** Seconds until the next attempt, or null when none is due. Ticks only while waiting. */
  readonly retryIn: ReadonlySignal<number | null>;
  readonly me: ReadonlySignal<Identity>;
  readonly server: ReadonlySignal<ServerInfo>;
  readonly sidebar: ReadonlySignal<Sidebar>;
  /** The key of the open conversation, or null. */
  readonly current: ReadonlySignal<Key | null>;
  /** The open conversation, the same object while `current` is the same. */
  readonly open: ReadonlySignal<ConversationView | null>;
  readonly list: ReadonlySignal<ChannelList>;
  readonly preferences: ReadonlySignal<Preferences>;
  /** The banners of no conversation, for when none is open. */
  readonly banners: ReadonlySignal<readonly Banner[]>;
  /** All unread messages and mentions (the drawer's button, the title). */
  readonly totals: ReadonlySignal<{ readonly unread: number; readonly mentions: number }>;
  /** The open dialog; the view sets it to null when it closes. */
  readonly overlay: Signal<Overlay | null>;
  /** 'default' may be asked by askToNotify(). */
  readonly notifyPermission: ReadonlySignal<'default' | 'granted' | 'denied' | 'unsupported'>;
  /** For the About page; the version is the server's, "" until it told. */
  readonly about: { readonly version: string };

  /** Null for a conversation that there is not. The same object for the same key. */
  conversation(key: Key): ConversationView | null;
  /** Plain data of a conversation, for a one-time read. */
  peek(key: Key): Conversation | null;
  person(nick: string): ReadonlySignal<Person>;
  /** The tokens of a message row; cached, the same array for the same row. */
  body(row: Extract<Row, { type: 'message' }>): readonly Block[];
  /** The tokens of any other text, a topic for example. */
  format(text: string): readonly Block[];
  /** The href that opens a conversation: "#general" -> "/#general", "maria" -> "/#@maria". */
  href(name: string): string;
  /** The same, absolute, for "Copy link"; of a message, if its id is given. */
  link(name: string, msgid?: string): string;
  /** The hue index 0-12 of a nick in a conversation; two recent speakers never share one. */
  hue(key: Key, nick: string): number;
  isOwn(nick: string): boolean;
  /** How people appear. Only the chat may ask. */
  readonly faces: Faces;

  // ---- the first screen, the name -------------------------------------------

  /** The legal nick nearest to a display name; shown while it is typed. */
  nickFor(displayName: string): string;
  /** The stored display name, to fill the field; "" on the first visit. */
  readonly rememberedName: string;
  /** First screen: connect under this name. Resolves when registered, or with the problem at the field. */
  start(displayName: string): Promise<Outcome>;
  /** Later: NICK and SETNAME. */
  rename(displayName: string): Promise<Outcome>;
  /** What one says of oneself, for the chat to change. */
  readonly profile: Profile;
  /**
   * QUIT; forgets the token and private conversations, keeps the channel list. Of who has an account the
   * server forgets this device.
   */
  logOut(): void;

  // ---- the account ------------------------------------------------------------

  /** The first screen is for somebody with an account; null: for anybody. */
  readonly entrance: Signal<Entrance | null>;
  /** Comes with the chat; nobody may ask before that is there. */
  readonly accounts: Accounts;

  // ---- the connection --------------------------------------------------------

  retryNow(): void;
  /** Take the connection over from the other tab. */
  useHere(): void;

  // ---- conversations ---------------------------------------------------------

  /** Opens it (a channel is joined, a private conversation made when new). Changes the URL. */
  go(name: string): void;
  openPrivate(nick: string): void;
  join(channel: string, password?: string): Promise<Outcome>;
  /** Only creates: refused when the channel exists. Opens it. */
  createChannel(name: string, topic: string): Promise<Outcome>;
  /** Parts a channel, or closes a private conversation. */
  leave(key: Key): void;
  /** A name like "#tea" made of what was typed ("Tea"); "" when nothing legal is left. */
  channelNameFor(typed: string): string;
  setTopic(key: Key, text: string): Promise<Outcome>;
  /** Ask LIST anew; `list` follows. */
  refreshList(): void;
  /** The view calls it when the reader nears the top. Does nothing when there is no more or it is loading. */
  loadOlder(key: Key): void;
  /** The same for the end of a part of the past. */
  loadNewer(key: Key): void;
  /** Opens a conversation where a message stands; `spot` follows. */
  goToMessage(name: string, message: Pick<Message, 'msgid' | 'key'>): void;
  /** To the line "New messages", wherever it is. */
  goToUnread(key: Key): void;
  /** From the past to the newest messages. */
  returnToPresent(): void;
  /** The view tells whether the last row is in sight: only then does what arrives count as read. */
  atBottom(key: Key, atBottom: boolean): void;
  markRead(key: Key): void;
  /** The search, which goes on while one looks at its results. Its panel is open or not. */
  readonly finder: Finder;
  readonly searching: Signal<boolean>;
  /** WHOIS, quietly; `person(nick)` follows. */
  lookUp(nick: string): void;
  kick(key: Key, nick: string, reason: string): void;
  /** Give or take a prefix mode ("o", "v"). */
  setMemberMode(key: Key, nick: string, mode: string, on: boolean): void;
  /** Lets somebody read in a channel, and not write. */
  mute(key: Key, nick: string): void;
  /** Keeps somebody out of a channel, and puts her out. */
  ban(key: Key, nick: string): void;
  /** May the person kick and give modes here? */
  isOperator(key: Key): boolean;

  // ---- the composer ----------------------------------------------------------

  /** On every input: keeps the draft and tells others about typing. */
  setDraft(key: Key, text: string): void;
  /** Sends the text or runs its slash command; clears the draft when ok. Not ok: the text stays. */
  send(key: Key, text: string): Outcome;
  retry(key: Key, entryKey: string): void;
  discard(key: Key, entryKey: string): void;
  /** Deletes what was said, for everybody. */
  redact(key: Key, messages: readonly Message[], reason: string): Promise<Outcome>;
  /** Tab: the nick or command at the caret completed; again with the last Completion for the next one. */
  complete(key: Key, text: string, caret: number, last: Completion | null): Completion | null;
  /** Commands to offer for "/jo"; empty when the text is no unfinished command. */
  commands(text: string): readonly CommandHelp[];
  /** Up and Down at the edge of the field: what was sent before; null when there is none. */
  recall(key: Key, step: -1 | 1, text: string): string | null;
  /** Bytes left until the text becomes two messages; negative: it will be split. Null: far from it. */
  bytesLeft(key: Key, text: string): number | null;

  // ---- keys, banners, preferences --------------------------------------------

  /**
   * THE KEY TABLE, for the "?" dialog. The app itself listens on the document. F6 walks elements with
   * a data-region attribute in document order (focusing the first `[data-region-focus]` inside, or the
   * element itself, which then needs a tabindex).
   */
  readonly keys: readonly KeyHelp[];
  /** THE SLASH TABLE, for the help. */
  readonly slashCommands: readonly CommandHelp[];
  take(banner: Banner, way: Way): void;
  /** The same for a way that stands in the log; the entry offers it no more. */
  takeIn(key: Key, entryKey: string, way: Way): void;
  dismiss(banner: Banner): void;
  setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void;
  askToNotify(): Promise<void>;
}
