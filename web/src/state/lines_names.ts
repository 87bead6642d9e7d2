// Who and what is called otherwise from now on: NICK, RENAME.

import type { Draft, Open } from './draft';
import { settledEnd } from './entries';
import { refaced } from './faces';
import { happened } from './lines_channel';
import type { LineTable } from './line';

export const NAME_LINES: LineTable = {
  NICK(d, line) {
    const [nick = ''] = line.message.params;
    const isMe = d.isMe(line.nick);
    if (isMe) d.state.me = { ...d.state.me, nick };
    renamePerson(d, line.nick, nick);
    refaced(d, line.nick, nick);
    const from = d.fold(line.nick);
    const to = d.fold(nick);
    for (const { members, name, key, kind } of d.all()) {
      const member = members.get(from);
      if (member) {
        const open = d.ensure(name);
        const all = d.members(open);
        all.delete(from);
        all.set(to, { ...member, nick });
        happened(d, open, line, 'nick', nick, '');
      } else if (kind === 'private' && key === from && !isMe) {
        const open = renamePrivate(d, d.ensure(name), nick);
        happened(d, open, line, 'nick', nick, '');
      }
    }
  },
  // IRCv3 channel-rename: a channel keeps all it has, but for its name.
  RENAME(d, line) {
    const [from = '', to = '', reason = ''] = line.message.params;
    const open = d.conversation(from);
    if (!open || to === '') return;
    const before = open.name;
    renameChannel(d, open, to);
    happened(d, open, line, 'rename', before, reason);
  },
};

function renamePerson(d: Draft, from: string, to: string): void {
  const person = d.state.people.get(d.fold(from));
  if (!person) return;
  d.people().delete(d.fold(from));
  d.people().set(d.fold(to), { ...person, nick: to });
}

/** The talk goes on under the new name; an older one under that name is part of it then. */
function renamePrivate(d: Draft, open: Open, nick: string): Open {
  const older = d.fold(nick) === open.key ? undefined : d.conversation(nick);
  if (older) {
    const end = settledEnd(open.entries);
    const said = [...older.entries.slice(0, settledEnd(older.entries)), ...open.entries.slice(0, end)];
    said.sort((a, b) => a.time - b.time);
    d.replaceEntries(open, [...said, ...older.entries.slice(settledEnd(older.entries)), ...open.entries.slice(end)]);
    open.unread += older.unread;
    open.mentions += older.mentions;
  }
  rename(d, open, nick, older);
  // The server's mark is of the name, and who has it now may have had another talk before.
  open.marked = null;
  return open;
}

/** An earlier channel of the new name was another one: its past is not this one's. */
function renameChannel(d: Draft, open: Open, name: string): void {
  const older = d.fold(name) === open.key ? undefined : d.conversation(name);
  if (older) d.dismiss(`out:${older.key}`);
  rename(d, open, name, older);
}

/** `older` gives way to the conversation that takes its name. */
function rename(d: Draft, open: Open, name: string, older: Open | undefined): void {
  const shown = d.state.current;
  const wasCurrent = shown === open.key || (older !== undefined && shown === older.key);
  if (older) {
    if (open.draft === '') open.draft = older.draft;
    d.remove(older.key);
  }
  d.rekey(open, name);
  // What was asked for under the old name will not find its way here.
  open.history = { ...open.history, loading: false };
  if (wasCurrent) d.state.current = open.key;
}
