// Finding messages among those held.

import { stripFormatting } from '../irc/formatting';
import type { Entry, Message } from './model';

/** Messages that contain a text or are by somebody of that name, newest first. */
export function searchMessages(entries: readonly Entry[], text: string): readonly Message[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const isHit = (entry: Message) => entry.nick.toLowerCase() === wanted || stripFormatting(entry.text).toLowerCase().includes(wanted);
  return entries.filter((entry): entry is Message => entry.type === 'message' && !entry.redaction && isHit(entry)).reverse();
}
