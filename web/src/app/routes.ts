// Addresses of conversations: "/#general" is a channel, "/#@maria" a person; and
// of messages in them: "/#general?msg=id".

/** What an address leads to. */
export interface Place {
  readonly name: string | null;
  /** The id of a message of that conversation, or null: its end. */
  readonly message: string | null;
}

/** The address of a conversation, or of a message in it, within the page's origin. */
export function hrefOf(name: string, chantypes: string, message: string | null = null): string {
  return `/${hashOf(name, chantypes)}${message === null ? '' : `?msg=${encodeURIComponent(message)}`}`;
}

export function placeOf(hash: string, chantypes: string): Place {
  // In a name a question mark is escaped.
  const [raw = '', query = ''] = hash.split('?', 2);
  return { name: nameOf(raw, chantypes), message: new URLSearchParams(query).get('msg') || null };
}

export function hashOf(name: string, chantypes: string): string {
  if (!isChannel(name, chantypes)) return `#@${escape(name)}`;
  if (!name.startsWith('#')) return `#${escape(name)}`;
  const rest = name.slice(1);
  // "##x", "#@x" and "#&x" must not be taken for something else.
  const isPlain = rest !== '' && !/^[#@%]/.test(rest) && !chantypes.includes(rest[0] ?? '');
  return isPlain ? `#${escape(rest)}` : `#%23${escape(rest)}`;
}

/** The name of the conversation in a hash, or null. */
export function nameOf(hash: string, chantypes: string): string | null {
  const raw = hash.replace(/^#/, '');
  if (raw === '') return null;
  const isPerson = raw.startsWith('@');
  let text: string;
  try {
    text = decodeURIComponent(isPerson ? raw.slice(1) : raw);
  } catch {
    return null;
  }
  if (text === '' || text.startsWith(':') || /[\s,\x00-\x1f\x7f]/.test(text)) return null;
  if (isPerson) return isChannel(text, chantypes) ? null : text;
  const isMarked = raw.toLowerCase().startsWith('%23');
  if (isMarked || (!text.startsWith('#') && isChannel(text, chantypes))) return text;
  return `#${text}`;
}

function isChannel(name: string, chantypes: string): boolean {
  return name !== '' && chantypes.includes(name[0] ?? '');
}

/** Escapes what an address can't hold, and leaves the rest readable. */
function escape(text: string): string {
  return encodeURI(text).replace(/[#?]/g, encodeURIComponent);
}

/** Marks steps of the page's history that have been shown; a link that is followed makes one without. */
const VISITED = 'visited';

/** The page's address bar and its back and forward buttons. */
export class Routes {
  readonly #chantypes: () => string;

  /** `follow` hears of links and of the back and forward buttons (`isBack`). */
  constructor(chantypes: () => string, follow: (place: Place, isBack: boolean) => void) {
    this.#chantypes = chantypes;
    addEventListener('popstate', ({ state }) => {
      const isBack = state === VISITED;
      if (!isBack) history.replaceState(VISITED, '');
      follow(this.current(), isBack);
    });
  }

  current(): Place {
    return placeOf(location.hash, this.#chantypes());
  }

  /** Shows a conversation's address, or a message's; as a new step back unless it replaces the one shown. */
  show(name: string | null, how: 'push' | 'replace', message: string | null = null): void {
    const address = name === null ? location.pathname : hrefOf(name, this.#chantypes(), message);
    const shown = this.current();
    if (how === 'push' && (shown.name !== name || shown.message !== message)) history.pushState(VISITED, '', address);
    else history.replaceState(VISITED, '', address);
  }
}
