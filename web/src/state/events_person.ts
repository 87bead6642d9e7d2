// What the person does apart from conversations, and what an earlier visit left.

import type { Draft } from './draft';
import type { EventTable } from './events';
import { INITIAL } from './initial';
import { add } from './entries';
import { returnToPresent } from './stretch';
import { recount } from './unread';

export const PERSON_EVENTS: EventTable<
  'restored' | 'named' | 'logged-out' | 'list-asked' | 'listed' | 'list-failed' | 'told' | 'info-answered' | 'bannered' | 'banner-dismissed'
  | 'preferred' | 'ticked'
> = {
  restored(d, { visit }) {
    d.state.preferences = visit.preferences;
    d.state.me = { ...d.state.me, displayName: visit.displayName, nick: visit.nick, account: visit.account };
    d.state.current = null;
    const privates = visit.copies.map((copy) => copy.name).filter((name) => !d.isChannel(name));
    const kept = new Set([...visit.channels, ...privates].map((name) => d.fold(name)));
    for (const { key } of d.all()) {
      if (!kept.has(key)) d.remove(key); // left in another tab meanwhile
    }
    for (const name of visit.channels) {
      d.ensure(name).readUpTo = visit.readUpTo[d.fold(name)] ?? 0;
    }
    for (const { name, messages } of visit.copies) {
      const open = d.isChannel(name) ? d.conversation(name) : d.ensure(name);
      // A tab that was open all the while holds more than the copy; a channel may have been left.
      if (!open || open.entries.length > 0) continue;
      d.replaceEntries(open, [...messages]);
      open.readUpTo = visit.readUpTo[open.key] ?? 0;
      recount(open);
    }
    for (const { target, message } of visit.queue) {
      const open = d.conversation(target);
      if (open && !open.entries.some((entry) => entry.key === message.key)) d.entries(open).push(message);
    }
    for (const [key, text] of Object.entries(visit.drafts)) {
      const open = d.conversation(key);
      if (open) open.draft = text;
    }
    const current = visit.current === null ? undefined : d.conversation(visit.current);
    if (current) d.state.current = current.key;
  },
  named(d, { displayName, nick, account = d.state.me.account }) {
    d.state.me = { ...d.state.me, displayName, nick, account };
  },
  'logged-out'(d) {
    const { preferences, attentive, serial } = d.state;
    Object.assign(d.state, INITIAL, { preferences, attentive, serial });
  },
  'list-asked'(d) {
    d.state.list = { ...d.state.list, phase: 'loading', error: null };
  },
  listed(d, { items }) {
    const sorted = [...items].sort((a, b) => b.members - a.members || (a.key < b.key ? -1 : 1));
    d.state.list = { phase: 'ready', error: null, items: sorted };
  },
  'list-failed'(d, { error }) {
    d.state.list = { ...d.state.list, phase: 'failed', error };
  },
  told(d, { key, text, tone, raw, at }) {
    const open = d.conversation(key ?? d.state.current ?? '');
    if (open?.stretch) returnToPresent(d, open); // or it would not be seen
    if (open) add(d, open, { type: 'info', key: d.nextKey(), time: at, tone, text, raw });
  },
  'info-answered'(d, { key, entry }) {
    const open = d.conversation(key);
    const at = open?.entries.findIndex((other) => other.key === entry) ?? -1;
    const info = open?.entries[at];
    if (open && info?.type === 'info') d.entries(open)[at] = { ...info, ways: [] };
  },
  bannered: (d, { banner }) => d.banner(banner),
  'banner-dismissed': (d, { id }) => d.dismiss(id),
  preferred(d, { preferences }) {
    d.state.preferences = { ...d.state.preferences, ...preferences };
  },
  ticked(d, { now }) {
    for (const { name, typing } of d.all()) {
      const over = [...typing].filter(([, who]) => who.until <= now);
      if (over.length > 0) forget(d, name, over.map(([key]) => key));
    }
  },
};

function forget(d: Draft, name: string, keys: readonly string[]): void {
  const typing = d.typing(d.ensure(name));
  for (const key of keys) typing.delete(key);
}
