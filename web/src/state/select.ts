// What the state looks like from a chair before the screen: rows, groups, the
// sidebar. Pure functions of plain data.

import { listOf, type HappeningLine } from './happenings';
import type { Conversation, Gap, Identity, Info, Key, Member, Message, Person, ServerInfo, State } from './model';

/** What the log draws, each keyed and, unchanged, the same object. */
export type Row =
  /** `day` is a local date "2026-11-24"; the time is of the first message of it. */
  | { readonly type: 'day'; readonly key: string; readonly day: string; readonly time: number }
  | { readonly type: 'new'; readonly key: string }
  | {
      readonly type: 'message';
      readonly key: string;
      readonly message: Message;
      /** More than one when a code fence joins across messages; the first is `message`. */
      readonly parts: readonly Message[];
      /** The first of its group: drawn with avatar, name and time. */
      readonly first: boolean;
    }
  /** Neighbouring joins, parts and the like: one sentence, and what it opens to. */
  | {
      readonly type: 'happenings';
      readonly key: string;
      readonly summary: string;
      readonly lines: readonly HappeningLine[];
    }
  | { readonly type: 'info'; readonly key: string; readonly info: Info }
  | { readonly type: 'gap'; readonly key: string; readonly gap: Gap };

export interface MemberGroup {
  /** "Operators", "Voiced", "Members"; the view adds the count. */
  readonly title: string;
  readonly prefix: string;
  readonly members: readonly Member[];
}

export interface Sidebar {
  readonly channels: readonly SidebarItem[];
  readonly privates: readonly SidebarItem[];
}

export interface SidebarItem {
  readonly key: Key;
  readonly name: string;
  readonly kind: 'channel' | 'private';
  readonly href: string;
  readonly unread: number;
  readonly mentions: number;
  readonly current: boolean;
  /** A text waits in its composer. */
  readonly draft: boolean;
  /** Private: the peer's presence; channels: 'online' when joined, else 'offline'. */
  readonly presence: 'online' | 'away' | 'offline' | 'unknown';
}

const RANK_TITLES: Record<string, string> = {
  q: 'Owners', a: 'Admins', o: 'Operators', h: 'Half-operators', v: 'Voiced',
};

/** Members by their highest rank, each group in the order of names. */
export function groupMembers(members: ReadonlyMap<Key, Member>, server: ServerInfo): MemberGroup[] {
  const bySymbol = new Map<string, [Key, Member][]>();
  for (const item of members) {
    const symbol = item[1].prefix[0] ?? '';
    const group = bySymbol.get(symbol);
    if (group) group.push(item);
    else bySymbol.set(symbol, [item]);
  }
  const ranks = [...server.prefixes, { mode: '', symbol: '' }];
  return ranks.flatMap(({ mode, symbol }) => {
    const group = bySymbol.get(symbol);
    if (!group) return [];
    group.sort(([a], [b]) => (a < b ? -1 : 1));
    return [{ title: RANK_TITLES[mode] ?? (mode === '' ? 'Members' : `+${mode}`), prefix: symbol, members: group.map(([, member]) => member) }];
  });
}

/** "sasha is typing", "sasha and bob are typing", "Several people are typing", or "". */
export function typingText(typing: Conversation['typing']): string {
  const nicks = [...typing.values()].filter((who) => who.state === 'active').map((who) => who.nick);
  if (nicks.length === 0) return '';
  if (nicks.length > 3) return 'Several people are typing';
  return `${listOf(nicks)} ${nicks.length === 1 ? 'is' : 'are'} typing`;
}

/** An operator may, and everybody where the topic isn't locked. */
export function mayTopic(conversation: Conversation, nickKey: Key, server: ServerInfo): boolean {
  if (conversation.kind !== 'channel' || conversation.membership.state !== 'in') return false;
  return !conversation.modes.includes('t') || isOperator(conversation, nickKey, server);
}

/** Half-operator or more. */
export function isOperator(conversation: Conversation, nickKey: Key, server: ServerInfo): boolean {
  const prefix = conversation.members.get(nickKey)?.prefix ?? '';
  return server.prefixes.some(({ mode, symbol }) => mode !== 'v' && prefix.includes(symbol));
}

/** Whose messages the person may try to take back; in a channel those who keep it take back anybody's. */
export function mayRedact(conversation: Conversation, nickKey: Key, server: ServerInfo): 'none' | 'own' | 'all' {
  if (!server.caps.has('draft/message-redaction') || conversation.membership.state !== 'in') return 'none';
  return conversation.kind === 'channel' && isOperator(conversation, nickKey, server) ? 'all' : 'own';
}

/** The mask by which somebody is kept out: the account, else the host unless one shares it, else the nick. */
export function maskOf(person: Person, me: Identity): string {
  if (person.account !== null) return `~account:${person.account}`;
  return person.host !== '' && person.host !== me.host ? `*!*@${person.host}` : `${person.nick}!*@*`;
}

export function totals(state: State): { unread: number; mentions: number } {
  let unread = 0;
  let mentions = 0;
  for (const conversation of state.conversations.values()) {
    unread += conversation.unread;
    mentions += conversation.mentions;
  }
  return { unread, mentions };
}

/** Channels by name, private conversations by their newest message. */
export function sidebarOf(state: State, href: (name: string) => string, previous: Sidebar): Sidebar {
  const before = new Map([...previous.channels, ...previous.privates].map((item) => [item.key, item]));
  const all = [...state.conversations.values()];
  const item = (conversation: Conversation): SidebarItem => {
    const { key, name, kind, unread, mentions, draft, membership } = conversation;
    const made: SidebarItem = {
      key, name, kind, href: href(name), unread, mentions, current: state.current === key, draft: draft.trim() !== '',
      presence: kind === 'private' ? presenceOf(state.people.get(key)) : membership.state === 'in' ? 'online' : 'offline',
    };
    const old = before.get(key);
    return old && (Object.keys(made) as (keyof SidebarItem)[]).every((field) => old[field] === made[field]) ? old : made;
  };
  const channels = all.filter(({ kind }) => kind === 'channel').sort((a, b) => (a.key < b.key ? -1 : 1)).map(item);
  const privates = all.filter(({ kind }) => kind === 'private').sort((a, b) => newest(b) - newest(a)).map(item);
  const same = isSame(channels, previous.channels) && isSame(privates, previous.privates);
  return same ? previous : { channels, privates };
}

function presenceOf(person: Person | undefined): Person['presence'] {
  return person?.presence ?? 'unknown';
}

/** A conversation without messages was just opened: it stands first. */
function newest({ entries }: Conversation): number {
  return entries.findLast((entry) => entry.type === 'message')?.time ?? Infinity;
}

function isSame(a: readonly SidebarItem[], b: readonly SidebarItem[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
