// From an open socket to a registered user: capabilities, then RESUME or what an
// account takes, NICK and USER, and what to do when the nick is taken.

import { heed, mayListen, NO_CAPS, SUBSCRIBE, type Caps } from './caps';
import type { Entry, Refusal } from './entry';
import type { Message, Outgoing } from './message';
import { alternatives } from './names';

export interface Credentials {
  readonly nick: string;
  readonly user: string;
  readonly realname: string;
  /** Of an earlier connection, to take its place; null: none. */
  readonly token: string | null;
  /** What she does unless the token is worth something; null for a guest. */
  readonly entry: Entry | null;
  /**
   * What to do when the nick is taken: 'ask' gives up and says which names are
   * free, 'choose' takes one of them.
   */
  readonly taken: 'ask' | 'choose';
}

export interface Registered {
  readonly resumed: boolean;
  readonly nick: string;
  /** That the server told of while registering; whoever resumes is not told. */
  readonly account: string | null;
}

export interface RegistrationEvents {
  send(out: Outgoing): void;
  /** The token was refused; it is worth nothing any more. */
  tokenDead(): void;
  registered(result: Registered): void;
  nickRefused(refusal: Message, free: readonly string[]): void;
  /** No way in as who she says she is. */
  entryRefused(refusal: Refusal): void;
  /** Waiting will not help: a ban, a password. */
  refused(reason: Message): void;
}

const NICK_REFUSALS = ['432', '433', '436', '437'];
const FINAL_REFUSALS = ['463', '464', '465'];
/** How long a nick may be is told only after registration; most servers take this much. */
const MODEST = 16;
/** How many free names are offered. */
const OFFERS = 3;

export class Registration {
  readonly #who: Credentials;
  readonly #events: RegistrationEvents;
  readonly #candidates: string[];
  #caps: Caps = NO_CAPS;
  #step: 'capabilities' | 'resuming' | 'entering' | 'asking' | 'offering' | 'accepted' | 'waiting' | 'done' = 'capabilities';
  #resumed = false;
  #account: string | null = null;
  /** The nick that was sent last. */
  #nick = '';
  #refusal: Message | null = null;
  readonly #free: string[] = [];

  constructor(who: Credentials, digits: string, events: RegistrationEvents) {
    this.#who = who;
    this.#events = events;
    this.#candidates = alternatives(who.nick, Math.max(MODEST, who.nick.length), digits);
  }

  get caps(): Caps {
    return this.#caps;
  }

  begin(): void {
    this.#events.send({ command: 'CAP', params: ['LS', '302'] });
  }

  /** The server does not know CAP, or does not answer it. */
  withoutCaps(): void {
    if (this.#step !== 'capabilities' || this.#caps.listed) return;
    // Without them there are no accounts, which it will say.
    if (this.#who.entry) return this.#enter(this.#who.entry);
    this.#step = 'waiting';
    this.#tryNick(this.#who.nick);
    this.#sendUser();
  }

  take(message: Message): void {
    const { command, params } = message;
    if (this.#step === 'done') return;
    if (command === 'CAP') this.#cap(message);
    else if ((command === '421' || command === '451') && params[1]?.toUpperCase() === 'CAP') this.withoutCaps();
    else if (command === 'RESUME' && params[0] === 'SUCCESS') {
      this.#resumed = true;
      this.#step = 'waiting';
      this.#events.send({ command: 'CAP', params: ['END'] });
    } else if (command === 'FAIL' && params[0] === 'RESUME') {
      this.#resumed = false; // it may have been promised, and its time ran out meanwhile
      this.#events.tokenDead();
      this.#begin();
    } else if (NICK_REFUSALS.includes(command)) this.#nickRefused(message);
    else if (command === 'FAIL' && params[1] === 'ACCOUNT_REQUIRED') {
      this.#step = 'done';
      this.#events.entryRefused({ why: 'required', text: 'This server lets in only people with an account.', raw: message.raw });
    } else if (FINAL_REFUSALS.includes(command)) this.#events.refused(message);
    else if (command === '001') {
      this.#step = 'done';
      this.#events.registered({ resumed: this.#resumed, nick: params[0] ?? this.#nick, account: this.#account });
    } else if (command === '900') this.#account = params[2] ?? null;
    else if (this.#step === 'entering') this.#who.entry?.take(message);
  }

  #cap(message: Message): void {
    const { caps, request } = heed(this.#caps, message);
    this.#caps = caps;
    for (const names of request) this.#events.send({ command: 'CAP', params: ['REQ', names] });
    if (this.#step === 'capabilities' && caps.listed && caps.asked === 0) {
      if (mayListen(caps, false)) this.#events.send(SUBSCRIBE);
      if (this.#who.token !== null && caps.enabled.has('linnet.chat/resume')) {
        this.#step = 'resuming';
        this.#events.send({ command: 'RESUME', params: [this.#who.token] });
      } else this.#begin();
    } else if (message.params[1]?.toUpperCase() === 'LIST') this.#nickAccepted();
  }

  #begin(): void {
    const { entry } = this.#who;
    if (entry?.when === 'before-nick') this.#enter(entry);
    else this.#identify();
  }

  #enter(entry: Entry): void {
    this.#step = 'entering';
    const settle = (refusal: Refusal | null) => {
      if (this.#step !== 'entering') return;
      if (refusal) {
        this.#step = 'done';
        this.#events.entryRefused(refusal);
      } else if (entry.when === 'before-nick') this.#identify();
      else this.#accept();
    };
    entry.begin({ caps: this.#caps, isConnected: false, send: (out) => this.#events.send(out), settle });
  }

  #identify(): void {
    const isAsked = this.#who.taken === 'ask';
    this.#step = isAsked ? 'asking' : 'waiting';
    // Who has logged in is called as her account is, also by letters of which it is not known yet whether nicks have them.
    const nick = this.#account ?? this.#who.nick;
    if (nick !== this.#who.nick) this.#candidates.unshift(this.#who.nick);
    this.#tryNick(nick);
    if (!isAsked) this.#finish();
  }

  /**
   * While the person can be asked, a nick is tried before registration is
   * finished. Nothing answers a NICK that is accepted there, so CAP LIST follows:
   * its answer without a refusal before it says that the nick is free.
   */
  #tryNick(nick: string): void {
    this.#nick = nick;
    this.#events.send({ command: 'NICK', params: [nick] });
    if (this.#step === 'asking' || this.#step === 'offering') {
      this.#events.send({ command: 'CAP', params: ['LIST'] });
    }
  }

  #nickAccepted(): void {
    if (this.#step === 'asking') {
      if (this.#who.entry?.when === 'after-nick') this.#enter(this.#who.entry);
      else this.#accept();
    } else if (this.#step === 'offering') {
      // This LIST ends the trial of one name, or follows the first refusal.
      if (this.#nick !== '') this.#free.push(this.#nick);
      this.#offerNext();
    }
  }

  #accept(): void {
    this.#step = 'accepted';
    this.#finish();
  }

  #nickRefused(message: Message): void {
    if (this.#step === 'asking') {
      this.#step = 'offering';
      this.#refusal = message;
      this.#nick = '';
    } else if (this.#step === 'offering') this.#nick = '';
    else if (this.#step === 'accepted') {
      // Nobody has it, and yet it may not be had: whose account it is would log in before the end.
      this.#events.nickRefused(message, this.#candidates.slice(0, OFFERS));
    } else {
      const next = this.#candidates.shift();
      if (next === undefined) this.#events.nickRefused(message, []);
      else this.#tryNick(next);
    }
  }

  #offerNext(): void {
    const next = this.#free.length < OFFERS ? this.#candidates.shift() : undefined;
    if (next !== undefined) this.#tryNick(next);
    else if (this.#refusal) this.#events.nickRefused(this.#refusal, this.#free);
  }

  #finish(): void {
    this.#sendUser();
    this.#events.send({ command: 'CAP', params: ['END'] });
  }

  #sendUser(): void {
    this.#events.send({ command: 'USER', params: [this.#who.user, '0', '*', this.#who.realname] });
  }
}
