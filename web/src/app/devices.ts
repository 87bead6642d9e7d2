// What logs in to one's account by a token of its own (docs/devices.md): the list of
// them, and this browser's place in it.

import { signal } from '@preact/signals';
import type { Reply } from '../irc/requests';
import type { World } from '../irc/world';
import type { Outcome } from './app';
import { deviceLabel, type Browser } from './device';
import { prove } from './member';
import { OK, outcomeOf } from './outcome';
import type { Device } from './persist';
import type { Arrival, Parts, Session } from './session';

const CAPABILITY = 'linnet.chat/devices';
/** How long whoever logs out waits for the server to hear of it. */
const FAREWELL_WITHIN = 4_000;

/** Something that logs in to the account by a token of its own. Times are milliseconds since 1970. */
export interface ListedDevice {
  readonly id: string;
  /** "" when it has none. */
  readonly label: string;
  readonly created: number;
  readonly seen: number;
  readonly here: boolean;
  /** Another page or program is connected by it at the moment. */
  readonly on: boolean;
}

export interface DeviceList {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly error: string;
  /** This device first, then those that are connected, then the last seen. */
  readonly items: readonly ListedDevice[];
}

export class Devices {
  readonly #parts: Parts;
  readonly #session: Session;
  readonly #world: World;
  readonly list = signal<DeviceList>({ phase: 'loading', error: '', items: [] });
  /** The server knows this connection as that of a device. */
  #isKnown = false;

  constructor(parts: Parts, session: Session, world: World) {
    this.#parts = parts;
    this.#session = session;
    this.#world = world;
  }

  async refresh(): Promise<void> {
    this.list.value = { ...this.list.value, phase: 'loading', error: '' };
    const reply = await this.#ask('DEVICE', ['LIST']);
    const outcome = outcomeOf(reply);
    if (!outcome.ok) {
      this.list.value = { ...this.list.value, phase: 'failed', error: outcome.problem };
      return;
    }
    this.#isKnown = reply.lines.some(({ command, params }) => command === 'DEVICE' && params[4] === 'here');
    const own = this.#parts.persist.device?.id;
    const items = reply.lines
      .filter(({ command, params }) => command === 'DEVICE' && params[0] === 'ENTRY')
      .map(({ params: [, id = '', created = '', seen = '', here = '', label = ''] }) => ({
        id, label, created: Date.parse(created) || 0, seen: Date.parse(seen) || 0, here: here === 'here' || id === own, on: here === 'on',
      }))
      .sort((a, b) => Number(b.here) - Number(a.here) || Number(b.on) - Number(a.on) || b.seen - a.seen);
    this.list.value = { phase: 'ready', error: '', items };
  }

  /** Another device. */
  logOut(id: string): Promise<Outcome> {
    return this.#remove([id]);
  }

  /** All devices but this one. */
  logOutOthers(): Promise<Outcome> {
    const others = this.list.peek().items.filter(({ here }) => !here).map(({ id }) => id);
    // "*" spares only what the server knows as this one.
    return this.#remove(this.#isKnown ? ['*'] : others);
  }

  async #remove(ids: readonly string[]): Promise<Outcome> {
    let outcome: Outcome = OK;
    for (const id of ids) {
      outcome = outcomeOf(await this.#ask('DEVICE', ['DEL', id]));
      if (!outcome.ok) break;
    }
    await this.refresh();
    return outcome;
  }

  /** From now on this browser is to be remembered. */
  async rememberHere(): Promise<void> {
    this.keep('device');
    await this.remember();
    await this.refresh();
  }

  /** Says how long what stands here is kept: who is here has an account by now. */
  keep(stays: Arrival['stays']): void {
    const { store, persist } = this.#parts;
    const { token } = persist;
    persist.stay(stays);
    persist.token = token;
    persist.begin(store.now());
  }

  /** Has the server give this browser a token, once there is somebody to whom. */
  async remember(): Promise<void> {
    await this.#session.whenSettled();
    const device = await this.add();
    if (!device) return;
    this.#parts.persist.device = device;
    // From now on this connection is that device's, and ends with it.
    await prove(this.#parts, this.#session);
  }

  /** Null when it could not be had, which the person is told. */
  async add(): Promise<Device | null> {
    const { client, store } = this.#parts;
    if (!client.has(CAPABILITY)) {
      this.warn('This server can’t remember devices: you will be asked for your password again.', null);
      return null;
    }
    const reply = await this.#ask('DEVICE', ['ADD', deviceLabel(navigator as Browser)]);
    const { params = [] } = reply.lines.find(({ command, params }) => command === 'DEVICE' && params[0] === 'TOKEN') ?? {};
    const [, id, token] = params;
    // By now it is known as whom she is logged in.
    const { account } = store.now().me;
    if (account !== null && id !== undefined && token !== undefined) return { account, id, token };
    const outcome = outcomeOf(reply);
    if (!outcome.ok) this.warn(`You are logged in, but this device is not remembered. ${outcome.problem}`, outcome.raw);
    return null;
  }

  /** With another password all devices are logged out, but for one that the server knows as this. */
  async afterPassword(): Promise<void> {
    const { device } = this.#parts.persist;
    if (device === null) return;
    await this.refresh();
    if (!this.list.peek().items.some(({ id }) => id === device.id)) await this.remember();
  }

  /** Whether the server did, or had before. The connection that came by it ends behind that. */
  async forget({ id }: Device): Promise<boolean> {
    let isGone = false;
    this.#session.listener = ({ command, params }) => {
      if ((command === 'DEVICE' && params[0] === 'REMOVED' && params[1] === id) || params[1] === 'UNKNOWN_DEVICE') isGone = true;
      return false;
    };
    const late = new Promise<void>((resolve) => this.#world.after(FAREWELL_WITHIN, resolve));
    await Promise.race([this.#ask('DEVICE', ['DEL', id]), late]);
    this.#session.listener = null;
    return isGone;
  }

  /** Something about the account that did not go as it should. */
  warn(text: string, raw: string | null): void {
    this.#parts.store.apply({
      type: 'bannered', banner: { id: 'account', tone: 'warning', conversation: null, text, raw, ways: [{ label: 'Devices', action: { do: 'devices' } }] },
    });
  }

  async #ask(command: string, params: readonly string[]): Promise<Reply> {
    const { client } = this.#parts;
    return client.isReady ? client.request({ command, params }) : { lines: [], batch: null, ended: 'lost' };
  }
}
