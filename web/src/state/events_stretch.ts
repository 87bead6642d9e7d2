// Reading in the past: pages come, a message is shown in its place, and one goes
// back to the present.

import type { Open } from './draft';
import type { EventTable } from './events';
import type { History } from './model';
import { rejoin, returnToPresent, spot, takePage } from './stretch';

export const STRETCH_EVENTS: EventTable<'page-asked' | 'page-came' | 'page-failed' | 'sought' | 'spotted' | 'returned'> = {
  'page-asked'(d, { key, side }) {
    const open = d.conversation(key);
    if (open && !(side === 'newer' && rejoin(d, open))) waiting(open, side, { loading: true, error: null });
  },
  'page-came'(d, { key, page }) {
    const open = d.conversation(key);
    if (open) takePage(d, open, page);
  },
  'page-failed'(d, { key, side, error }) {
    const open = d.conversation(key);
    if (open) waiting(open, side, { loading: false, error });
  },
  sought(d, { key, target }) {
    const open = d.conversation(key);
    if (!open) return;
    open.sought = target;
    open.following = false;
  },
  spotted(d, { key, entry }) {
    const open = d.conversation(key);
    if (open) spot(open, entry);
  },
  returned(d, { key }) {
    const open = d.conversation(key);
    if (open) returnToPresent(d, open);
  },
};

function waiting(open: Open, side: 'older' | 'newer', state: Pick<History, 'loading' | 'error'>): void {
  const { stretch } = open;
  if (side === 'older' && !stretch) open.history = { ...open.history, ...state };
  else if (side === 'older' && stretch) open.stretch = { ...stretch, history: { ...stretch.history, ...state } };
  else if (stretch) open.stretch = { ...stretch, newer: state };
}
