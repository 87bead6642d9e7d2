// Coming and going: the first visit, the return, the name, logging out, the
// other tab; and what happens on the way from a socket to joined channels.

import { signal } from '@preact/signals';
import type { Client, ClientEvent } from '../irc/client';
import type { Credentials } from '../irc/registration';
import { alternatives, nickFor } from '../irc/names';
import { sentence } from '../irc/sentences';
import type { Outcome, Screen } from './app';
import type { Pasts } from './history';
import { OK, outcomeOf, problem } from './outcome';
import type { Marks } from './marks';
import type { Outgoing } from './outgoing';
import type { Persist } from './persist';
import type { Profile } from './profile';
import type { Rooms } from './rooms';
import type { Routes } from './routes';
import type { Store } from './store';
import type { Tabs } from './tabs';

const FIRST_CHANNEL = '#general';
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
}

export class Session {
  /** Set once, when the parts that need each other exist. */
  #parts!: Parts;
  /** It comes with the chat. */
  profile: Pick<Profile, 'arrived' | 'renamed'> | null = null;
  readonly screen = signal<Screen>('loading');
  /** For nicks made of names in which nothing is legal: the same while the page lives. */
  readonly #digits = String(Math.floor(Math.random() * 9000) + 1000);
  #starting: ((outcome: Outcome) => void) | null = null;
  #isResuming = false;
  /** The name was changed without a connection; a resumed user still has the old one. */
  #owesName = false;
  /** When the connection was last known to be there, for what was missed since; 0 when never. */
  #seen = 0;
  #missedSince = 0;

  begin(parts: Parts): void {
    this.#parts = parts;
    void this.#boot();
  }

  nickFor(displayName: string): string {
    return nickFor(displayName, this.#parts.store.now().server.limits.nick, this.#digits);
  }

  credentials(): Credentials {
    const { me } = this.#parts.store.now();
    const nick = this.nickFor(me.displayName);
    // A guest's digits are made up anew by each page; the name once had is kept.
    const isMadeUp = nick === `guest${this.#digits}` && me.nick !== '';
    return {
      nick: isMadeUp ? me.nick : nick,
      user: userFor(nick),
      realname: me.displayName || me.nick,
      token: this.#parts.persist.token,
      taken: this.#starting ? 'ask' : 'choose',
    };
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
    const { store, persist } = this.#parts;
    this.#seen = persist.seen;
    store.apply({ type: 'restored', visit: persist.load() });
  }

  /** The conversation of the address, or the last one, or what a new person sees first. */
  #openFirst(): void {
    const { store, persist, routes, rooms } = this.#parts;
    const { conversations, current } = store.now();
    const isNew = !persist.knowsChannels;
    persist.begin(store.now());
    const wanted = routes.current() ?? (current !== null ? conversations.get(current)?.name : undefined);
    if (wanted !== undefined) rooms.go(wanted, 'replace');
    else if (isNew) rooms.go(FIRST_CHANNEL, 'replace');
    else {
      const first = rooms.neighbour(1);
      if (first !== null) rooms.go(first, 'replace');
    }
  }

  /** The first screen's button. */
  async start(displayName: string): Promise<Outcome> {
    const { store, client, tabs } = this.#parts;
    const name = displayName.trim();
    if (name === '') return problem('Type a name first.');
    if (this.#starting) return problem('One moment, the server is being asked.');
    if (!(await tabs.acquire())) {
      this.#beElsewhere();
      return OK;
    }
    store.apply({ type: 'named', displayName: name, nick: this.nickFor(name) });
    const outcome = await new Promise<Outcome>((resolve) => {
      this.#starting = resolve;
      client.start();
    });
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
      if (!outcome.ok) return { ...outcome, suggestions: await this.#free(nick) };
    }
    this.#owesName = !client.isReady;
    store.apply({ type: 'named', displayName: name, nick }, { type: 'banner-dismissed', id: 'taken' });
    if (client.isReady && client.has('setname')) client.send({ command: 'SETNAME', params: [name] });
    this.profile?.renamed(name);
    return OK;
  }

  /** Names like a taken one that nobody has just now, as far as the server tells. */
  async #free(nick: string): Promise<string[]> {
    const { client, rooms, store } = this.#parts;
    const names = alternatives(nick, store.now().server.limits.nick, this.#digits);
    if (!client.isReady || !client.has('labeled-response')) return names.slice(0, 3);
    const { lines } = await client.request({ command: 'ISON', params: names });
    const online = new Set(lines.filter((l) => l.command === '303').flatMap((l) => (l.params.at(-1) ?? '').split(' ')).map((n) => rooms.keyOf(n)));
    return names.filter((name) => !online.has(rooms.keyOf(name))).slice(0, 3);
  }

  logOut(): void {
    const { store, client, persist, tabs, routes } = this.#parts;
    persist.pause();
    client.quit(FAREWELL);
    persist.forget();
    store.apply({ type: 'logged-out' });
    routes.show(null, 'replace');
    tabs.release();
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
      if (command !== 'JOIN' || source?.name !== client.nick) store.happen(event);
      else if (!rooms.refusesJoin(params[0] ?? '', this.#isResuming)) {
        store.apply(event);
        const key = rooms.keyOf(params[0] ?? '');
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
    const { persist, pasts, tabs, marks } = this.#parts;
    switch (event.type) {
      case 'registered':
        this.#isResuming = event.resumed;
        this.#missedSince = this.#seen;
        pasts.remember();
        marks.begin();
        if (this.#starting) this.#enter();
        break;
      case 'ready':
        if (!event.resumed) this.#settle();
        break;
      case 'resumed':
        this.#isResuming = false;
        this.#settle();
        break;
      case 'nick-refused':
        if (this.#starting) this.#answerStart(problem(sentence(event.message), event.message.raw, event.free));
        break;
      case 'refused':
        if (this.#starting) this.#answerStart(problem(sentence(event.message), event.message.raw));
        persist.token = null;
        break;
      case 'waiting':
      case 'offline':
        this.#isResuming = false;
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
    const { store } = this.#parts;
    const { displayName, nick } = store.now().me;
    this.#restore();
    store.apply({ type: 'named', displayName, nick });
    this.#openFirst();
    this.screen.value = 'chat';
    this.#answerStart(OK);
  }

  /** Commands may be sent: back to the channels, and what was missed. */
  #settle(): void {
    const { rooms, pasts, store, marks } = this.#parts;
    if (this.#owesName) void this.rename(store.now().me.displayName);
    this.profile?.arrived();
    rooms.joinAll();
    marks.look(store.now());
    void pasts.missedPrivates(this.#missedSince);
  }
}

/** A user name for the mask, of letters that every server takes. */
function userFor(nick: string): string {
  return nick.toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, 10) || 'guest';
}
