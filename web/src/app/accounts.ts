// What a person can do about her account: log in, register, log out, change the
// password. It comes with the chat (later.ts); so do her devices (devices.ts).
// Passwords are held while somebody comes in, and never kept.

import { signal } from '@preact/signals';
import type { Entry, Refusal } from '../irc/entry';
import type { Message } from '../irc/message';
import { askTerms, Registering, termsOf, Verifying, type Application, type Terms } from '../irc/register';
import { LoggingIn } from '../irc/sasl';
import type { World } from '../irc/world';
import type { Outcome } from './app';
import { Devices } from './devices';
import { comeAgain, enter, entryBy, prove } from './member';
import { NOT_CONNECTED, OK, outcomeOf, problem, refusedBy, type Problem } from './outcome';
import type { Parts, Session } from './session';

/** What is typed to register. */
export interface Registration extends Application {
  readonly name: string;
}

/** Without spaces, and of ASCII's signs those of a nick: letters of all scripts are left to the server. */
const MAY_BE_ACCOUNT = /^[^\s\p{C}!-,./:-@~]+$/u;

export class Accounts {
  readonly #parts: Parts;
  readonly #session: Session;
  readonly #world: World;
  /** undefined: it is being asked, or could not be. */
  readonly terms = signal<Terms | null | undefined>(undefined);
  readonly devices: Devices;
  /** What is typed on this page travels so that others can read it. */
  readonly isOpen = !globalThis.isSecureContext;
  /** The account that was found to wait for a code, by who wanted to log in to it. */
  #unverified: string | null = null;

  constructor(parts: Parts, session: Session, world: World) {
    this.#parts = parts;
    this.#session = session;
    this.#world = world;
    this.devices = new Devices(parts, session, world);
  }

  async logIn(typed: string, password: string, remember: boolean): Promise<Outcome> {
    const name = typed.trim();
    if (name === '') return about('name', 'Type your name first.');
    if (password === '') return about('password', 'Type your password.');
    this.#unverified = null;
    const names = this.#accountsFor(name);
    const entry = () => new LoggingIn(names, password, subtleOf(globalThis), (account) => (this.#unverified = account));
    return this.#enter(name, names.at(-1) ?? name, entry, remember);
  }

  /** An account is called as it was typed, or by the nick that this page makes of that when it registers one. */
  #accountsFor(name: string): string[] {
    const nearest = this.#session.nickFor(name);
    const isNone = nearest === this.#session.nickFor('');
    const names = [...(MAY_BE_ACCOUNT.test(name) ? [name] : []), ...(isNone ? [] : [nearest])];
    return names.length > 0 ? [...new Set(names)] : [name];
  }

  /** An account for a name: on the first screen for the one that was typed, later for the nick. */
  async register({ name: typed, ...application }: Registration, remember: boolean): Promise<Outcome> {
    const name = typed.trim();
    if (name === '') return about('name', 'Type a name first.');
    if (application.password === '') return about('password', 'Choose a password.');
    this.#unverified = null;
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
    const account = this.#unverified ?? this.#session.nickFor(name);
    if (code.trim() === '') return about('code', 'Type the code that was sent to you.');
    const entry = () => new Verifying(account, code.trim());
    if (!this.#isWithin) return this.#come(name.trim(), account, entry, remember);
    const refusal = await enter(this.#parts, this.#session, entry());
    return refusal ? refusedBy(refusal) : this.#stay(remember);
  }

  /**
   * The old password is proved by logging in with it once more, so that it may be any: no line holds two of
   * them. NickServ has no answers for programs: what it says of the new one is read here, and nowhere shown.
   */
  async changePassword(old: string, next: string): Promise<Outcome> {
    if (old === '') return about('credentials', 'Type your password.');
    if (next === '') return about('password', 'Choose a new password.');
    const { client, store } = this.#parts;
    const { account } = store.now().me;
    const refusal = await enter(this.#parts, this.#session, new LoggingIn([account ?? ''], old, subtleOf(globalThis)));
    if (refusal) return refusal.why === 'credentials' ? about('credentials', 'That is not your password.') : refusedBy(refusal);
    // Else it would be logged out with the other devices.
    await prove(this.#parts, this.#session);
    if (!client.isReady) return problem(NOT_CONNECTED);
    const isFromNickServ = ({ command, source }: Message) => command === 'NOTICE' && source?.name.toLowerCase() === 'nickserv';
    this.#session.listener = isFromNickServ;
    const reply = await client.request({ command: 'NICKSERV', params: ['SET', 'PASSWORD', next] });
    this.#session.listener = null;
    const text = reply.lines.filter(isFromNickServ).map((line) => line.params.at(-1) ?? '').join(' ');
    if (/^Your password is changed/i.test(text)) {
      await this.devices.afterPassword();
      return OK;
    }
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
      notice = (await this.devices.forget(device))
        ? `You are logged out of ${account}, and this device is forgotten.`
        : 'You are logged out here, but the server could not be told: log this device out from another one.';
    }
    // Whoever logs in next is to see nothing of it.
    this.devices.list.value = { phase: 'loading', error: '', items: [] };
    this.#session.logOut({ step: 'log-in', name: account, notice });
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
    const device = remember ? await this.devices.add() : null;
    const nick = this.#parts.store.now().me.account ?? account;
    comeAgain(this.#parts, this.#session, { displayName, nick, entry: device ? () => entryBy(device) : entry, stays: remember ? 'device' : 'tab' });
    if (device) this.#parts.persist.device = device;
    return OK;
  }

  async #come(displayName: string, nick: string, entry: () => Entry, remember: boolean): Promise<Outcome> {
    const outcome = await this.#session.come({ displayName, nick, entry, stays: remember ? 'device' : 'tab' });
    // Nobody is logged in yet if another tab holds the connection, or if registering is put off.
    if (outcome.ok && remember && this.#parts.store.now().me.account !== null) void this.devices.remember();
    return outcome;
  }

  async #registerLater(application: Application, remember: boolean): Promise<void> {
    await this.#session.whenSettled();
    const refusal = await enter(this.#parts, this.#session, new Registering(application));
    if (refusal) this.devices.warn(`The name is not registered. ${refusal.text}`, refusal.raw);
    else this.#stay(remember);
  }

  /** Whoever was a guest has an account by now. */
  #stay(remember: boolean): Outcome {
    this.devices.keep(remember ? 'device' : 'tab');
    if (remember) void this.devices.remember();
    return OK;
  }
}

/** Not there on a page that came without encryption. */
function subtleOf({ crypto }: { readonly crypto: { readonly subtle?: SubtleCrypto } }): SubtleCrypto | undefined {
  return crypto.subtle;
}

function about(why: Refusal['why'], text: string): Problem {
  return { ...problem(text), why };
}
