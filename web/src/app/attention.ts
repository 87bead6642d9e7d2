// Time and the person's attention: what changes without anybody doing anything.

import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Client } from '../irc/client';
import type { Connection } from '../state/model';
import type { Store } from './store';

/** Seconds until the next attempt; ticks only while there is something to count. */
export function countdown(connection: ReadonlySignal<Connection>, now: () => number): ReadonlySignal<number | null> {
  const seconds = signal<number | null>(null);
  effect(() => {
    const { value } = connection;
    if (value.phase !== 'waiting') {
      seconds.value = null;
      return;
    }
    const tick = () => (seconds.value = Math.max(0, Math.ceil((value.retryAt - now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  });
  return seconds;
}

/** Forgets who has stopped typing, when the first of them has. */
export function expireTyping(store: Store): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  store.onChange((before, after) => {
    if (before.conversations === after.conversations) return;
    if (timer !== null) return;
    let first = Infinity;
    for (const { typing } of after.conversations.values()) {
      for (const { until } of typing.values()) first = Math.min(first, until);
    }
    if (first === Infinity) return;
    timer = setTimeout(() => {
      timer = null;
      store.apply({ type: 'ticked', now: Date.now() });
    }, Math.max(50, first - Date.now()));
  });
}

/** Whether the person is looking; `hurry` when the page may be going. */
export function watchAttention(store: Store, client: Client, hurry: () => void): void {
  const look = () => {
    const attentive = !document.hidden && document.hasFocus();
    store.apply({ type: 'attended', attentive });
    if (!document.hidden) client.probe();
  };
  addEventListener('focus', look);
  addEventListener('blur', look);
  document.addEventListener('visibilitychange', () => {
    look();
    if (document.hidden) hurry();
  });
  addEventListener('pagehide', hurry);
  look();
}
