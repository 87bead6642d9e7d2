// The shape of the event tables: a function for each event that there is.

import type { Draft } from './draft';
import type { Event } from './event';

export type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

export type EventTable<T extends Event['type']> = {
  readonly [K in T]: (d: Draft, event: EventOf<K>) => void;
};
