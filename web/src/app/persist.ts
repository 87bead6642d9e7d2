// What a visit leaves behind for the next one. Each thing is written when it has
// changed, what must not be lost at once. Copies of channels last as long as the
// tab: a reload shows them before the server is even asked.

import { DEFAULT_PREFERENCES } from '../state/initial';
import { isUnsettled } from '../state/entries';
import type { Visit } from '../state/event';
import type { Conversation, Key, Message, Preferences, State } from '../state/model';

/** How much is kept of private conversations, and of channels over a reload. */
const PRIVATES = { conversations: 50, messages: 100 };
const CHANNELS = { conversations: 30, messages: 50 };
/** Not-sent messages are among the newest entries; older ones are not looked at. */
const RECENT = 300;
const LAZY = 500;

/** The part of localStorage and sessionStorage that is needed. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

type Copy = Visit['copies'][number];

/** By what this browser logs in to an account without asking. */
export interface Device {
  readonly account: string;
  readonly id: string;
  readonly token: string;
}

const VISIT = ['name', 'nick', 'account', 'device', 'left', 'channels', 'current', 'read', 'drafts', 'queue', 'privates', 'token', 'seen'] as const;
type Slot = (typeof VISIT)[number] | 'preferences' | 'said';
/** What logging out erases: the rest is worth having again under the same name. */
const ERASED: readonly Slot[] = ['token', 'account', 'device', 'privates', 'queue', 'drafts', 'seen'];

export class Persist {
  readonly #shelf: Shelf;
  readonly #tab: Shelf;
  /** Where the visit is kept: of who is logged in, and not to be remembered, only as long as the tab. */
  #home: Shelf;
  #saving = false;
  #lazy: ReturnType<typeof setTimeout> | null = null;
  #latest: State | null = null;
  #saved: State | null = null;

  constructor(shelf: Shelf, tab: Shelf) {
    this.#shelf = shelf;
    this.#tab = tab;
    this.#home = tab.getItem(slotKey('name')) === null ? shelf : tab;
  }

  /** Says how long what follows is kept: on this device, or no longer than the tab. */
  stay(where: 'device' | 'tab'): void {
    if (where === 'device') this.#clear(this.#tab, VISIT);
    else if (this.#home === this.#shelf) {
      this.#write('left', true);
      this.#clear(this.#shelf, ERASED);
    }
    this.#home = where === 'device' ? this.#shelf : this.#tab;
    this.#saved = null;
  }

  /** What is kept is somebody else's. */
  startOver(): void {
    this.#clear(this.#home, VISIT);
  }

  /** The display name of the last visit, whether or not it was left by logging out. */
  get name(): string {
    return this.#read<string>('name', '');
  }

  /** A name is known and the person did not log out. */
  get isReturning(): boolean {
    return this.name !== '' && !this.#read<boolean>('left', false);
  }

  /** Channels were joined here before. */
  get knowsChannels(): boolean {
    return this.#home.getItem(slotKey('channels')) !== null;
  }

  get token(): string | null {
    return this.#read<string | null>('token', null);
  }

  set token(token: string | null) {
    if (token === null) this.#home.removeItem(slotKey('token'));
    else this.#write('token', token);
  }

  get device(): Device | null {
    const device = this.#read<Partial<Device> | null>('device', null);
    return device?.account && device.token ? { account: device.account, id: device.id ?? '', token: device.token } : null;
  }

  set device(device: Device | null) {
    if (device === null) this.#home.removeItem(slotKey('device'));
    else this.#write('device', device);
  }

  /** When this person was last connected; 0 when never. */
  get seen(): number {
    return this.#read<number>('seen', 0);
  }

  preferences(): Preferences {
    return { ...DEFAULT_PREFERENCES, ...this.#read<Partial<Preferences>>('preferences', {}, this.#shelf) };
  }

  load(): Visit {
    return {
      displayName: this.name,
      nick: this.#read<string>('nick', ''),
      account: this.#read<string | null>('account', null),
      channels: this.#read<string[]>('channels', []),
      current: this.#read<string | null>('current', null),
      readUpTo: this.#read<Record<Key, number>>('read', {}),
      drafts: this.#read<Record<Key, string>>('drafts', {}),
      copies: [...this.#read<Copy[]>('privates', []), ...this.#read<Copy[]>('said', [], this.#tab)],
      queue: this.#read<Visit['queue'][number][]>('queue', []).map(({ target, message }) => ({ target, message: afterwards(message) })),
      preferences: this.preferences(),
    };
  }

  /** From now on changes are written. */
  begin(state: State): void {
    this.#saving = true;
    this.#write('left', false);
    this.#latest = state;
    this.#saveAll();
  }

  /** Another tab writes from now on. */
  pause(): void {
    if (this.#saving && this.#latest) this.#saveAll();
    this.#saving = false;
  }

  /** The person logged out. */
  forget(): void {
    this.#saving = false;
    this.#callOff();
    if (this.#home === this.#tab) {
      this.#clear(this.#tab, VISIT);
      this.#home = this.#shelf;
    } else {
      this.#write('left', true);
      this.#clear(this.#shelf, ERASED);
    }
    this.#tab.removeItem(slotKey('said'));
  }

  #clear(shelf: Shelf, slots: readonly Slot[]): void {
    for (const slot of slots) shelf.removeItem(slotKey(slot));
  }

  changed(before: State, after: State): void {
    if (before.preferences !== after.preferences) this.#write('preferences', after.preferences, this.#shelf);
    if (!this.#saving) return;
    this.#latest = after;
    if (before.conversations !== after.conversations && queueChanged(before, after)) this.#write('queue', queueOf(after));
    this.#lazy ??= setTimeout(() => this.#saveAll(), LAZY);
  }

  /** The page may go away: writes what waits. */
  hurry(): void {
    if (!this.#saving || !this.#latest) return;
    this.#saveAll();
    const channels = [...this.#latest.conversations.values()].filter((c) => c.kind === 'channel');
    // Only what the server's ids tell from its double when it comes again.
    this.#write('said', copiesOf(channels, CHANNELS, (message) => message.msgid !== null), this.#tab);
  }

  #saveAll(): void {
    this.#callOff();
    const state = this.#latest;
    if (!state) return;
    const saved = this.#saved;
    this.#saved = state;
    if (state.connection.phase === 'online') this.#write('seen', Date.now());
    if (saved?.me !== state.me) {
      this.#write('name', state.me.displayName);
      this.#write('nick', state.me.nick);
      this.#write('account', state.me.account);
    }
    if (saved?.current !== state.current) this.#write('current', state.current);
    if (saved?.conversations === state.conversations) return;
    const all = [...state.conversations.values()];
    this.#write('channels', all.filter((c) => c.kind === 'channel' && c.membership.state !== 'out').map((c) => c.name));
    this.#write('read', Object.fromEntries(all.filter((c) => c.readUpTo > 0).map((c) => [c.key, c.readUpTo])));
    this.#write('drafts', Object.fromEntries(all.filter((c) => c.draft !== '').map((c) => [c.key, c.draft])));
    this.#write('queue', queueOf(state));
    if (privatesChanged(saved, state)) this.#write('privates', copiesOf(all.filter((c) => c.kind === 'private'), PRIVATES));
  }

  #callOff(): void {
    if (this.#lazy !== null) clearTimeout(this.#lazy);
    this.#lazy = null;
  }

  #read<T>(slot: Slot, otherwise: T, shelf = this.#home): T {
    try {
      const text = shelf.getItem(slotKey(slot));
      return text === null ? otherwise : (JSON.parse(text) as T);
    } catch {
      return otherwise;
    }
  }

  /** A full or forbidden storage loses comfort, not the conversation. */
  #write(slot: Slot, value: unknown, shelf = this.#home): void {
    try {
      shelf.setItem(slotKey(slot), JSON.stringify(value));
    } catch {
      return;
    }
  }
}

function slotKey(slot: Slot): string {
  return `linnet.${slot}`;
}

/** What was on its way when the page went may have been said. */
function afterwards(message: Message): Message {
  const { delivery } = message;
  if (delivery.state !== 'pending') return message;
  return { ...message, delivery: { state: 'pending', queued: true, attempted: delivery.attempted || !delivery.queued } };
}

function unsettled({ entries }: Conversation): Message[] {
  return entries.slice(-RECENT).filter((entry) => entry.type === 'message' && isUnsettled(entry)) as Message[];
}

function queueOf(state: State): { target: string; message: Message }[] {
  return [...state.conversations.values()].flatMap((c) => unsettled(c).map((message) => ({ target: c.name, message })));
}

function queueChanged(before: State, after: State): boolean {
  for (const [key, conversation] of after.conversations) {
    const old = before.conversations.get(key);
    if (old?.entries === conversation.entries) continue;
    const [was, is] = [old ? unsettled(old) : [], unsettled(conversation)];
    if (was.length !== is.length || was.some((message, i) => message !== is[i])) return true;
  }
  return before.conversations.size > after.conversations.size;
}

function privatesChanged(before: State | null, after: State): boolean {
  const all = [...after.conversations.values()].filter((c) => c.kind === 'private');
  const old = before ? [...before.conversations.values()].filter((c) => c.kind === 'private') : [];
  return before === null || old.length !== all.length || all.some((c, i) => c.entries !== old[i]?.entries);
}

/** The newest messages of the conversations in which was spoken last. */
function copiesOf(all: readonly Conversation[], most: typeof PRIVATES, isWanted: (message: Message) => boolean = () => true): Copy[] {
  const said = ({ entries }: Conversation) => entries.filter((e): e is Message => e.type === 'message' && !isUnsettled(e) && isWanted(e));
  return all
    .map((c) => ({ name: c.name, messages: said(c).slice(-most.messages) }))
    .sort((a, b) => (b.messages.at(-1)?.time ?? Infinity) - (a.messages.at(-1)?.time ?? Infinity))
    .slice(0, most.conversations);
}
