// What a person can do about her account: log in, register, log out, change the
// password, see her devices and log them out. It comes with the chat (later.ts).
// Passwords are held while somebody comes in, and never kept.

import { signal } from '@preact/signals';
import { heed, NO_CAPS } from '../irc/caps';
import type { Entry, Refusal } from '../irc/entry';
import { parse, type Message } from '../irc/message';
import { Registering, termsOf, Verifying, type Application, type Terms } from '../irc/register';
import type { Reply } from '../irc/requests';
import { mechanisms, Sasl } from '../irc/sasl';
import type { World } from '../irc/world';
import type { Outcome } from './app';
import { deviceLabel, type Browser } from './device';
import { BUSY, comeAgain, enter, entryBy, prove } from './member';
import { OK, outcomeOf, problem, refusedBy, type Problem } from './outcome';
import type { Device } from './persist';
import type { Arrival, Parts, Session } from './session';

const CAPABILITY = 'linnet.chat/devices';
/** How long the question what a server wants of whoever registers may take. */
const TERMS_WITHIN = 10_000;
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
}

export interface DeviceList {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly error: string;
  /** This device first, then the last seen. */
  readonly items: readonly ListedDevice[];
}

/** What is typed to register. */
export interface Registration extends Application {
  readonly name: string;
}

export class Accounts {
  readonly #parts: Parts;
  readonly #session: Session;
  readonly #world: World;
  /** undefined: it is being asked, or could not be. */
  readonly terms = signal<Terms | null | undefined>(undefined);
  readonly devices = signal<DeviceList>({ phase: 'loading', error: '', items: [] });
  /** The server knows this connection as that of a device. */
  #isKnown = false;
  /** What is typed on this page travels so that others can read it. */
  readonly isOpen = !globalThis.isSecureContext;

  constructor(parts: Parts, session: Session, world: World) {
    this.#parts = parts;
    this.#session = session;
    this.#world = world;
  }

  async logIn(typed: string, password: string, remember: boolean): Promise<Outcome> {
    const name = typed.trim();
    if (name === '') return about('name', 'Type your name first.');
    if (password === '') return about('password', 'Type your password.');
    const { subtle } = globalThis.crypto as { readonly subtle?: SubtleCrypto };
    const account = this.#session.nickFor(name);
    return this.#enter(name, account, () => new Sasl(mechanisms(account, password, subtle)), remember);
  }

  /** An account for a name: on the first screen for the one that was typed, later for the nick. */
  async register({ name: typed, ...application }: Registration, remember: boolean): Promise<Outcome> {
    const name = typed.trim();
    if (name === '') return about('name', 'Type a name first.');
    if (application.password === '') return about('password', 'Choose a password.');
    const registering = new Registering(application);
    if (this.#isWithin) {
      const refusal = await enter(this.#parts, this.#session, new Registering(application));
      return refusal ? refusedBy(refusal) : this.#stay(remember);
    }
    const outcome = await this.#come(name, this.#session.nickFor(name), () => registering, remember);
    if (outcome.ok && registering.isPutOff) void this.#registerLater(application, remember);
    return outcome;
  }

  /** The code that came by mail, for an account that waits for it. */
  async verify(name: string, code: string, remember: boolean): Promise<Outcome> {
    const account = this.#session.nickFor(name);
    if (code.trim() === '') return about('code', 'Type the code that was sent to you.');
    const entry = () => new Verifying(account, code.trim());
    if (!this.#isWithin) return this.#come(name.trim(), account, entry, remember);
    const refusal = await enter(this.#parts, this.#session, entry());
    return refusal ? refusedBy(refusal) : this.#stay(remember);
  }

  /** NickServ has no answers for programs: what it says is read here, and nowhere shown. */
  async changePassword(old: string, next: string): Promise<Outcome> {
    if (old === '') return about('credentials', 'Type your password.');
    if (next === '') return about('password', 'Choose a new password.');
    if (/^:|\s/.test(old)) return about('credentials', 'A password with spaces can’t be changed here: write /ns SET PASSWORD and the new one.');
    const isFromNickServ = ({ command, source }: Message) => command === 'NOTICE' && source?.name.toLowerCase() === 'nickserv';
    if (this.#session.listener !== null) return refusedBy(BUSY);
    this.#session.listener = isFromNickServ;
    const reply = await this.#ask('NICKSERV', ['PASSWD', old, next]);
    this.#session.listener = null;
    const said = reply.lines.filter(isFromNickServ);
    const text = said.map((line) => line.params.at(-1) ?? '').join(' ');
    if (/^Your password is changed/i.test(text)) {
      await this.#keepDevice();
      return OK;
    }
    if (/wrong/i.test(text)) return about('credentials', 'That is not your password.');
    const outcome = outcomeOf(reply);
    return outcome.ok ? about('password', text.replace(/^\S+: (?=[A-Z])/, '') || 'The server did not answer.') : outcome;
  }

  /** Logs out, and has the server forget this device. */
  async logOut(): Promise<void> {
    const { persist, store } = this.#parts;
    const { device } = persist;
    const account = device?.account ?? store.now().me.account ?? '';
    let notice = `You are logged out of ${account}.`;
    if (device !== null) {
      notice = (await this.#forgetDevice(device))
        ? `You are logged out of ${account}, and this device is forgotten.`
        : 'You are logged out here, but the server could not be told: log this device out from another one.';
    }
    this.#session.logOut({ step: 'log-in', name: account, notice });
  }

  /** Whether the server did, or had before. The connection that came by it ends behind that. */
  async #forgetDevice({ id }: Device): Promise<boolean> {
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

  async refreshDevices(): Promise<void> {
    this.devices.value = { ...this.devices.value, phase: 'loading', error: '' };
    const reply = await this.#ask('DEVICE', ['LIST']);
    const outcome = outcomeOf(reply);
    if (!outcome.ok) {
      this.devices.value = { ...this.devices.value, phase: 'failed', error: outcome.problem };
      return;
    }
    this.#isKnown = reply.lines.some(({ command, params }) => command === 'DEVICE' && params[4] === 'here');
    const own = this.#parts.persist.device?.id;
    const items = reply.lines
      .filter(({ command, params }) => command === 'DEVICE' && params[0] === 'ENTRY')
      .map(({ params: [, id = '', created = '', seen = '', here = '', label = ''] }) => ({
        id, label, created: Date.parse(created) || 0, seen: Date.parse(seen) || 0, here: here === 'here' || id === own,
      }))
      .sort((a, b) => Number(b.here) - Number(a.here) || b.seen - a.seen);
    this.devices.value = { phase: 'ready', error: '', items };
  }

  /** Another device. */
  logOutDevice(id: string): Promise<Outcome> {
    return this.#logOutDevices([id]);
  }

  /** All devices but this one. */
  logOutOthers(): Promise<Outcome> {
    const others = this.devices.peek().items.filter(({ here }) => !here).map(({ id }) => id);
    // "*" spares only what the server knows as this one.
    return this.#logOutDevices(this.#isKnown ? ['*'] : others);
  }

  async #logOutDevices(ids: readonly string[]): Promise<Outcome> {
    let outcome: Outcome = OK;
    for (const id of ids) {
      outcome = outcomeOf(await this.#ask('DEVICE', ['DEL', id]));
      if (!outcome.ok) break;
    }
    await this.refreshDevices();
    return outcome;
  }

  /** From now on this browser is to be remembered. */
  async rememberHere(): Promise<void> {
    this.#keep('device');
    await this.#remember();
    await this.refreshDevices();
  }

  /** Finds out what registering takes. */
  async learnTerms(): Promise<void> {
    const { client } = this.#parts;
    this.terms.value = client.isReady ? termsOf(client.caps.offered) : await askTerms(this.#world);
  }

  get #isWithin(): boolean {
    return this.#session.screen.peek() === 'chat';
  }

  async #enter(displayName: string, account: string, entry: () => Entry, remember: boolean): Promise<Outcome> {
    if (!this.#isWithin) return this.#come(displayName, account, entry, remember);
    // Here it is only found out whether she may: a guest loses nothing by a wrong password.
    const refusal = await enter(this.#parts, this.#session, entry());
    if (refusal) return refusedBy(refusal);
    const device = remember ? await this.#addDevice() : null;
    const nick = this.#parts.store.now().me.account ?? account;
    comeAgain(this.#parts, this.#session, { displayName, nick, entry: device ? () => entryBy(device) : entry, stays: remember ? 'device' : 'tab' });
    if (device) this.#parts.persist.device = device;
    return OK;
  }

  async #come(displayName: string, nick: string, entry: () => Entry, remember: boolean): Promise<Outcome> {
    const outcome = await this.#session.come({ displayName, nick, entry, stays: remember ? 'device' : 'tab' });
    // Another tab may hold the connection, and be somebody else.
    if (outcome.ok && remember && this.#isWithin) void this.#remember();
    return outcome;
  }

  async #registerLater(application: Application, remember: boolean): Promise<void> {
    await this.#session.whenSettled();
    const refusal = await enter(this.#parts, this.#session, new Registering(application));
    if (refusal) this.#warn(`The name is not registered. ${refusal.text}`, refusal.raw);
    else this.#stay(remember);
  }

  /** Whoever was a guest has an account by now. */
  #stay(remember: boolean): Outcome {
    this.#keep(remember ? 'device' : 'tab');
    if (remember) void this.#remember();
    return OK;
  }

  #keep(stays: Arrival['stays']): void {
    const { store, persist } = this.#parts;
    const { token } = persist;
    persist.stay(stays);
    persist.token = token;
    persist.begin(store.now());
  }

  /** Has the server give this browser a token, once there is somebody to whom. */
  async #remember(): Promise<void> {
    await this.#session.whenSettled();
    const device = await this.#addDevice();
    if (!device) return;
    this.#parts.persist.device = device;
    // From now on this connection is that device's, and ends with it.
    await prove(this.#parts, this.#session);
  }

  async #addDevice(): Promise<Device | null> {
    const { client, store } = this.#parts;
    if (!client.has(CAPABILITY)) {
      this.#warn('This server can’t remember devices: you will be asked for your password again.', null);
      return null;
    }
    const reply = await this.#ask('DEVICE', ['ADD', deviceLabel(navigator as Browser)]);
    const { params = [] } = reply.lines.find(({ command, params }) => command === 'DEVICE' && params[0] === 'TOKEN') ?? {};
    const [, id, token] = params;
    // By now it is known as whom she is logged in.
    const { account } = store.now().me;
    if (account !== null && id !== undefined && token !== undefined) return { account, id, token };
    const outcome = outcomeOf(reply);
    if (!outcome.ok) this.#warn(`You are logged in, but this device is not remembered. ${outcome.problem}`, outcome.raw);
    return null;
  }

  /** With another password all devices are logged out, but for one that the server knows as this. */
  async #keepDevice(): Promise<void> {
    const { device } = this.#parts.persist;
    if (device === null) return;
    await this.refreshDevices();
    if (!this.devices.peek().items.some(({ id }) => id === device.id)) await this.#remember();
  }

  #warn(text: string, raw: string | null): void {
    this.#parts.store.apply({
      type: 'bannered', banner: { id: 'account', tone: 'warning', conversation: null, text, raw, ways: [{ label: 'Devices', action: { do: 'devices' } }] },
    });
  }

  async #ask(command: string, params: readonly string[]): Promise<Reply> {
    const { client } = this.#parts;
    return client.isReady ? client.request({ command, params }) : { lines: [], batch: null, ended: 'lost' };
  }
}

function about(why: Refusal['why'], text: string): Problem {
  return { ...problem(text), why };
}

/** Asks a server what it wants of whoever registers, on a connection for that alone; undefined: it can't be had. */
function askTerms(world: World): Promise<Terms | null | undefined> {
  return new Promise((resolve) => {
    let caps = NO_CAPS;
    const end = (terms: Terms | null | undefined) => {
      callOff();
      resolve(terms);
      wire.close();
    };
    const wire = world.dial({
      opened: () => wire.send('CAP LS 302'),
      line: (line) => {
        const message = parse(line);
        if (message?.command !== 'CAP') return;
        caps = heed(caps, message).caps;
        if (caps.listed) end(termsOf(caps.offered));
      },
      closed: () => end(undefined),
    });
    const callOff = world.after(TERMS_WITHIN, () => end(undefined));
  });
}
