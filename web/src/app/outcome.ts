// How things that were asked for end, for the field or the alert that asked.

import type { Refusal } from '../irc/entry';
import type { Reply } from '../irc/requests';
import { isRefusal, sentence } from '../irc/sentences';
import type { Outcome } from './app';

export const OK: Outcome = { ok: true };

export type Problem = Extract<Outcome, { ok: false }>;

export function problem(text: string, raw: string | null = null, suggestions: readonly string[] = []): Problem {
  return { ok: false, problem: text, raw, suggestions };
}

export const NOT_CONNECTED = 'There is no connection to the server just now.';

/** What kept somebody from coming in. */
export function refusedBy({ why, text, raw }: Refusal): Problem {
  return { ...problem(text, raw), why };
}

/** Reads a reply: fine unless something in it is a refusal, or it did not come. */
export function outcomeOf(reply: Reply): Outcome {
  const refusal = reply.lines.find(isRefusal);
  if (refusal) return problem(sentence(refusal), refusal.raw);
  if (reply.ended === 'timeout') return problem('The server did not answer.');
  if (reply.ended === 'lost') return problem('The connection was lost before the server answered.');
  return OK;
}
