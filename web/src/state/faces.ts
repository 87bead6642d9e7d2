// What people say of themselves: METADATA (IRCv3 metadata), and the numerics
// that answer questions about it. It is kept as it was said; what of it is fit
// to be shown is for who shows it.

import type { Draft } from './draft';
import type { Line, LineTable } from './line';
import { tellOther } from './lines_server';
import type { Face } from './model';

/** The keys that are subscribed to, and what they are here. */
const PARTS: Record<string, keyof Face> = { avatar: 'picture', color: 'colour', 'display-name': 'name' };
const BLANK: Face = { name: '', colour: '', picture: '' };
/** A crowd of strangers must not fill the memory. */
const MOST = 4000;

export const FACE_LINES: LineTable = {
  METADATA: (d, line) => said(d, line, line.message.params),
  // RPL_WHOISKEYVALUE, RPL_KEYVALUE
  '760': (d, line) => said(d, line, line.message.params.slice(1)),
  '761': (d, line) => said(d, line, line.message.params.slice(1)),
  // RPL_KEYNOTSET: its last parameter is no value.
  '766': (d, line) => said(d, line, line.message.params.slice(1, 3)),
  // RPL_METADATASYNCLATER: of a crowd only those are asked for whom one looks at.
  '774'(d, { message }) {
    const open = d.conversation(message.params[1] ?? '');
    if (open) open.crowd = true;
  },
};

function said(d: Draft, line: Line, [target = '', key = '', , value = '']: readonly string[]): void {
  const part = PARTS[key];
  if (part === undefined) return tellOther(d, line);
  const nick = d.fold(target === '*' ? d.state.me.nick : target);
  const faces = d.faces();
  const face = { ...(faces.get(nick) ?? BLANK), [part]: value };
  if (face.name + face.colour + face.picture === '') faces.delete(nick);
  else faces.set(nick, face);
  for (const oldest of faces.keys()) {
    if (faces.size <= MOST) break;
    faces.delete(oldest);
  }
}

/**
 * Somebody comes into sight who may be another one than the last of that nick:
 * whatever she says of herself follows.
 */
export function appeared(d: Draft, nick: string): void {
  const key = d.fold(nick);
  if (d.state.faces.has(key) && !d.isMe(nick) && !d.all().some(({ members, membership }) => membership.state === 'in' && members.has(key))) d.faces().delete(key);
}

/** A face goes with its nick. */
export function refaced(d: Draft, from: string, to: string): void {
  const face = d.state.faces.get(d.fold(from));
  if (!face && !d.state.faces.has(d.fold(to))) return;
  d.faces().delete(d.fold(from));
  d.faces().delete(d.fold(to));
  if (face) d.faces().set(d.fold(to), face);
}
