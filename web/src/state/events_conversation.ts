// What the person does in and with conversations.

import type { Draft } from './draft';
import { change, isPending, settledEnd } from './entries';
import type { EventTable } from './events';
import { forget, leftElsewhere } from './leaving';
import { fail } from './lines_message';
import { merge } from './past';
import { leavePast, returnToPresent } from './stretch';
import { UNKNOWN_PAST } from './initial';
import { verify } from './redaction';
import { markRead } from './unread';

export const CONVERSATION_EVENTS: EventTable<
  'opened' | 'attended' | 'scrolled' | 'read' | 'drafted' | 'private-opened' | 'joining' | 'left-elsewhere' | 'join-refused' | 'closed'
  | 'composed' | 'sent' | 'unsaid' | 'settled' | 'failed' | 'retried' | 'discarded' | 'history-asked' | 'history-came' | 'verified' | 'history-failed'
> = {
  opened(d, { key, target = null }) {
    const left = d.state.current;
    const before = left === null || left === key ? undefined : d.conversation(left);
    // The "New messages" line has done its duty when all below it was read.
    if (before && before.unread === 0) before.newSince = null;
    if (before) leavePast(before);
    d.state.current = key;
    const open = key === null ? undefined : d.conversation(key);
    if (!open) return;
    if (target === null) leavePast(open);
    open.sought = target;
    open.following = target === null;
    if (open.following && d.state.attentive) markRead(open);
  },
  attended(d, { attentive }) {
    if (d.state.attentive === attentive) return;
    d.state.attentive = attentive;
    if (attentive) readCurrent(d);
  },
  scrolled(d, { key, following }) {
    const held = d.peek(key);
    if (!held || held.following === following) return;
    // The end of a stretch is not the conversation's.
    if (following && (held.stretch !== null || held.sought !== null)) return;
    const open = d.ensure(held.name);
    open.following = following;
    if (following) readCurrent(d);
  },
  read(d, { key }) {
    const open = d.conversation(key);
    if (!open) return;
    markRead(open);
    open.newSince = null;
  },
  drafted(d, { key, text }) {
    const open = d.conversation(key);
    if (open) open.draft = text;
  },
  'private-opened'(d, { nick }) {
    if (!d.peek(nick)) d.ensure(nick).history = noPast(d);
  },
  joining(d, { channel }) {
    const open = d.ensure(channel);
    if (open.membership.state !== 'in') open.membership = { state: 'joining', was: false };
    d.dismiss(`out:${open.key}`);
  },
  'left-elsewhere'(d, { key }) {
    leftElsewhere(d, key);
  },
  'join-refused'(d, { channel, reason, raw }) {
    const open = d.conversation(channel);
    if (!open || open.membership.state === 'in') return;
    open.membership = { state: 'out', reason, raw };
    d.banner({
      id: `out:${open.key}`, tone: 'error', conversation: open.key, text: reason, raw,
      ways: [
        { label: 'Try again', action: { do: 'join', channel: open.name } },
        { label: 'Leave channel', action: { do: 'leave', channel: open.name } },
      ],
    });
  },
  closed: (d, { key }) => forget(d, key),
  composed(d, { key, messages }) {
    const open = d.conversation(key);
    if (!open) return;
    d.entries(open).push(...messages);
    // What one says oneself, one wants to see.
    if (open.stretch) returnToPresent(d, open);
    markRead(open);
    open.newSince = null;
  },
  sent(d, { key, entries }) {
    const open = d.conversation(key);
    for (const entry of entries) {
      if (open) change(d, open, entry, (m) => ({ ...m, delivery: { state: 'pending', queued: false, attempted: false } }));
    }
  },
  unsaid(d, { key }) {
    const open = d.conversation(key);
    for (const entry of open?.entries.filter(isPending) ?? []) {
      if (!open || !entry.delivery.attempted) continue;
      change(d, open, entry.key, (m) => ({ ...m, delivery: { state: 'pending', queued: true, attempted: false } }));
    }
  },
  settled(d, { key, entry, at }) {
    const open = d.holding(key, entry);
    const held = open?.entries.find((other) => other.key === entry);
    if (!open || held?.type !== 'message') return;
    const entries = d.entries(open);
    entries.splice(entries.indexOf(held), 1);
    entries.splice(settledEnd(entries), 0, { ...held, time: at, delivery: { state: 'sent' } });
  },
  failed(d, { key, entry, reason, raw }) {
    const open = d.holding(key, entry);
    if (open) fail(d, open, entry, reason, raw);
  },
  retried(d, { key, entry }) {
    const open = d.conversation(key);
    const held = open?.entries.find((other) => other.key === entry);
    if (!open || held?.type !== 'message') return;
    const entries = d.entries(open);
    entries.splice(entries.indexOf(held), 1);
    entries.push({ ...held, delivery: { state: 'pending', queued: true, attempted: false } });
  },
  discarded(d, { key, entry }) {
    const open = d.conversation(key);
    if (open) d.replaceEntries(open, open.entries.filter((other) => other.key !== entry));
  },
  'history-asked'(d, { key }) {
    const open = d.conversation(key);
    if (open) open.history = { ...open.history, loading: true, error: null };
  },
  'history-came'(d, { key, past }) {
    const open = d.conversation(key);
    if (open) merge(d, open, past);
  },
  verified(d, { key, lines, all, until }) {
    const open = d.conversation(key);
    if (open) verify(d, open, lines, all, until);
  },
  'history-failed'(d, { key, error }) {
    const open = d.conversation(key);
    if (open) open.history = { before: open.history.before === 'unknown' ? 'end' : open.history.before, loading: false, error };
  },
};

function readCurrent(d: Draft): void {
  const open = d.state.current === null ? undefined : d.conversation(d.state.current);
  if (open?.following && d.state.attentive) markRead(open);
}

function noPast(d: Draft) {
  const { connection, server } = d.state;
  const isTold = connection.phase === 'online' && !server.caps.has('draft/chathistory');
  return isTold ? { before: 'none' as const, loading: false, error: null } : UNKNOWN_PAST;
}
