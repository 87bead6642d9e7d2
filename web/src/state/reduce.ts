// The one way the state changes: a table from event to function.

import { Draft } from './draft';
import type { Event } from './event';
import type { EventOf, EventTable } from './events';
import { CONNECTION_EVENTS } from './events_connection';
import { CONVERSATION_EVENTS } from './events_conversation';
import { PERSON_EVENTS } from './events_person';
import { STRETCH_EVENTS } from './events_stretch';
import type { State } from './model';

/** THE EVENT TABLE. That it misses no event is checked by its type. */
const EVENTS: EventTable<Event['type']> = { ...CONNECTION_EVENTS, ...CONVERSATION_EVENTS, ...STRETCH_EVENTS, ...PERSON_EVENTS };

/** The state after some events, in order; the same object when they change nothing. */
export function reduce(state: State, events: readonly Event[]): State {
  const draft = new Draft(state);
  for (const event of events) apply(draft, event);
  return draft.finish();
}

function apply<T extends Event['type']>(draft: Draft, event: EventOf<T>): void {
  const row = EVENTS[event.type as T] as (d: Draft, event: EventOf<T>) => void;
  row(draft, event);
}
