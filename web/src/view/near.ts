// Which message one points at, and which has the focus: heard at the log, because
// listeners at each message would cost more than what they are for.

import type { TargetedFocusEvent, TargetedPointerEvent } from 'preact';
import { useState } from 'preact/hooks';

/** `keyOf` finds the row of an article. */
export function useNear(keyOf: (article: Element) => string | null) {
  const [pointed, setPointed] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const rowOf = (target: EventTarget | null) => {
    const article = target instanceof Element ? target.closest('article') : null;
    return article && keyOf(article);
  };
  const handlers = {
    onPointerOver: (event: TargetedPointerEvent<HTMLElement>) => setPointed(rowOf(event.target)),
    onPointerLeave: () => setPointed(null),
    onFocusIn: (event: TargetedFocusEvent<HTMLElement>) => setFocused(rowOf(event.target)),
    onFocusOut: (event: TargetedFocusEvent<HTMLElement>) => setFocused(rowOf(event.relatedTarget)),
  };
  return [(key: string) => key === pointed || key === focused, handlers] as const;
}
