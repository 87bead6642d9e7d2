// The client as the floors above see it: one registered connection at a time,
// lines in order, questions with answers. It knows no conversations.

import { Batches, findWhole, flatten, isBatch, type Batch } from './batch';
import { heed, mayListen, NO_CAPS, SUBSCRIBE, type Caps } from './caps';
import type { Refusal } from './entry';
import { UNTOLD, withTokens, type Support } from './isupport';
import { parse, print, type Message, type Outgoing } from './message';
import { limitsOf, Multilines, type MultilineLimits } from './multiline';
import { Registration, type Credentials, type Registered } from './registration';
import { Requests, type Reply } from './requests';
import { Socket } from './socket';
import type { World } from './world';

/** What the client tells the floors above. Times are milliseconds since 1970. */
export type ClientEvent =
  | { readonly type: 'connecting'; readonly again: boolean }
  /** The connection was lost, or could not be made. */
  | { readonly type: 'waiting'; readonly retryAt: number; readonly reason: string }
  | { readonly type: 'offline' }
  /** Registered; the burst follows. `wanted` is the nick that was asked for. */
  | {
      readonly type: 'registered';
      readonly nick: string;
      readonly wanted: string;
      readonly resumed: boolean;
      /** That the server told of; whoever resumes is not told of hers. */
      readonly account: string | null;
      readonly caps: ReadonlySet<string>;
      readonly at: number;
    }
  /** The server told more about itself. */
  | { readonly type: 'supports'; readonly support: Support; readonly caps: ReadonlySet<string> }
  /** The burst is over: commands may be sent. After a resume the channels follow. */
  | { readonly type: 'ready'; readonly resumed: boolean }
  /** After a resume all channels have been shown. */
  | { readonly type: 'resumed' }
  /** A token for the next connection; null: there is none. */
  | { readonly type: 'token'; readonly token: string | null }
  /** `claimed`: it answers a question of ours, and who asked will tell the person. */
  | { readonly type: 'line'; readonly message: Message; readonly claimed: boolean; readonly at: number }
  /** History that nobody asked for (a bouncer's greeting). */
  | { readonly type: 'history'; readonly target: string; readonly lines: readonly Message[]; readonly at: number }
  | { readonly type: 'nick-refused'; readonly message: Message; readonly free: readonly string[] }
  /** No way in as who she says she is. The connection waits for who hears this to end it. */
  | { readonly type: 'entry-refused'; readonly refusal: Refusal }
  /** Ended for a reason that waiting won't cure. */
  | { readonly type: 'refused'; readonly message: Message }
  /** Another connection of this person took over. */
  | { readonly type: 'superseded' };

const CAP_TIMEOUT = 5_000;
const REGISTRATION_TIMEOUT = 25_000;
/** Silence after which the server is asked whether it is there, and how long it may take. */
const QUIET = 45_000;
const PONG_TIMEOUT = 15_000;
const PROBE_TIMEOUT = 5_000;

export class Client {
  readonly #world: World;
  readonly #credentials: () => Credentials;
  readonly #emit: (event: ClientEvent) => void;
  readonly #socket: Socket;
  #requests: Requests;
  #multilines = new Multilines();
  #batches = new Batches();
  #registration: Registration | null = null;
  #caps: Caps = NO_CAPS;
  #support: Support = UNTOLD;
  #nick = '';
  #ready = false;
  #resumed = false;
  #heardAt = 0;
  #callOffTimer: () => void = () => {};

  constructor(world: World, credentials: () => Credentials, emit: (event: ClientEvent) => void) {
    this.#world = world;
    this.#credentials = credentials;
    this.#emit = emit;
    this.#requests = new Requests((milliseconds, run) => world.after(milliseconds, run));
    this.#socket = new Socket(world, {
      connecting: (again) => emit({ type: 'connecting', again }),
      opened: () => this.#opened(),
      line: (line) => this.#line(line),
      waiting: (retryAt, reason) => {
        this.#gone();
        emit({ type: 'waiting', retryAt, reason });
      },
      offline: () => {
        this.#gone();
        emit({ type: 'offline' });
      },
    });
  }

  get nick(): string {
    return this.#nick;
  }

  get support(): Support {
    return this.#support;
  }

  /** Registered, and the burst is over. */
  get isReady(): boolean {
    return this.#ready;
  }

  get caps(): Caps {
    return this.#caps;
  }

  has(cap: string): boolean {
    return this.#caps.enabled.has(cap);
  }

  /** What one message of several lines may hold; null: there are none. */
  get multiline(): MultilineLimits | null {
    const isOn = this.has('draft/multiline') && this.has('batch') && this.has('message-tags');
    return isOn ? limitsOf(this.#caps.offered.get('draft/multiline')) : null;
  }

  start(): void {
    this.#socket.start();
  }

  /** Closes without a word: a resumable user stays. */
  stop(): void {
    this.#socket.stop();
    this.#gone();
  }

  /** Ends this connection, to try again after a while. */
  giveUp(reason: string): void {
    this.#socket.drop(reason);
  }

  /** Leaves for good. */
  quit(reason: string): void {
    if (this.#ready) this.send({ command: 'QUIT', params: [reason] });
    this.stop();
  }

  retryNow(): void {
    this.#socket.retryNow();
  }

  send(out: Outgoing): void {
    const tags = this.has('message-tags') ? out.tags : undefined;
    this.#socket.send(print({ ...out, ...(tags ? { tags } : { tags: {} }) }));
  }

  /**
   * Asks something; the reply always comes, at the latest when the connection is
   * lost. `more` are the lines of the batch that `out` opens.
   */
  request(out: Outgoing, more: readonly Outgoing[] = []): Promise<Reply> {
    if (!this.has('labeled-response') && !Requests.knows(out.command)) {
      // What the server says to it is told like anything else.
      for (const line of [out, ...more]) this.send(line);
      return Promise.resolve({ lines: [], batch: null, ended: 'answered' });
    }
    const { label, reply } = this.#requests.ask(out);
    const tags = this.has('labeled-response') ? { label, ...out.tags } : out.tags;
    this.send({ ...out, ...(tags ? { tags } : {}) });
    for (const line of more) this.send(line);
    return reply;
  }

  /** The machine may have slept: finds out soon whether the connection still lives. */
  probe(): void {
    if (!this.#ready || this.#world.now() - this.#heardAt < PROBE_TIMEOUT) return;
    this.#askAlive(PROBE_TIMEOUT);
  }

  #opened(): void {
    const who = this.#credentials();
    const digits = String(Math.floor(this.#world.random() * 9000) + 1000);
    this.#multilines = new Multilines();
    this.#batches = new Batches();
    this.#caps = NO_CAPS;
    this.#support = UNTOLD;
    // What it still does when its connection is gone must not reach the next one.
    const isOver = () => this.#registration !== registration;
    const registration = new Registration(who, digits, {
      send: (out) => isOver() || this.#socket.send(print(out)),
      tokenDead: () => this.#emit({ type: 'token', token: null }),
      registered: (result) => this.#registered(registration, result, who.nick),
      entryRefused: (refusal) => isOver() || this.#emit({ type: 'entry-refused', refusal }),
      nickRefused: (message, free) => {
        this.stop();
        this.#emit({ type: 'nick-refused', message, free });
      },
      refused: (message) => this.#refused(message),
    });
    this.#registration = registration;
    registration.begin();
    this.#setTimer(CAP_TIMEOUT, () => {
      registration.withoutCaps();
      this.#setTimer(REGISTRATION_TIMEOUT - CAP_TIMEOUT, () => this.#socket.drop('Registration took too long'));
    });
  }

  #registered(registration: Registration, { resumed, nick, account }: Registered, wanted: string): void {
    this.#caps = registration.caps;
    this.#registration = null;
    this.#nick = nick;
    this.#resumed = resumed;
    this.#socket.settled();
    this.#heardAt = this.#world.now();
    this.#watch();
    // Who has an account may be called otherwise by another device of hers.
    const isKnown = resumed || account !== null;
    this.#emit({
      type: 'registered', nick, wanted: isKnown ? nick : wanted, resumed, account, caps: this.#caps.enabled, at: this.#heardAt,
    });
  }

  #refused(message: Message): void {
    this.stop();
    this.#emit({ type: 'refused', message });
  }

  #gone(): void {
    this.#callOffTimer();
    this.#registration = null;
    this.#ready = false;
    this.#requests.lost();
  }

  #line(raw: string): void {
    const message = parse(raw);
    if (!message) return;
    this.#heardAt = this.#world.now();
    if (message.command === 'PING') this.#socket.send(print({ command: 'PONG', params: message.params.slice(-1) }));
    else if (message.command === 'ERROR') this.#error(message);
    else if (this.#registration) this.#registration.take(message);
    else this.#arrived(message);
    // The last line of the registration is the first of the session.
    if (message.command === '001') this.#tell(message, true);
  }

  #arrived(line: Message): void {
    const message = this.#multilines.take(line);
    if (!message) return;
    const within = this.#batches.streams(message);
    if (within) this.#happened(message, within.label !== null);
    const item = this.#batches.take(message);
    if (item && isBatch(item)) this.#batch(item);
    else if (item) this.#message(item);
  }

  #message(message: Message): void {
    const label = message.tags.get('label');
    const asked = label !== undefined || !this.has('labeled-response');
    // Whoever asked hears of it after the line itself has been told.
    const claimed = asked && (label !== undefined || this.#requests.heard(message));
    if (message.command !== 'ACK' && message.command !== 'PONG') this.#happened(message, claimed);
    if (label !== undefined) this.#requests.labelled(label, [message], null);
  }

  #happened(message: Message, claimed: boolean): void {
    this.#heed(message);
    this.#tell(message, claimed);
    this.#afterwards(message);
  }

  /** A batch has ended; what it streamed has happened already. */

  #batch(batch: Batch): void {
    const past = findWhole(batch);
    if (past) {
      const asked = batch.label !== null ? this.#requests.labelled(batch.label, [], past) : this.#requests.heardBatch(past);
      if (!asked && past.type === 'chathistory') {
        const target = past.params[0] ?? '';
        this.#emit({ type: 'history', target, lines: flatten(past), at: this.#world.now() });
      }
      return;
    }
    if (batch.label !== null) this.#requests.labelled(batch.label, flatten(batch), null);
  }

  #tell(message: Message, claimed: boolean): void {
    this.#emit({ type: 'line', message, claimed, at: this.#heardAt });
  }

  /** What the client itself must know before others are told. */
  #heed(message: Message): void {
    const { command, params, source } = message;
    if (command === 'NICK' && source?.name === this.#nick) this.#nick = params[0] ?? this.#nick;
    else if (command === '005') {
      this.#support = withTokens(this.#support, params.slice(1, -1));
      this.#emitSupport();
    } else if (command === 'CAP') {
      const { caps, request } = heed(this.#caps, message);
      this.#caps = caps;
      for (const names of request) this.#socket.send(print({ command: 'CAP', params: ['REQ', names] }));
      this.#emitSupport();
    }
  }

  /** What follows from a line once others have been told. */
  #afterwards(message: Message): void {
    const { command, params } = message;
    if ((command === '376' || command === '422') && !this.#ready) {
      this.#ready = true;
      if (mayListen(this.#caps, true)) this.send(SUBSCRIBE);
      this.#emit({ type: 'ready', resumed: this.#resumed });
    } else if (command === 'RESUME' && params[0] === 'TOKEN') {
      this.#emit({ type: 'token', token: params[1] ?? null });
      if (this.#resumed) {
        this.#resumed = false;
        this.#emit({ type: 'resumed' });
      }
    }
  }

  #emitSupport(): void {
    this.#emit({ type: 'supports', support: this.#support, caps: this.#caps.enabled });
  }

  /** The server closes the link and says why. */
  #error(message: Message): void {
    const reason = message.params.at(-1) ?? '';
    if (/\(Resumed elsewhere\)/i.test(reason)) {
      this.stop();
      this.#emit({ type: 'superseded' });
    } else if (/\b(K-?lined|G-?lined|banned|killed)\b/i.test(reason)) this.#refused(message);
    else this.#socket.drop(/\(([^()]+)\)\s*$/.exec(reason)?.[1] ?? reason);
  }

  /** One slow timer finds out that the line is dead; it never fires faster than QUIET. */
  #watch(): void {
    this.#setTimer(QUIET, () => {
      if (this.#world.now() - this.#heardAt < QUIET) this.#watch();
      else this.#askAlive(PONG_TIMEOUT);
    });
  }

  #askAlive(patience: number): void {
    const asked = this.#world.now();
    this.#socket.send(print({ command: 'PING', params: ['alive'] }));
    this.#setTimer(patience, () => {
      if (this.#heardAt < asked) this.#socket.drop('The server does not answer');
      else this.#watch();
    });
  }

  #setTimer(milliseconds: number, run: () => void): void {
    this.#callOffTimer();
    this.#callOffTimer = this.#world.after(milliseconds, run);
  }
}
