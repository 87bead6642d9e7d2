// A line of IRC and its parts. See Modern IRC "Message Format" and IRCv3
// message-tags.

export interface Source {
  /** The nick, or a server's name. */
  readonly name: string;
  readonly user: string;
  readonly host: string;
}

export interface Message {
  readonly tags: ReadonlyMap<string, string>;
  readonly source: Source | null;
  /** Upper case, or three digits. */
  readonly command: string;
  readonly params: readonly string[];
  /** The line as it came, for the details. */
  readonly raw: string;
}

export const NO_TAGS: ReadonlyMap<string, string> = new Map();

/** Reads one line without its CR LF; null when there is no command in it. */
export function parse(line: string): Message | null {
  let rest = line;
  let tags = NO_TAGS;
  let source: Source | null = null;
  if (rest.startsWith('@')) {
    const [word, after] = cut(rest.slice(1));
    tags = parseTags(word);
    rest = after;
  }
  if (rest.startsWith(':')) {
    const [word, after] = cut(rest.slice(1));
    source = parseSource(word);
    rest = after;
  }
  const [command, after] = cut(rest);
  if (command === '') return null;
  return { tags, source, command: command.toUpperCase(), params: parseParams(after), raw: line };
}

/** The first word, and what follows it without leading spaces. */
function cut(text: string): [string, string] {
  const space = text.indexOf(' ');
  if (space < 0) return [text, ''];
  let next = space;
  while (text[next] === ' ') next++;
  return [text.slice(0, space), text.slice(next)];
}

function parseParams(text: string): string[] {
  const params: string[] = [];
  let rest = text;
  while (rest !== '') {
    if (rest.startsWith(':')) {
      params.push(rest.slice(1));
      break;
    }
    const [word, after] = cut(rest);
    params.push(word);
    rest = after;
  }
  return params;
}

export function parseSource(text: string): Source {
  const at = text.indexOf('@');
  const host = at < 0 ? '' : text.slice(at + 1);
  const who = at < 0 ? text : text.slice(0, at);
  const bang = who.indexOf('!');
  return {
    name: bang < 0 ? who : who.slice(0, bang),
    user: bang < 0 ? '' : who.slice(bang + 1),
    host,
  };
}

function parseTags(text: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const item of text.split(';')) {
    if (item === '') continue;
    const equals = item.indexOf('=');
    // The last one of a doubled key counts (IRCv3 message-tags).
    if (equals < 0) tags.set(item, '');
    else tags.set(item.slice(0, equals), unescapeTag(item.slice(equals + 1)));
  }
  return tags;
}

const UNESCAPED: Record<string, string> = { ':': ';', s: ' ', r: '\r', n: '\n', '\\': '\\' };
const ESCAPED: Record<string, string> = { ';': '\\:', ' ': '\\s', '\r': '\\r', '\n': '\\n', '\\': '\\\\' };

/** A lone backslash at the end is dropped, one before any other letter too. */
export function unescapeTag(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(.?)/gs, (_, letter: string) => UNESCAPED[letter] ?? letter);
}

export function escapeTag(text: string): string {
  return text.replace(/[; \r\n\\]/g, (letter) => ESCAPED[letter] ?? letter);
}

/** What is sent: no source, the last parameter behind a colon where it needs one. */
export interface Outgoing {
  readonly command: string;
  readonly params?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Writes a line. A stranger's CR, LF or NUL can't start another line, and a
 * middle parameter can't be taken for two, so the text of people is safe here.
 */
export function print(message: Outgoing): string {
  let line = '';
  const tags = Object.entries(message.tags ?? {});
  if (tags.length > 0) {
    line += '@' + tags.map(([key, value]) => (value === '' ? key : `${key}=${escapeTag(value)}`)).join(';') + ' ';
  }
  line += message.command;
  const params = message.params ?? [];
  params.forEach((param, i) => {
    const clean = param.replace(/[\r\n\0]+/g, ' ');
    const last = i === params.length - 1;
    if (last && (clean === '' || clean.startsWith(':') || clean.includes(' '))) line += ` :${clean}`;
    else if (clean === '' || clean.startsWith(':') || clean.includes(' ')) {
      throw new Error(`${message.command}: parameter ${i + 1} cannot stand in the middle`);
    } else line += ` ${clean}`;
  });
  return line;
}

/** The time of a message by its server-time tag, or what the clock says. */
export function timeOf(message: Message, now: number): number {
  const tag = message.tags.get('time');
  const time = tag === undefined ? NaN : Date.parse(tag);
  return Number.isNaN(time) ? now : time;
}
