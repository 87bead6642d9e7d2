// What the state looks like from a chair before the screen: rows, groups, the
// sidebar. Pure functions of plain data.

import type { Entry, Gap, Happening, Info, Key, Member, Message } from './model';

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

export interface HappeningLine {
  readonly key: string;
  readonly time: number;
  readonly text: string;
  readonly happening: Happening;
}

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

export type { Entry };
