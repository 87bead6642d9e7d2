// Coming and going: the first visit, the return, the name, logging out, the
// other tab; and what happens on the way from a socket to joined channels. What only
// people with an account do is in member.ts, and is fetched when there is one.

import { signal } from '@preact/signals';
import type { Client, ClientEvent } from '../irc/client';
import { fetched, type Entry } from '../irc/entry';
import type { Credentials } from '../irc/registration';
import { nickFor } from '../irc/names';
import { isOfAccount, sentence } from '../irc/sentences';
import type { Message } from '../irc/message';
import type { Key } from '../state/model';
import type { Entrance, Outcome, Screen } from './app';
import type { Pasts } from './history';
import type { Marks } from './marks';
import { freeNames, userFor } from './nicks';
import { OK, outcomeOf, problem, refusedBy } from './outcome';
import type { Outgoing } from './outgoing';
import type * as Member from './member';
import type { Persist } from './persist';
import type { Profile } from './profile';
import type { Rooms } from './rooms';
import type { Routes } from './routes';
import type { Store } from './store';
import type { Tabs } from './tabs';

const FAREWELL = 'Logged out';

export interface Parts {
  readonly store: Store;
  readonly client: Client;
  readonly persist: Persist;
  readonly tabs: Tabs;
  readonly routes: Routes;
  readonly rooms: Rooms;
  readonly pasts: Pasts;
  readonly outgoing: Outgoing;
  readonly marks: Marks;
  /** What only people with an account need. */
  readonly member: () => Promise<typeof Member>;
}

/** Somebody who comes in. */
export interface Arrival {
  readonly displayName: string;
  readonly nick: string;
  /** What she does on the way, anew for each attempt; null for a guest. */
  readonly entry: (() => Entry) | null;
  /** How long what she leaves behind is kept. */
  readonly stays: 'device' | 'tab';
}

/** Whoever was never here is shown what went on before, however long ago. */
const EVER = 60_000;

export class Session {
  /** Set once, when the parts that need each other exist. */
  #parts!: Parts;
  /** Where one is who was nowhere yet. */
  readonly firstChannel = '#general';
  /** It comes with the chat. */
  profile: Pick<Profile, 'arrived' | 'renamed'> | null = null;
  readonly screen = signal<Screen>('loading');
  readonly entrance = signal<Entrance | null>(null);
  /** Who comes in just now, until she is there. */
  arrival: Arrival | null = null;
  /** Hears each line first, and says whether to keep it from the state: what is asked apart from conversations. */
  listener: ((message: Message) => boolean) | null = null;
  /** All channels are joined, or on their way; and who waits for that. */
  #isSettled = false;
  #waiting: (() => void)[] = [];
  /** For nicks made of names in which nothing is legal: the same while the page lives. */
  readonly #digits = String(Math.floor(Math.random() * 9000) + 1000);
  #starting: ((outcome: Outcome) => void) | null = null;
  #isResuming = false;
  /** Channels that were joined before this connection, and channels that it was shown. */
  #before = new Set<Key>();
  #shown = new Set<Key>();
  /** A guest who logged in takes her channels along. */
  takesAlong = false;
  /** The name was changed without a connection; a resumed user still has the old one. */
  #owesName = false;
  /** When the connection was last known to be there, for what was missed since; 0 when never. */
  #seen = 0;
  #missedSince = 0;

  begin(parts: Parts): void {
    this.#parts = parts;
    void this.#boot();
  }

  /** The legal nick nearest to a display name. One's account is called as a nick can be, by letters of any script. */
  nickFor(displayName: string): string {
    const { store, rooms } = this.#parts;
    const { me, server } = store.now();
    if (me.account !== null && rooms.keyOf(displayName) === rooms.keyOf(me.account)) return me.account;
    return nickFor(displayName, server.limits.nick, this.#digits);
  }

  credentials(): Credentials {
    const { me } = this.#parts.store.now();
    const nick = this.#nick();
    const entry = this.#entry();
    return {
      nick,
      user: userFor(nick),
      realname: me.displayName || me.nick,
      token: this.#parts.persist.token,
      entry,
      // Whoever has logged in is let in, and may have her name back later.
      taken: this.#starting && entry?.when !== 'before-nick' ? 'ask' : 'choose',
    };
  }

  /** Whoever has an account asks for its name: it leads to where her other devices are. */
  #nick(): string {
    const { me } = this.#parts.store.now();
    const { device } = this.#parts.persist;
    const account = this.arrival?.nick ?? device?.account ?? me.account;
    if (account !== null) return account;
    const nick = this.nickFor(me.displayName);
    // A guest's digits are made up anew by each page; the name once had is kept.
    return nick === `guest${this.#digits}` && me.nick !== '' ? me.nick : nick;
  }

  #entry(): Entry | null {
    if (this.arrival) return this.arrival.entry?.() ?? null;
    const { persist, store, member } = this.#parts;
    const { device } = persist;
    if (device === null && store.now().me.account === null) return null;
    return fetched(async () => (await member()).entryBy(device));
  }

  async #boot(): Promise<void> {
    const { store, persist, tabs } = this.#parts;
    store.apply({ type: 'preferred', preferences: persist.preferences() });
    if (!persist.isReturning) {
      this.screen.value = 'welcome';
      return;
    }
    if (await tabs.acquire()) this.#return();
    else this.#beElsewhere();
  }

  /** Same name, same channels, same conversation open. */
  #return(): void {
    const { client } = this.#parts;
    this.#restore();
    this.#openFirst();
    this.screen.value = 'chat';
    client.start();
  }

  #restore(): void {
    const { store, persist, rooms } = this.#parts;
    const visit = persist.load();
    this.#seen = persist.seen;
    store.apply({ type: 'restored', visit });
    this.#before = new Set(visit.channels.map((name) => rooms.keyOf(name)));
  }

  /** The conversation of the address, or the last one, or what a new person sees first. */
  #openFirst(): void {
    const { store, persist, routes, rooms } = this.#parts;
    const { conversations, current } = store.now();
    const isNew = !persist.knowsChannels;
    persist.begin(store.now());
    const { name, message } = routes.current();
    const wanted = name ?? (current !== null ? conversations.get(current)?.name : undefined);
    if (wanted !== undefined) rooms.go(wanted, 'replace', name === null ? null : message);
    else {
      // An account's other devices may be elsewhere, which is known only later.
      const first = !isNew ? rooms.neighbour(1) : this.#isGuest ? this.firstChannel : null;
      if (first !== null) rooms.go(first, 'replace');
    }
  }

  get #isGuest(): boolean {
    return this.#parts.store.now().me.account === null;
  }

  /** The first screen's button. */
  async start(displayName: string): Promise<Outcome> {
    const name = displayName.trim();
    if (name === '') return problem('Type a name first.');
    return this.come({ displayName: name, nick: this.nickFor(name), entry: null, stays: 'device' });
  }

  /** From the first screen into the chat; resolves once it is open, or with the problem at the field. */
  async come(arrival: Arrival): Promise<Outcome> {
    const { store, client, tabs } = this.#parts;
    if (this.#starting) return problem('One moment, the server is being asked.');
    if (!(await tabs.acquire())) {
      this.#beElsewhere();
      return OK;
    }
    this.arrival = arrival;
    store.apply({ type: 'named', displayName: arrival.displayName, nick: arrival.nick });
    const outcome = await new Promise<Outcome>((resolve) => {
      this.#starting = resolve;
      client.start();
    });
    this.arrival = null;
    if (!outcome.ok) {
      client.stop();
      tabs.release();
      store.apply({ type: 'logged-out' });
    }
    return outcome;
  }

  #answerStart(outcome: Outcome): void {
    this.#starting?.(outcome);
    this.#starting = null;
  }

  async rename(displayName: string): Promise<Outcome> {
    const { store, client } = this.#parts;
    const name = displayName.trim();
    if (name === '') return problem('Type a name first.');
    const nick = this.nickFor(name);
    if (client.isReady && nick !== client.nick) {
      const reply = await client.request({ command: 'NICK', params: [nick] });
      const outcome = outcomeOf(reply);
      if (!outcome.ok) return { ...outcome, suggestions: await freeNames(client, nick, store.now().server.limits.nick, this.#digits), ...(reply.lines.some(isOfAccount) ? { why: 'taken' } : {}) };
    }
    this.#owesName = !client.isReady;
    store.apply({ type: 'named', displayName: name, nick }, { type: 'banner-dismissed', id: 'taken' });
    if (client.isReady && client.has('setname')) client.send({ command: 'SETNAME', params: [name] });
    this.profile?.renamed(name);
    return OK;
  }

  /** Resolves once this person is connected, and in her channels. */
  whenSettled(): Promise<void> {
    return this.#isSettled ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  logOut(entrance: Entrance | null = null): void {
    const { client, persist } = this.#parts;
    persist.pause();
    client.quit(FAREWELL);
    persist.forget();
    this.leave(entrance);
  }

  /** Back to the first screen. */
  leave(entrance: Entrance | null): void {
    const { store, tabs, routes } = this.#parts;
    store.apply({ type: 'logged-out' });
    routes.show(null, 'replace');
    tabs.release();
    this.#waiting = [];
    this.entrance.value = entrance;
    this.screen.value = 'welcome';
  }

  /** After the server ended the connection: the person wants it again. */
  reconnect(): void {
    this.#parts.client.start();
  }

  async useHere(): Promise<void> {
    const { tabs, persist } = this.#parts;
    this.screen.value = 'loading';
    await tabs.takeOver();
    if (persist.isReturning) this.#return();
    else this.screen.value = 'welcome';
  }

  /** Another tab takes the connection over. */
  handOver(): void {
    const { client, persist } = this.#parts;
    persist.pause();
    client.stop();
    this.#beElsewhere();
  }

  #beElsewhere(): void {
    this.#parts.store.apply({ type: 'elsewhere' });
    this.screen.value = 'elsewhere';
  }

  /** What the client says, on its way into the state. */
  hear(event: ClientEvent): void {
    const { store, persist, client, rooms } = this.#parts;
    if (event.type === 'line') {
      const { command, source, params } = event.message;
      if (this.listener?.(event.message)) return;
      if (command !== 'JOIN' || source?.name !== client.nick) store.happen(event);
      else if (!rooms.refusesJoin(params[0] ?? '', this.#isResuming)) {
        store.apply(event);
        const key = rooms.keyOf(params[0] ?? '');
        this.#shown.add(key);
        void this.#parts.pasts.catchUp(key);
        void rooms.askAbout(key);
      }
      return;
    }
    if (event.type === 'token') persist.token = event.token;
    if (store.now().connection.phase === 'online') this.#seen = Date.now();
    store.apply(event);
    this.#react(event);
  }

  #react(event: ClientEvent): void {
    const { persist, pasts, tabs, marks, client, store } = this.#parts;
    switch (event.type) {
      case 'registered':
        this.#isResuming = event.resumed;
        this.#missedSince = this.#seen;
        pasts.remember();
        marks.begin();
        this.#shown.clear();
        this.#isSettled = false;
        if (this.#starting) this.#enter();
        this.arrival = null;
        store.apply({ type: 'banner-dismissed', id: 'login' });
        break;
      case 'ready':
        if (!event.resumed) void this.#settle(false);
        break;
      case 'resumed':
        this.#isResuming = false;
        void this.#settle(true);
        break;
      case 'nick-refused':
        if (this.#starting) {
          const why = isOfAccount(event.message) ? 'taken' : 'name';
          this.#answerStart({ ...problem(sentence(event.message), event.message.raw, event.free), why });
        }
        break;
      case 'entry-refused':
        if (this.#starting) this.#answerStart(refusedBy(event.refusal));
        else void this.#parts.member().then(({ turnAway }) => turnAway(this.#parts, this, event.refusal), () => client.giveUp(event.refusal.text));
        break;
      case 'refused':
        if (this.#starting) this.#answerStart(problem(sentence(event.message), event.message.raw));
        persist.token = null;
        break;
      case 'waiting':
      case 'offline':
        this.#isResuming = false;
        this.#isSettled = false;
        if (this.#starting) this.#answerStart(problem('The server can’t be reached just now. Try again in a moment.'));
        break;
      case 'superseded':
        persist.pause();
        tabs.release();
        this.screen.value = 'elsewhere';
        break;
      default:
        break;
    }
  }

  /** The name was accepted: what an earlier visit under it left comes back. */
  #enter(): void {
    const { store, persist, rooms } = this.#parts;
    const { displayName, nick, account } = store.now().me;
    persist.stay(this.arrival?.stays ?? 'device');
    const left = persist.load();
    // An account brings its own channels along, not those of whoever sat here before.
    if (account === null) persist.device = null;
    else if (left.account !== account && rooms.keyOf(left.nick) !== rooms.keyOf(nick)) persist.startOver();
    this.#restore();
    store.apply({ type: 'named', displayName, nick, account });
    this.#openFirst();
    this.entrance.value = null;
    this.screen.value = 'chat';
    this.#answerStart(OK);
  }

  /** Commands may be sent: back to the channels, and what was missed. */
  async #settle(isResumed: boolean): Promise<void> {
    const { rooms, pasts, store, marks, client, member } = this.#parts;
    if (this.#owesName) void this.rename(store.now().me.displayName);
    if (!this.#isGuest) {
      const { goOn, settle } = await member();
      const arrived = { before: this.#before, shown: this.#shown };
      if (isResumed) goOn(this.#parts, this, arrived);
      else await settle(this.#parts, this, arrived);
      if (!client.isReady) return;
    }
    if (!this.#isGuest && store.now().current === null) {
      const first = rooms.neighbour(1);
      const name = first === null ? null : (rooms.find(first)?.name ?? first);
      if (name !== null || !isResumed) rooms.go(name ?? this.firstChannel, 'replace');
    }
    this.profile?.arrived();
    rooms.joinAll();
    marks.look(store.now());
    void pasts.missedPrivates(this.#isGuest ? this.#missedSince : this.#missedSince || EVER);
    this.#isSettled = true;
    for (const go of this.#waiting.splice(0)) go();
  }
}
