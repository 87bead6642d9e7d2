// What this person says of herself: the display name, the colour of the name, the
// picture. The server keeps it and tells everybody; of a guest, whom the server
// forgets, this browser keeps it too.

import { computed, type ReadonlySignal } from '@preact/signals';
import type { Client } from '../irc/client';
import { isRefusal, sentence } from '../irc/sentences';
import type { Reply } from '../irc/requests';
import type { Face } from '../state/model';
import type { Outcome } from './app';
import { fitName } from './guise';
import { NOT_CONNECTED, OK, outcomeOf, problem } from './outcome';
import type { Shelf } from './persist';
import type { Store } from './store';

const NOTHING: Face = { name: '', colour: '', picture: '' };
const SLOT = 'linnet.profile';
/** Where pictures are brought, and how many bytes one may have (docs/pictures.md). */
const DOOR = '/avatar';
export const MOST_BYTES = 32 << 10;

/** What was said last under a nick, for the day on which the server no longer knows. */
interface Wish {
  readonly nick: string;
  readonly name: string;
  readonly colour: string;
}

export class Profile {
  readonly #store: Store;
  readonly #client: Client;
  readonly #shelf: Shelf;

  /** Whether this server lets people say anything of themselves. */
  readonly isOffered: ReadonlySignal<boolean>;

  constructor(store: Store, client: Client, shelf: Shelf) {
    this.#store = store;
    this.#client = client;
    this.#shelf = shelf;
    this.isOffered = computed(() => store.signal.value.server.caps.has('draft/metadata-2'));
    if (client.isReady) this.arrived();
  }

  /** What the server has of this person. */
  get own(): Face {
    const { faces } = this.#store.now();
    return faces.get(this.#key) ?? NOTHING;
  }

  get #key(): string {
    return this.#store.keyOf(this.#client.nick);
  }

  /** The connection stands: says again what a server has not kept, and the name as it was typed. */
  arrived(): void {
    if (!this.isOffered.peek()) return;
    const { me } = this.#store.now();
    // An account's own is the same on every device.
    if (me.account !== null) return;
    const { name, colour } = this.own;
    const wish = this.#wish();
    if (name === '') void this.#sayName(fitName(wish?.name ?? me.displayName));
    if (colour === '' && wish && wish.colour !== '') void this.#set('color', wish.colour);
  }

  /** The name was changed together with the nick. */
  renamed(displayName: string): void {
    if (!this.isOffered.peek()) return;
    const name = fitName(displayName);
    this.#keep({ nick: this.#client.nick, name, colour: this.own.colour });
    void this.#sayName(name);
  }

  /** Changes what is shown; the nick stays. "" is the nick, and the colour that everybody has by the name. */
  async save(typed: string, colour: string): Promise<Outcome> {
    if (!this.#client.isReady) return problem(NOT_CONNECTED);
    const name = fitName(typed);
    const said = await this.#sayName(name);
    if (!said.ok) return said;
    const coloured = await this.#set('color', colour);
    if (coloured.ok) this.#keep({ nick: this.#client.nick, name, colour });
    return coloured;
  }

  async removePicture(): Promise<Outcome> {
    return this.#client.isReady ? this.#set('avatar', '') : problem(NOT_CONNECTED);
  }

  /** Brings a picture to the server by a token that it gives for that, and says where it is. */
  async showPicture(picture: Blob): Promise<Outcome> {
    if (!this.#client.isReady) return problem(NOT_CONNECTED);
    const asked = await this.#client.request({ command: 'UPLOAD', params: ['AVATAR'] });
    const token = asked.lines.find((line) => line.command === 'UPLOAD')?.params[1];
    if (token === undefined) return refusedToken(asked);
    try {
      const answer = await fetch(DOOR, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: picture });
      if (answer.status !== 201) return problem(await wordsOf(answer));
      return await this.#set('avatar', new URL(answer.headers.get('Location') ?? '', location.href).href);
    } catch {
      return problem('The picture did not reach the server. Try again in a moment.');
    }
  }

  /** The display name, and for those whose clients know of none the real name with it. */
  async #sayName(name: string): Promise<Outcome> {
    const { nick } = this.#client;
    const wanted = name === nick ? '' : name;
    if (wanted === this.own.name) return OK;
    const outcome = await this.#set('display-name', wanted);
    if (outcome.ok && this.#client.has('setname')) this.#client.send({ command: 'SETNAME', params: [name || nick] });
    return outcome;
  }

  /** Says one thing, or with "" takes it back; nothing is sent that is so already. */
  async #set(key: 'avatar' | 'color' | 'display-name', value: string): Promise<Outcome> {
    const part = ({ avatar: 'picture', color: 'colour', 'display-name': 'name' } as const)[key];
    if (this.own[part] === value) return OK;
    const params = ['*', 'SET', key, ...(value === '' ? [] : [value])];
    return spoken(await this.#client.request({ command: 'METADATA', params }));
  }

  #wish(): Wish | null {
    try {
      const wish = JSON.parse(this.#shelf.getItem(SLOT) ?? 'null') as Wish | null;
      return wish !== null && this.#store.keyOf(wish.nick) === this.#key ? wish : null;
    } catch {
      return null;
    }
  }

  #keep(wish: Wish): void {
    try {
      this.#shelf.setItem(SLOT, JSON.stringify(wish));
    } catch {
      return; // a full or forbidden storage: the server has it
    }
  }
}

/** What the server says itself; what stands before it may say a page. */
async function wordsOf(answer: Response): Promise<string> {
  const isText = answer.headers.get('Content-Type')?.startsWith('text/plain');
  return (isText && (await answer.text()).trim().slice(0, 200)) || 'The server did not take the picture.';
}

function refusedToken(reply: Reply): Outcome {
  const isUnknown = reply.lines.some((line) => line.command === '421');
  const outcome = outcomeOf(reply);
  return isUnknown || outcome.ok ? problem('This server keeps no pictures.') : outcome;
}

/** Why the server does not take something, in words. */
const WORDS: Record<string, (params: readonly string[]) => string> = {
  RATE_LIMITED: (params) => `That was changed often just now. Try again in ${params[4] ?? 'a few'} seconds.`,
  LIMIT_REACHED: () => 'You say as many things of yourself as this server keeps: take one back first.',
  VALUE_INVALID: () => 'That is longer than this server takes it.',
};

function spoken(reply: Reply): Outcome {
  const refusal = reply.lines.find(isRefusal);
  const words = refusal && WORDS[refusal.params[1] ?? '']?.(refusal.params);
  return refusal ? problem(words ?? sentence(refusal), refusal.raw) : outcomeOf(reply);
}
