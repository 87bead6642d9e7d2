// Opening, joining, creating and leaving conversations.

import type { Client } from '../irc/client';
import { fold } from '../irc/casemap';
import { isChannel, WHOX_FIELDS } from '../irc/isupport';
import type { Message as Line } from '../irc/message';
import { isRefusal, sentence } from '../irc/sentences';
import { byteLength, channelNameFor } from '../irc/names';
import { isOperator } from '../state/select';
import type { Conversation, Key } from '../state/model';
import type { Outcome } from './app';
import type { Pasts } from './history';
import type { Pages } from './pages';
import { NOT_CONNECTED, OK, outcomeOf, problem } from './outcome';
import type { Routes } from './routes';
import type { Store } from './store';

/** One JOIN line names as many channels as fit into this many bytes. */
const JOIN_BYTES = 400;
/** More members than this are not asked for one by one. */
const CROWD = 200;

export class Rooms {
  readonly #store: Store;
  readonly #client: Client;
  readonly #pasts: Pasts;
  readonly #pages: Pages;
  readonly #routes: Routes;
  /** Left while their JOIN was on its way; they are left once it succeeds. */
  readonly #unwanted = new Set<Key>();

  constructor(store: Store, client: Client, pasts: Pasts, pages: Pages, routes: Routes) {
    this.#store = store;
    this.#client = client;
    this.#pasts = pasts;
    this.#pages = pages;
    this.#routes = routes;
  }

  keyOf(name: string): Key {
    return fold(name, this.#store.now().server.casemapping);
  }

  isChannel(name: string): boolean {
    return isChannel(name, this.#store.now().server.chantypes);
  }

  find(name: string): Conversation | undefined {
    return this.#store.now().conversations.get(this.keyOf(name));
  }

  /** The newest messages of the open conversation are shown again. */
  returnToPresent(): void {
    const { current: key } = this.#store.now();
    if (key !== null) this.#store.apply({ type: 'returned', key });
  }

  /** The name of the open conversation, or null. */
  currentName(): string | null {
    const { current, conversations } = this.#store.now();
    return current === null ? null : (conversations.get(current)?.name ?? null);
  }

  /** Opens a conversation, at a message if one is given; a channel is joined, a private conversation made. */
  go(name: string, how: 'push' | 'replace' = 'push', message: string | null = null): void {
    const held = this.find(name);
    if (this.isChannel(name)) {
      if (!held || held.membership.state === 'out') void this.join(name);
    } else if (!held) this.#store.apply({ type: 'private-opened', nick: name });
    const key = this.keyOf(name);
    this.#store.apply({ type: 'opened', key, target: message });
    this.#routes.show(this.find(name)?.name ?? name, how, message);
    void this.#pages.find(key);
    if (!this.#client.isReady) return;
    if (this.isChannel(name)) void this.askAbout(key);
    else if (this.find(name)?.history.before === 'unknown') void this.#pasts.catchUp(key);
    void this.#pasts.verify(key);
  }

  /** Modes tell whether the topic may be edited, WHO tells who is away: both are asked for when the channel is looked at. */
  async askAbout(key: Key): Promise<void> {
    const { conversations, current } = this.#store.now();
    const conversation = conversations.get(key);
    if (current !== key || conversation?.membership.state !== 'in' || conversation.modes !== '') return;
    await this.#client.request({ command: 'MODE', params: [conversation.name] });
    // Of a crowd it would be much to tell, and nobody looks through all of it.
    const here = this.find(conversation.name);
    if (here?.membership.state !== 'in' || here.members.size > CROWD || !this.#client.isReady) return;
    const fields = this.#client.support.whox ? [WHOX_FIELDS] : [];
    void this.#client.request({ command: 'WHO', params: [here.name, ...fields] });
  }

  async join(channel: string, password?: string): Promise<Outcome> {
    this.#unwanted.delete(this.keyOf(channel));
    if (this.find(channel)?.membership.state === 'in') return OK;
    this.#store.apply({ type: 'joining', channel });
    // Without a connection it is joined when there is one.
    if (!this.#client.isReady) return OK;
    const params = password ? [channel, password] : [channel];
    const reply = await this.#client.request({ command: 'JOIN', params });
    return this.#turnedAway([channel], reply.lines) ? OK : outcomeOf(reply);
  }

  /**
   * Tells of each channel that could not be joined. Who was sent on to another
   * one (470, mode f) and is in there finds it open; true when that was so.
   */
  #turnedAway(names: readonly string[], lines: readonly Line[]): boolean {
    const refusals = lines.filter(isRefusal);
    const isAbout = (line: Line, name: string) => line.params.some((param) => this.keyOf(param) === this.keyOf(name));
    let isElsewhere = false;
    for (const channel of names) {
      const about = names.length === 1 ? refusals : refusals.filter((line) => isAbout(line, channel));
      const [first] = about;
      if (!first) continue;
      const onwards = first.command === '470' ? (first.params[2] ?? '') : '';
      if (onwards !== '' && this.find(onwards)?.membership.state === 'in') {
        isElsewhere = true;
        this.#sentOn(channel, onwards, first);
        continue;
      }
      // The other channel may have refused as well.
      const all = onwards === '' ? [first] : [first, ...refusals.filter((line) => line !== first && isAbout(line, onwards))];
      this.#store.apply({
        type: 'join-refused', channel, reason: all.map(sentence).join(' '), raw: all.map((line) => line.raw).join('\n'),
      });
    }
    return isElsewhere;
  }

  /** The channel that was asked for goes, unless something stands in it. */
  #sentOn(channel: string, onwards: string, line: Line): void {
    const asked = this.find(channel);
    const wasOpen = this.#store.now().current === asked?.key;
    const reason = sentence(line);
    if (asked && asked.entries.length === 0 && asked.draft === '') this.#store.apply({ type: 'closed', key: asked.key });
    else this.#store.apply({ type: 'join-refused', channel, reason, raw: line.raw });
    this.#store.apply({ type: 'told', key: this.keyOf(onwards), text: reason, tone: 'plain', raw: line.raw, at: Date.now() });
    if (wasOpen) this.go(onwards, 'replace');
  }

  /** After registration: joins all that this person was in or wants to be in. */
  joinAll(): void {
    const names = [...this.#store.now().conversations.values()].filter((c) => c.membership.state === 'joining').map((c) => c.name);
    for (const line of packed(names, this.#client.support.joinTargets)) {
      void this.#client.request({ command: 'JOIN', params: [line.join(',')] }).then(({ lines }) => void this.#turnedAway(line, lines));
    }
  }

  /** Whether an own JOIN is of a channel that was left meanwhile; then it is left again. */
  refusesJoin(channel: string, isResuming: boolean): boolean {
    const key = this.keyOf(channel);
    if (this.find(channel) || !(this.#unwanted.has(key) || isResuming)) return false;
    this.#unwanted.delete(key);
    this.#client.send({ command: 'PART', params: [channel] });
    return true;
  }

  leave(key: Key, reason?: string): void {
    const conversation = this.#store.now().conversations.get(key);
    if (!conversation) return;
    if (conversation.kind === 'channel' && conversation.membership.state === 'in' && this.#client.isReady) {
      this.#client.send({ command: 'PART', params: reason ? [conversation.name, reason] : [conversation.name] });
    } else if (conversation.membership.state === 'joining') this.#unwanted.add(key);
    const wasOpen = this.#store.now().current === key;
    const next = this.neighbour(1) ?? this.neighbour(-1);
    this.#store.apply({ type: 'closed', key });
    if (!wasOpen) return;
    if (next && next !== key) this.go(next, 'replace');
    else this.#routes.show(null, 'replace');
  }

  /** The name of the conversation beside the open one in the sidebar; unread ones only, if so wanted. */
  neighbour(step: 1 | -1, isWanted: (c: Conversation) => boolean = () => true): Key | null {
    const { current } = this.#store.now();
    const keys = this.order();
    const at = current === null ? -1 : keys.indexOf(current);
    for (let i = 1; i <= keys.length; i++) {
      const key = keys[(at + step * i + keys.length * 2) % keys.length];
      const conversation = key === undefined ? undefined : this.find(key);
      if (conversation && conversation.key !== current && isWanted(conversation)) return conversation.key;
    }
    return null;
  }

  /** Keys as the sidebar orders them; set by whoever draws it. */
  order: () => readonly Key[] = () => [...this.#store.now().conversations.keys()];

  /** Makes a channel that nobody has; one that exists, hidden ones too, is refused. */
  async create(typed: string, topic: string): Promise<Outcome> {
    const { server } = this.#store.now();
    const name = channelNameFor(typed, server.chantypes);
    if (name === '') return problem('A channel needs a name.');
    const most = server.limits.channel;
    if (byteLength(name) > most) return problem(`That is too long: a channel's name has at most ${most} letters.`);
    if (!this.#client.isReady) return problem(NOT_CONNECTED);
    const taken = problem(`${name} exists already.`);
    if (this.find(name)?.membership.state === 'in') return taken;
    const listed = await this.#client.request({ command: 'LIST', params: [name] });
    if (listed.lines.some((line) => line.command === '322' && this.keyOf(line.params[1] ?? '') === this.keyOf(name))) return taken;
    const joined = await this.join(name);
    if (!joined.ok) {
      this.#store.apply({ type: 'closed', key: this.keyOf(name) });
      return joined;
    }
    const conversation = this.find(name);
    // Who creates a channel is its operator; who is not has come into somebody's hidden one.
    if (!conversation || !isOperator(conversation, this.keyOf(this.#client.nick), server)) {
      this.leave(this.keyOf(name));
      return taken;
    }
    this.go(name);
    return topic.trim() === '' ? OK : this.setTopic(conversation.key, topic);
  }

  async setTopic(key: Key, text: string): Promise<Outcome> {
    const { conversations, server } = this.#store.now();
    const conversation = conversations.get(key);
    if (!conversation || !this.#client.isReady) return problem(NOT_CONNECTED);
    // A topic is one line; an empty one removes it.
    const topic = text.replace(/\s+/g, ' ').trim();
    // The server would cut it without a word, or not take the line at all.
    const over = byteLength(topic) - server.limits.topic;
    if (over > 0) return problem(`That is too long for a topic, by ${over} ${over === 1 ? 'byte' : 'bytes'}.`);
    return outcomeOf(await this.#client.request({ command: 'TOPIC', params: [conversation.name, topic] }));
  }

  async refreshList(): Promise<void> {
    if (!this.#client.isReady) {
      this.#store.apply({ type: 'list-failed', error: NOT_CONNECTED });
      return;
    }
    this.#store.apply({ type: 'list-asked' });
    const reply = await this.#client.request({ command: 'LIST' });
    const outcome = outcomeOf(reply);
    if (!outcome.ok) {
      this.#store.apply({ type: 'list-failed', error: outcome.problem });
      return;
    }
    const items = reply.lines
      .filter((line) => line.command === '322')
      .map(({ params: [, name = '', members = '', topic = ''] }) => ({ key: this.keyOf(name), name, topic, members: Number.parseInt(members, 10) || 0 }));
    this.#store.apply({ type: 'listed', items });
  }
}

/** Names in as few lines as the server allows. */
export function packed(names: readonly string[], most: number): string[][] {
  const lines: string[][] = [];
  let bytes = 0;
  for (const name of names) {
    const last = lines.at(-1);
    const length = byteLength(name) + 1;
    if (last && last.length < most && bytes + length <= JOIN_BYTES) {
      last.push(name);
      bytes += length;
    } else {
      lines.push([name]);
      bytes = length;
    }
  }
  return lines;
}
