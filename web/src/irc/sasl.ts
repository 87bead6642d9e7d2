// Logging in by SASL (IRCv3 sasl-3.1 and 3.2), while a connection registers or later:
// AUTHENTICATE names a mechanism, then carries what its two sides say, as base64 in
// pieces of 400 bytes of which a shorter one is the last.

import type { Entry, Refusal, Way } from './entry';
import type { Message } from './message';
import { scram } from './scram';

export type Bytes = Uint8Array<ArrayBuffer>;

/** The client's side of a mechanism: what it answers to a challenge; it throws when that won't do. */
export type Dialogue = (challenge: Bytes) => Bytes | Promise<Bytes>;

export interface Mechanism {
  readonly name: string;
  readonly begin: () => Dialogue;
}

/** Bytes of base64 in a full piece. */
export const PIECE = 400;

/**
 * What proves that somebody knows a password, best first. Where the browser lends no
 * cryptography (a page that came without encryption) the password itself must do.
 */
export function mechanisms(name: string, password: string, subtle: SubtleCrypto | undefined): Mechanism[] {
  const plain = { name: 'PLAIN', begin: () => () => bytesOf(`\0${name}\0${password}`) };
  return subtle === undefined ? [plain] : [{ name: 'SCRAM-SHA-256', begin: () => scram(name, password, subtle, nonce()) }, plain];
}

export class Sasl implements Entry {
  readonly when = 'before-nick';
  /** Those that have not been tried. */
  #left: readonly Mechanism[];
  #tried = '';
  #way: Way | null = null;
  /** What the server offers; empty when it does not say. */
  #offered: readonly string[] = [];
  #dialogue: Dialogue | null = null;
  #received = '';

  constructor(mechanisms: readonly Mechanism[]) {
    this.#left = mechanisms;
  }

  begin(way: Way): void {
    this.#way = way;
    this.#offered = namesIn(way.caps.offered.get('sasl') ?? '');
    if (!way.caps.enabled.has('sasl')) this.#fail('other', 'One can’t log in to this server: it knows no accounts.', null);
    else if (!this.#tryNext()) this.#fail('other', 'This server asks for a way to log in that Linnet doesn’t know.', null);
  }

  take(message: Message): void {
    if (this.#way === null) return;
    const { command, params, raw } = message;
    if (command === 'AUTHENTICATE') void this.#challenged(params[0] ?? '+');
    else if (command === '908') this.#offered = namesIn(params[1] ?? '');
    else if (command === '903') this.#settle(null);
    else if (command === '904') {
      // It may have been the mechanism that is not known here.
      if (this.#offered.length > 0 && !this.#offered.includes(this.#tried) && this.#tryNext()) return;
      const text = params.at(-1) ?? '';
      if (/\btry again\b|\blater\b/i.test(text)) this.#fail('later', `${text.replace(/\.$/, '')}.`, raw);
      else this.#fail('credentials', 'The name or the password is wrong.', raw);
    } else if (command === '902' && /\bcode\b|\bverif/i.test(params.at(-1) ?? '')) {
      this.#fail('unverified', 'This account waits for the code that was sent by mail.', raw);
    } else if (['902', '905', '906', '907'].includes(command)) this.#fail('other', `The server doesn’t let you log in: ${params.at(-1) ?? ''}`, raw);
  }

  #tryNext(): boolean {
    const isOffered = ({ name }: Mechanism) => this.#offered.length === 0 || this.#offered.includes(name);
    const next = this.#left.find(isOffered);
    if (!next) return false;
    this.#left = this.#left.slice(this.#left.indexOf(next) + 1);
    this.#tried = next.name;
    this.#dialogue = next.begin();
    this.#received = '';
    this.#way?.send({ command: 'AUTHENTICATE', params: [next.name] });
    return true;
  }

  async #challenged(piece: string): Promise<void> {
    if (piece !== '+') this.#received += piece;
    if (piece.length === PIECE) return;
    const text = this.#received;
    this.#received = '';
    try {
      const answer = await this.#dialogue?.(fromBase64(text));
      for (const part of pieces(answer ?? bytesOf(''))) this.#way?.send({ command: 'AUTHENTICATE', params: [part] });
    } catch (error) {
      this.#way?.send({ command: 'AUTHENTICATE', params: ['*'] });
      this.#fail('other', error instanceof Error ? error.message : String(error), null);
    }
  }

  #fail(why: Refusal['why'], text: string, raw: string | null): void {
    this.#settle({ why, text, raw });
  }

  #settle(refusal: Refusal | null): void {
    const way = this.#way;
    this.#way = null;
    way?.settle(refusal);
  }
}

/** Logs in by a password under the first of some names whose account has it. */
export class LoggingIn implements Entry {
  readonly when = 'before-nick';
  readonly #names: readonly string[];
  readonly #password: string;
  readonly #subtle: SubtleCrypto | undefined;
  readonly #isUnverified: (name: string) => void;
  #sasl: Sasl | null = null;

  /** `isUnverified` hears which of them waits for a code that was sent by mail. */
  constructor(names: readonly string[], password: string, subtle: SubtleCrypto | undefined, isUnverified: (name: string) => void = () => {}) {
    this.#names = names;
    this.#password = password;
    this.#subtle = subtle;
    this.#isUnverified = isUnverified;
  }

  begin(way: Way): void {
    this.#try(way, this.#names);
  }

  take(message: Message): void {
    this.#sasl?.take(message);
  }

  #try(way: Way, [name = '', ...others]: readonly string[]): void {
    const settle = (refusal: Refusal | null) => {
      if (refusal?.why === 'credentials' && others.length > 0) return this.#try(way, others);
      if (refusal?.why === 'unverified') this.#isUnverified(name);
      way.settle(refusal);
    };
    this.#sasl = new Sasl(mechanisms(name, this.#password, this.#subtle));
    this.#sasl.begin({ ...way, settle });
  }
}

/** The pieces that carry an answer: one that is full is followed by another, an empty one is "+". */
export function pieces(answer: Bytes): string[] {
  const text = toBase64(answer);
  const parts: string[] = [];
  for (let at = 0; at <= text.length; at += PIECE) parts.push(text.slice(at, at + PIECE) || '+');
  return parts;
}

function namesIn(list: string): string[] {
  return list.toUpperCase().split(',').filter(Boolean);
}

function nonce(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(18)));
}

const encoder = new TextEncoder();

export function bytesOf(text: string): Bytes {
  return encoder.encode(text);
}

export function toBase64(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Throws when it is none. */
export function fromBase64(text: string): Bytes {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw new Error('The server’s answer to the login can’t be read.');
  }
}
