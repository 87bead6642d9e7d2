// What people say: PRIVMSG, NOTICE, TAGMSG, and what the server answers to it.

import { mentions } from '../irc/mentions';
import { stripFormatting } from '../irc/formatting';
import type { Message as IrcMessage } from '../irc/message';
import { sentence, slowFor } from '../irc/sentences';
import type { Draft, Open } from './draft';
import { add, isPending, say, settledEnd } from './entries';
import type { Line, LineTable } from './line';
import type { Message } from './model';

/** The client-only tag that carries a message's random id. */
export const ID_TAG = '+linnet.chat/id';

const ACTIVE_FOR = 6_000;
const PAUSED_FOR = 30_000;
/** A CTCP request or answer: not for people, but for an action. */
const CTCP = /^\x01([^ \x01]+)(?: ([^\x01]*))?\x01?$/;

export const MESSAGE_LINES: LineTable = {
  PRIVMSG: (d, line) => hear(d, line.message, line.time),
  NOTICE: (d, line) => {
    if (!isFromServer(line.message)) {
      hear(d, line.message, line.time);
      return;
    }
    const text = line.message.params.at(-1) ?? '';
    // What the server tells a channel, or its operators, belongs there.
    const open = d.conversation(conversationOf(d, line.message) ?? '');
    if (open?.kind === 'channel') add(d, open, { type: 'info', key: d.nextKey(), time: line.time, tone: 'plain', text, raw: null });
    else tellHere(d, text, 'plain', null, line.at);
  },
  TAGMSG: (d, line) => {
    const state = line.message.tags.get('+typing');
    const nick = line.message.source?.name ?? '';
    if (state === undefined || nick === '' || d.isMe(nick)) return;
    const open = d.conversation(conversationOf(d, line.message) ?? '');
    if (!open) return;
    const typing = d.typing(open);
    if (state === 'active') typing.set(d.fold(nick), { nick, state, until: line.at + ACTIVE_FOR });
    else if (state === 'paused') typing.set(d.fold(nick), { nick, state, until: line.at + PAUSED_FOR });
    else typing.delete(d.fold(nick));
  },
  // RPL_AWAY, to a message or within WHOIS.
  '301': (d, line) => {
    const [, nick = '', text = ''] = line.message.params;
    const known = d.state.people.get(d.fold(nick));
    d.noted(nick, { presence: 'away', away: text });
    const open = d.conversation(nick);
    if (!open || open.kind !== 'private' || known?.away === text) return;
    add(d, open, {
      type: 'info', key: d.nextKey(), time: line.at, tone: 'plain', text: `${nick} is away: ${text}`, raw: line.message.raw,
    });
  },
  '401': (d, line) => {
    const [, nick = ''] = line.message.params;
    d.noted(nick, { presence: 'offline' });
    refused(d, nick, line.message, line.claimed, line.at);
  },
  '404': (d, line) => {
    const [, channel = '', text = ''] = line.message.params;
    const wait = slowFor(text);
    const open = wait === null ? undefined : d.conversation(channel);
    if (open && wait !== null) open.slowUntil = line.at + wait * 1000;
    unreached(d, line);
  },
  '486': unreached,
  '716': unreached,
  // RPL_UMODEGMSG: caller-id kept somebody out.
  '718': (d, line) => {
    const [, nick = ''] = line.message.params;
    d.banner({
      id: `accept:${d.fold(nick)}`, tone: 'info', conversation: null, text: sentence(line.message), raw: line.message.raw,
      ways: [{ label: `Let ${nick} in`, action: { do: 'accept', nick } }],
    });
  },
};

function unreached(d: Draft, line: Line): void {
  refused(d, line.message.params[1] ?? '', line.message, line.claimed, line.at);
}

function hear(d: Draft, message: IrcMessage, time: number): void {
  const entry = readMessage(d, message, time);
  const name = conversationOf(d, message);
  if (!entry || name === null) return;
  const held = d.conversation(name);
  // A channel that this person is not in has no conversation to show it in.
  if (!held && d.isChannel(name)) return;
  const open = held ?? d.ensure(name);
  if (open.kind === 'private' && !entry.own) {
    if (open.name !== name) open.name = name;
    d.noted(name, { presence: d.person(name).away === '' ? 'online' : 'away' });
  }
  say(d, open, entry);
}

/** The name of the conversation a message belongs to, or null. */
export function conversationOf(d: Draft, message: IrcMessage): string | null {
  const nick = message.source?.name ?? '';
  const target = isAside(d, message) ? (message.params[0] ?? '').slice(1) : (message.params[0] ?? '');
  if (d.isChannel(target)) return target;
  if (nick === '') return null;
  return d.isMe(nick) ? target : nick;
}

/** "@#tea": said to the channel's operators only (STATUSMSG). */
function isAside(d: Draft, message: IrcMessage): boolean {
  const target = message.params[0] ?? '';
  return d.state.server.prefixes.some(({ symbol }) => target.startsWith(symbol)) && d.isChannel(target.slice(1));
}

/** A PRIVMSG or NOTICE as an entry; null when there is nothing for people in it. */
export function readMessage(d: Draft, message: IrcMessage, time: number): Message | null {
  if (message.command !== 'PRIVMSG' && message.command !== 'NOTICE') return null;
  const nick = message.source?.name ?? '';
  const msgid = message.tags.get('msgid') ?? null;
  const id = message.tags.get(ID_TAG) ?? null;
  const own = d.isMe(nick);
  let text = message.params[1] ?? '';
  let form: Message['form'] = message.command === 'NOTICE' ? 'notice' : 'say';
  const ctcp = CTCP.exec(text);
  if (ctcp) {
    if (ctcp[1] !== 'ACTION' || form === 'notice') return null;
    form = 'action';
    text = ctcp[2] ?? '';
  }
  return {
    type: 'message',
    key: msgid !== null ? `m${msgid}` : d.nextKey(),
    msgid,
    id,
    time,
    nick,
    account: message.tags.get('account') ?? null,
    bot: message.tags.has('bot') || message.tags.has('draft/bot'),
    own,
    form,
    text,
    mention: !own && mentions(stripFormatting(text), d.state.me.nick),
    delivery: { state: 'sent' },
    ...(isAside(d, message) ? { aside: true } : {}),
  };
}

/** A message could not be delivered. Without labels the oldest one on its way is meant. */
function refused(d: Draft, target: string, message: IrcMessage, claimed: boolean, at: number): void {
  if (claimed) return;
  const open = d.conversation(target);
  const pending = open?.entries.find((entry) => isPending(entry) && !entry.delivery.queued);
  if (open && pending) fail(d, open, pending.key, sentence(message), message.raw);
  // Without anything on its way it was the typing that was refused: presence says enough.
  else if (!open) tellHere(d, sentence(message), 'error', message.raw, at);
}

/** Marks a message as not sent; it stays where it is while others go on. */
export function fail(d: Draft, open: Open, key: string, reason: string, raw: string | null): void {
  const entries = d.entries(open);
  const at = entries.findIndex((entry) => entry.key === key);
  const entry = entries[at];
  if (entry?.type !== 'message' || entry.delivery.state === 'sent') return;
  entries.splice(at, 1);
  entries.splice(settledEnd(entries), 0, { ...entry, delivery: { state: 'failed', reason, raw } });
}

/** Says something in the conversation that is open. */
export function tellHere(d: Draft, text: string, tone: 'plain' | 'error', raw: string | null, at: number): void {
  const open = d.state.current === null ? undefined : d.conversation(d.state.current);
  if (open && text !== '') add(d, open, { type: 'info', key: d.nextKey(), time: at, tone, text, raw });
}

function isFromServer(message: IrcMessage): boolean {
  const source = message.source;
  return source === null || (source.user === '' && source.host === '');
}
