// The search: the server's (soju's extension `search`), or, where it has none,
// among the messages that are held. It comes with the chat (later.ts).

import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { flatten } from '../irc/batch';
import type { Client } from '../irc/client';
import { escapeTag, timeOf, type Message as Line } from '../irc/message';
import type { Reply } from '../irc/requests';
import { isRefusal, sentence } from '../irc/sentences';
import { Draft } from '../state/draft';
import { conversationOf, readMessage } from '../state/lines_message';
import type { Key, Message } from '../state/model';
import { parseQuery, phrasesOf, searchEntries, type Query } from '../state/search';
import { shown } from '../state/stretch';
import { NOT_CONNECTED } from './outcome';
import type { Store } from './store';

/** Results asked for at once. */
const PAGE = 30;

/** What was found, the newest first. */
export interface Finding {
  readonly phase: 'nothing' | 'asking' | 'found' | 'failed';
  readonly groups: readonly Group[];
  /** How many there are in all groups. */
  readonly count: number;
  /** There may be older ones. */
  readonly more: boolean;
  readonly problem: string;
  /** What to mark in the texts. */
  readonly phrases: readonly string[];
}

/** What was found in one conversation. */
export interface Group {
  readonly name: string;
  readonly kind: 'channel' | 'private';
  readonly hits: readonly Message[];
}

interface Hit {
  readonly name: string;
  readonly message: Message;
}

const NOTHING: Finding = { phase: 'nothing', groups: [], count: 0, more: false, problem: '', phrases: [] };

export class Finder {
  readonly #store: Store;
  readonly #client: Client;
  readonly #finding = signal<Finding>(NOTHING);
  readonly #isServers: ReadonlySignal<boolean>;
  /** The search that goes on, by which a late answer to an earlier one is known. */
  #going: object = {};
  #hits: Hit[] = [];
  #query: Query | null = null;
  #where: Key | null = null;

  constructor(store: Store, client: Client) {
    this.#store = store;
    this.#client = client;
    this.#isServers = computed(() => store.signal.value.server.caps.has('soju.im/search') && client.has('batch'));
  }

  get finding(): ReadonlySignal<Finding> {
    return this.#finding;
  }

  /** The server searches; otherwise only what is held here is looked through. */
  get isServers(): boolean {
    return this.#isServers.value;
  }

  /** Looks for what was typed, in one conversation or in all. */
  async find(typed: string, where: Key | null): Promise<void> {
    const going = (this.#going = {});
    const parsed = parseQuery(typed, Date.now());
    this.#hits = [];
    this.#query = null;
    if (parsed === null) this.#finding.value = NOTHING;
    else if ('problem' in parsed) this.#fail(parsed.problem);
    else {
      this.#query = parsed.query;
      this.#where = where;
      const phrases = phrasesOf(parsed.query.text);
      this.#finding.value = { ...this.#finding.peek(), phase: 'asking', problem: '', phrases };
      if (this.isServers) await this.#ask(parsed.query, going);
      else this.#show(this.#held(parsed.query), false);
    }
  }

  /** Looks further back. */
  async more(): Promise<void> {
    if (!this.#query || !this.#finding.peek().more || this.#finding.peek().phase === 'asking') return;
    this.#finding.value = { ...this.#finding.peek(), phase: 'asking' };
    await this.#ask(this.#query, this.#going);
  }

  /** Everything found is forgotten. */
  clear(): void {
    void this.find('', null);
  }

  async #ask(query: Query, going: object): Promise<void> {
    if (!this.#client.isReady) {
      this.#fail(NOT_CONNECTED);
      return;
    }
    const { before, limit } = this.#next(query);
    const reply = await this.#client.request({ command: 'SEARCH', params: [this.#attributes(query, before, limit)] });
    if (going !== this.#going) return;
    if (!reply.batch) {
      this.#fail(problemOf(reply));
      return;
    }
    const lines = flatten(reply.batch);
    const known = new Set(this.#hits.map(({ message }) => message.msgid ?? message.key));
    const found = this.#read(query, lines).filter(({ message }) => !known.has(message.msgid ?? message.key));
    // The server looks backwards from `before`, and would look forwards from `after`: that end is found here.
    const within = found.filter(({ message }) => query.after === null || message.time >= query.after);
    this.#show([...this.#hits, ...within], lines.length >= limit && within.length === found.length);
  }

  /**
   * Up to which moment to ask next, and for how many. `before` takes in that moment, and so do the
   * results: of several in one millisecond none is left out, and those that are known come again.
   */
  #next(query: Query): { readonly before: number | null; readonly limit: number } {
    const most = this.#client.support.chathistory || PAGE;
    const oldest = this.#hits.at(-1)?.message.time;
    if (oldest === undefined) return { before: query.before === null ? null : query.before - 1, limit: Math.min(PAGE, most) };
    const again = this.#hits.filter(({ message }) => message.time === oldest).length;
    // A moment of which there are more than the server tells at once has to be left.
    return again < most ? { before: oldest, limit: Math.min(PAGE + again, most) } : { before: oldest - 1, limit: Math.min(PAGE, most) };
  }

  #attributes(query: Query, before: number | null, limit: number): string {
    const all = {
      in: query.in ?? this.#nameOf(this.#where), from: query.from, text: query.text === '' ? null : query.text,
      before: before === null ? null : new Date(before).toISOString(), limit: String(limit),
    };
    return Object.entries(all).flatMap(([key, value]) => (value === null ? [] : [`${key}=${escapeTag(value)}`])).join(';');
  }

  #read(query: Query, lines: readonly Line[]): Hit[] {
    const draft = new Draft(this.#store.now());
    const asked = query.in ?? this.#nameOf(this.#where);
    // Whoever one talks with in private may have had another name then.
    const peer = asked !== null && !draft.isChannel(asked) ? asked : null;
    const hits = lines.flatMap((line) => {
      const message = readMessage(draft, line, timeOf(line, 0));
      const name = conversationOf(draft, line);
      return message && name !== null ? [{ name: peer ?? name, message }] : [];
    });
    // The server tells the oldest first, or nearly so; of one moment its order is all that is known.
    return hits.reverse().sort((a, b) => b.message.time - a.message.time);
  }

  #held(query: Query): Hit[] {
    const all = [...this.#store.now().conversations.values()];
    const wanted = query.in?.toLowerCase();
    const among = all.filter(({ key, name }) => (wanted !== undefined ? name.toLowerCase() === wanted : this.#where === null || key === this.#where));
    const hits = among.flatMap((conversation) => {
      const entries = conversation.stretch ? [...shown(conversation).entries, ...conversation.entries] : conversation.entries;
      const unique = [...new Map(entries.map((entry) => [entry.key, entry])).values()];
      return searchEntries(unique, query).map((message) => ({ name: conversation.name, message }));
    });
    return hits.sort((a, b) => b.message.time - a.message.time);
  }

  #show(hits: Hit[], more: boolean): void {
    this.#hits = hits;
    const groups = new Map<string, { name: string; kind: Group['kind']; hits: Message[] }>();
    for (const { name, message } of hits) {
      const group = groups.get(name) ?? { name, kind: this.#kindOf(name), hits: [] };
      group.hits.push(message);
      groups.set(name, group);
    }
    this.#finding.value = { ...this.#finding.peek(), phase: 'found', groups: [...groups.values()], count: hits.length, more };
  }

  #fail(problem: string): void {
    this.#finding.value = { ...NOTHING, phase: 'failed', problem };
  }

  #nameOf(key: Key | null): string | null {
    return key === null ? null : (this.#store.now().conversations.get(key)?.name ?? key);
  }

  #kindOf(name: string): Group['kind'] {
    return this.#client.support.chantypes.includes(name[0] ?? '') ? 'channel' : 'private';
  }
}

function problemOf({ ended, lines }: Reply): string {
  const refusal = lines.find(isRefusal);
  if (refusal) return sentence(refusal);
  return ended === 'lost' ? 'The connection was lost while the server searched.' : 'The server did not answer.';
}
