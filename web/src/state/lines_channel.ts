// Who is where: JOIN, PART, KICK, QUIT, NAMES, MODE, TOPIC, INVITE, KNOCK.

import { parseSource } from '../irc/message';
import type { Draft, Open } from './draft';
import { add } from './entries';
import { appeared } from './faces';
import type { Line, LineTable } from './line';
import { accountIn } from './lines_people';
import type { Happening } from './model';
import { parseModes, withModes, withRank } from './modes';

export const CHANNEL_LINES: LineTable = {
  JOIN(d, line) {
    const [channel = '', account, realname] = line.message.params;
    const { nick } = line;
    if (d.isMe(nick)) {
      joinedMyself(d, line, channel);
      if (account !== undefined) d.state.me = { ...d.state.me, account: accountIn(account) };
      return;
    }
    const open = d.conversation(channel);
    if (!open) return;
    appeared(d, nick);
    d.members(open).set(d.fold(nick), { nick, prefix: '', away: false });
    d.noted(nick, {
      presence: 'online',
      away: '',
      ...(account === undefined ? {} : { account: accountIn(account) }),
      ...(realname === undefined ? {} : { realname }),
    });
    happened(d, open, line, 'join', '', '');
  },
  PART(d, line) {
    const [channel = '', reason = ''] = line.message.params;
    const open = d.conversation(channel);
    if (!open) return;
    if (d.isMe(line.nick)) madeToLeave(d, open, line, reason);
    else left(d, open, line, 'part', reason);
  },
  KICK(d, line) {
    const [channel = '', nick = '', reason = ''] = line.message.params;
    const open = d.conversation(channel);
    if (!open) return;
    happened(d, open, line, 'kick', nick, reason === nick || reason === line.nick ? '' : reason);
    if (!d.isMe(nick)) {
      d.members(open).delete(d.fold(nick));
      unseen(d, nick);
      return;
    }
    const why = reason !== '' && reason !== nick ? `: ${reason}` : '.';
    putOut(d, open, line, `${line.nick} removed you from ${open.name}${why}`);
  },
  QUIT(d, line) {
    // One's own, after a KILL: the end of the connection follows, and says it all.
    if (d.isMe(line.nick)) return;
    const [reason = ''] = line.message.params;
    const key = d.fold(line.nick);
    for (const { members, name, kind } of d.all()) {
      const open = kind === 'private' ? name !== '' && d.fold(name) === key : members.has(key);
      if (open) left(d, d.ensure(name), line, 'quit', reason);
    }
    d.noted(line.nick, { presence: 'offline', away: '' });
  },
  MODE(d, line) {
    const [target = '', ...words] = line.message.params;
    const open = d.conversation(target);
    if (!open || open.kind !== 'channel') return;
    const changes = parseModes(d.state.server, words);
    if (open.modes !== '') open.modes = withModes(d.state.server, open.modes, changes);
    for (const { on, letter, param } of changes) {
      const member = param === null ? undefined : open.members.get(d.fold(param));
      const prefix = member && withRank(d.state.server, member.prefix, letter, on);
      if (member && prefix !== undefined && prefix !== member.prefix) {
        d.members(open).set(d.fold(member.nick), { ...member, prefix });
      }
    }
    happened(d, open, line, 'mode', '', words.join(' '));
  },
  TOPIC(d, line) {
    const [channel = '', text = ''] = line.message.params;
    const open = d.conversation(channel);
    if (!open) return;
    open.topic = text === '' ? null : { text, by: line.nick, at: line.time };
    happened(d, open, line, 'topic', '', text);
  },
  INVITE(d, line) {
    const [nick = '', channel = ''] = line.message.params;
    const open = d.conversation(channel);
    if (open && !d.isMe(nick)) happened(d, open, line, 'invite', nick, '');
    if (!d.isMe(nick)) return;
    d.banner({
      id: `invite:${d.fold(channel)}`, tone: 'info', conversation: null, raw: line.message.raw,
      text: `${line.nick} invites you to ${channel}.`,
      ways: [{ label: `Join ${channel}`, action: { do: 'join', channel } }],
    });
  },
  // RPL_KNOCK: "#tea #tea nick!user@host :has asked for an invite. (reason)"
  '710'(d, line) {
    const [, channel = '', mask = '', text = ''] = line.message.params;
    const open = d.conversation(channel);
    if (!open) return;
    const { name: nick } = parseSource(mask);
    add(d, open, {
      type: 'info', key: d.nextKey(), time: line.time, tone: 'plain', text: knock(nick, text), raw: line.message.raw,
      ways: [{ label: `Invite ${nick}`, action: { do: 'invite', nick, channel: open.name } }],
    });
  },
  '324'(d, line) {
    const [, channel = '', ...words] = line.message.params;
    const open = d.conversation(channel);
    if (open) open.modes = withModes(d.state.server, '', parseModes(d.state.server, words));
  },
  '331'(d, line) {
    const open = d.conversation(line.message.params[1] ?? '');
    if (open) open.topic = null;
  },
  '332'(d, line) {
    const [, channel = '', text = ''] = line.message.params;
    const open = d.conversation(channel);
    if (open) open.topic = { text, by: '', at: 0 };
  },
  '333'(d, line) {
    const [, channel = '', by = '', at = ''] = line.message.params;
    const open = d.conversation(channel);
    if (open?.topic) open.topic = { ...open.topic, by: parseSource(by).name, at: Number(at) * 1000 || 0 };
  },
  // RPL_NAMREPLY; multi-prefix and userhost-in-names change how a name is written.
  '353'(d, line) {
    const [, , channel = '', names = ''] = line.message.params;
    const open = d.conversation(channel);
    if (!open) return;
    const members = d.members(open);
    const symbols = d.state.server.prefixes.map((prefix) => prefix.symbol).join('');
    for (const item of names.split(' ')) {
      let start = 0;
      while (start < item.length && symbols.includes(item[start] ?? '')) start++;
      const { name: nick } = parseSource(item.slice(start));
      if (nick === '') continue;
      const key = d.fold(nick);
      appeared(d, nick);
      const away = members.get(key)?.away ?? false;
      members.set(key, { nick, prefix: item.slice(0, start), away });
      // A person of interest is here, and so not away for good.
      if (d.state.people.get(key)?.presence !== 'away') d.noted(nick, { presence: 'online' });
    }
  },
  '366': () => {},
};

function joinedMyself(d: Draft, line: Line, channel: string): void {
  const { source } = line.message;
  if (source && source.host !== '') d.state.me = { ...d.state.me, user: source.user, host: source.host };
  const open = d.ensure(channel);
  open.name = channel;
  open.membership = { state: 'in' };
  open.members = new Map();
  open.crowd = false;
  open.topic = null;
  open.modes = '';
  d.dismiss(`out:${open.key}`);
  d.dismiss(`invite:${open.key}`);
}

/** Whoever leaves by herself has closed the conversation by now: this was REMOVE, SAPART or the like. */
function madeToLeave(d: Draft, open: Open, line: Line, reason: string): void {
  putOut(d, open, line, reason === '' ? `You left ${open.name}.` : `You are no longer in ${open.name}: ${reason}`);
}

function putOut(d: Draft, open: Open, line: Line, text: string): void {
  out(open, text, line.message.raw);
  d.banner({
    id: `out:${open.key}`, tone: 'warning', conversation: open.key, text, raw: line.message.raw,
    ways: [{ label: 'Join again', action: { do: 'join', channel: open.name } }],
  });
}

/** "eva would like to come in: I brought cake" */
function knock(nick: string, text: string): string {
  const reason = /\((.+)\)\s*$/s.exec(text)?.[1];
  return `${nick} would like to come in${reason === undefined ? '.' : `: ${reason}`}`;
}

function out(open: Open, reason: string, raw: string | null): void {
  open.membership = { state: 'out', reason, raw };
  open.members = new Map();
  open.typing = new Map();
}

/** Somebody else is no longer here. */
function left(d: Draft, open: Open, line: Line, what: 'part' | 'quit', reason: string): void {
  const key = d.fold(line.nick);
  if (open.members.has(key)) d.members(open).delete(key);
  if (open.typing.has(key)) d.typing(open).delete(key);
  happened(d, open, line, what, '', reason);
  if (what === 'part') unseen(d, line.nick);
}

/** Without a shared channel nothing tells whether somebody is there. */
function unseen(d: Draft, nick: string): void {
  const key = d.fold(nick);
  if (!d.all().some((conversation) => conversation.members.has(key))) d.noted(nick, { presence: 'unknown' });
}

export function happened(d: Draft, open: Open, line: Line, what: Happening['what'], target: string, text: string): void {
  add(d, open, {
    type: 'happening',
    key: d.nextKey(),
    msgid: line.message.tags.get('msgid') ?? null,
    time: line.time,
    what,
    nick: line.nick,
    own: d.isMe(line.nick) || d.isMe(target),
    target,
    text,
  });
}
