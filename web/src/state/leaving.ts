// How conversations end.

import type { Draft } from './draft';
import { isUnsettled } from './entries';
import type { Key } from './model';

export function forget(d: Draft, key: Key): void {
  d.remove(key);
  d.dismiss(`out:${key}`);
  if (d.state.current === key) d.state.current = null;
}

/** Left on another device. What was written here and not sent is nobody else's to throw away. */
export function leftElsewhere(d: Draft, key: Key): void {
  const open = d.conversation(key);
  if (!open || open.membership.state !== 'joining') return;
  if (open.draft === '' && !open.entries.some((entry) => entry.type === 'message' && isUnsettled(entry))) forget(d, key);
  else open.membership = { state: 'out', reason: `You left ${open.name} on another device.`, raw: null };
}
