// How somebody with an account comes and goes, apart from the forms (accounts.ts): by
// what this browser was given to be remembered, to where her other devices are.

import { Sasl, mechanisms } from '../irc/sasl';
import type { Entry, Refusal } from '../irc/entry';
import type { Outgoing } from '../irc/message';
import type { Key } from '../state/model';
import { NOT_CONNECTED } from './outcome';
import type { Device } from './persist';
import type { Arrival, Parts, Session } from './session';

const LOST: Refusal = { why: 'later', text: 'The connection was lost. Try again in a moment.', raw: null };
export const BUSY: Refusal = { why: 'later', text: 'One moment, the server is being asked.', raw: null };

/** Logs in by a device's token, which stands for the password; without one it says so. */
export function entryBy(device: Device | null): Entry {
  if (device === null) return refusing('You were logged out: another password was chosen, or you were away for too long.');
  const entry = new Sasl(mechanisms(device.account, device.token, undefined));
  return {
    when: 'before-nick',
    begin: (way) =>
      entry.begin({
        ...way,
        settle: (refusal) => way.settle(refusal?.why === 'credentials' ? { ...refusal, text: 'This device was logged out.' } : refusal),
      }),
    take: (message) => entry.take(message),
  };
}

function refusing(text: string): Entry {
  return { when: 'before-nick', begin: (way) => way.settle({ why: 'credentials', text, raw: null }), take: () => {} };
}

/** Does what is done on the way in on the connection that there is. */
export function enter({ client }: Parts, session: Session, entry: Entry): Promise<Refusal | null> {
  if (!client.isReady) return Promise.resolve({ ...LOST, text: NOT_CONNECTED });
  if (session.listener !== null) return Promise.resolve(BUSY);
  return new Promise((resolve) => {
    const settle = (refusal: Refusal | null) => {
      session.listener = null;
      resolve(refusal);
    };
    session.listener = (message) => {
      entry.take(message);
      return false;
    };
    const send = (out: Outgoing) => void client.request(out).then(({ ended }) => ended === 'answered' || settle(LOST));
    entry.begin({ caps: client.caps, isConnected: true, send, settle });
  });
}

/** Says by which device this connection came, so that it ends with it. */
export async function prove(parts: Parts, session: Session): Promise<void> {
  const { device } = parts.persist;
  if (device === null) return;
  const refusal = await enter(parts, session, entryBy(device));
  if (refusal?.why === 'credentials') turnAway(parts, session, refusal);
}

/** A guest who has proved to have an account comes again as its person; what stands here goes on. */
export function comeAgain({ client, persist, store }: Parts, session: Session, arrival: Arrival): void {
  client.quit('Logging in');
  persist.token = null;
  persist.stay(arrival.stays);
  persist.begin(store.now());
  session.arrival = arrival;
  session.takesAlong = true;
  store.apply({ type: 'named', displayName: arrival.displayName, nick: arrival.nick });
  client.start();
}

export interface Arrived {
  /** Channels that this browser knew before. */
  readonly before: ReadonlySet<Key>;
  /** Channels that the server has shown. */
  readonly shown: ReadonlySet<Key>;
}

/**
 * Finds out whether she is here by another device. Then she is where that is, and
 * what she left there she has left; otherwise she goes where this browser last was.
 */
export async function settle(parts: Parts, session: Session, { before, shown }: Arrived): Promise<void> {
  const { client, store, rooms } = parts;
  // This is answered behind all that is shown.
  await client.request({ command: 'PING', params: ['shown'] });
  if (!client.isReady) return;
  const isOneMore = shown.size > 0;
  const { me } = store.now();
  if (isOneMore && !session.takesAlong) leaveUnshown(parts, { before, shown });
  session.takesAlong = false;
  if (!isOneMore && rooms.keyOf(session.nickFor(me.displayName)) !== rooms.keyOf(client.nick)) await takeName(parts, session, me.displayName);
}

/** She goes on after a resume, which has shown all channels that she is in. */
export function goOn(parts: Parts, session: Session, arrived: Arrived): void {
  leaveUnshown(parts, arrived);
  void prove(parts, session);
}

function leaveUnshown({ store }: Parts, { before, shown }: Arrived): void {
  for (const { key, membership } of store.now().conversations.values()) {
    const was = before.has(key) || (membership.state === 'joining' && membership.was);
    if (was && !shown.has(key)) store.apply({ type: 'left-elsewhere', key });
  }
}

async function takeName({ store }: Parts, session: Session, displayName: string): Promise<void> {
  const outcome = await session.rename(displayName);
  if (outcome.ok) return;
  store.apply({
    type: 'bannered',
    banner: {
      id: 'taken', tone: 'warning', conversation: null, text: `${outcome.problem} You are ${store.now().me.nick} now.`, raw: outcome.raw,
      ways: [{ label: 'Change display name', action: { do: 'rename' } }],
    },
  });
}

/** Whoever comes back may have to log in again, or to wait. Of a device that was logged out nothing is kept. */
export function turnAway({ client, persist, store }: Parts, session: Session, { why, text, raw }: Refusal): void {
  if (why === 'later') {
    client.giveUp(text);
    store.apply({ type: 'bannered', banner: { id: 'login', tone: 'warning', conversation: null, text: `You are not logged in yet. ${text}`, raw, ways: [] } });
    return;
  }
  const { device } = persist;
  const name = device?.account ?? store.now().me.account ?? '';
  client.stop();
  persist.pause();
  if (why === 'credentials' && device !== null) persist.forget();
  session.arrival = null;
  session.leave({ step: 'log-in', name, notice: text });
}
