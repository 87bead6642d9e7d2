// Making an account (IRCv3 account-registration), while a connection registers or later.

import { heed, NO_CAPS } from './caps';
import type { Entry, Refusal, Way } from './entry';
import { parse, type Message } from './message';
import { sentence } from './sentences';
import type { World } from './world';

const CAPABILITY = 'draft/account-registration';
/** The tag that brings the code of an invitation (docs/accounts.md). */
const INVITATION = 'linnet.chat/invitation';
/** How long the question what a server wants may take. */
const TERMS_WITHIN = 10_000;

/** What a server wants of whoever registers an account; null: it takes none. */
export interface Terms {
  /** An address of mail. */
  readonly email: boolean;
  readonly invitation: boolean;
}

export function termsOf(offered: ReadonlyMap<string, string>): Terms | null {
  const value = offered.get(CAPABILITY);
  if (value === undefined) return null;
  const keys = keysIn(value);
  return { email: keys.includes('email-required'), invitation: keys.includes('linnet.chat/invitation-required') };
}

function keysIn(value: string): string[] {
  return value.split(',').map((token) => token.replace(/=.*/s, ''));
}

/** Asks a server what it wants of whoever registers, on a connection for that alone; undefined: it can't be had. */
export function askTerms(world: World): Promise<Terms | null | undefined> {
  return new Promise((resolve) => {
    let caps = NO_CAPS;
    const end = (terms: Terms | null | undefined) => {
      callOff();
      resolve(terms);
      wire.close();
    };
    const wire = world.dial({
      opened: () => wire.send('CAP LS 302'),
      line: (line) => {
        const message = parse(line);
        if (message?.command !== 'CAP') return;
        caps = heed(caps, message).caps;
        if (caps.listed) end(termsOf(caps.offered));
      },
      closed: () => end(undefined),
    });
    const callOff = world.after(TERMS_WITHIN, () => end(undefined));
  });
}

export interface Application {
  readonly password: string;
  /** Empty: none. */
  readonly email: string;
  /** Of an invitation; empty: none. */
  readonly invitation: string;
}

/** Makes an account that is named like the nick, and logs in to it. */
export class Registering implements Entry {
  readonly when = 'after-nick';
  readonly #application: Application;
  #way: Way | null = null;
  /** The server takes it only once the connection is complete; then it is to be begun again. */
  isPutOff = false;

  constructor(application: Application) {
    this.#application = application;
  }

  begin(way: Way): void {
    const { password, email, invitation } = this.#application;
    const value = way.caps.offered.get(CAPABILITY);
    if (value === undefined) return way.settle({ why: 'other', text: 'No accounts can be registered here.', raw: null });
    this.isPutOff = !way.isConnected && !keysIn(value).includes('before-connect');
    if (this.isPutOff) return way.settle(null);
    this.#way = way;
    // Only the last word of a line may have spaces in it, and that is the password.
    way.send({ tags: invitation === '' ? {} : { [INVITATION]: invitation }, command: 'REGISTER', params: ['*', email || '*', password] });
  }

  take(message: Message): void {
    settleBy(message, 'REGISTER', this.#way);
  }
}

/** Brings the code back that was sent by mail, and logs in. */
export class Verifying implements Entry {
  readonly when = 'before-nick';
  readonly #account: string;
  readonly #code: string;
  #way: Way | null = null;

  constructor(account: string, code: string) {
    this.#account = account;
    this.#code = code;
  }

  begin(way: Way): void {
    this.#way = way;
    way.send({ command: 'VERIFY', params: [this.#account, this.#code] });
  }

  take(message: Message): void {
    settleBy(message, 'VERIFY', this.#way);
  }
}

function settleBy(message: Message, asked: string, way: Way | null): void {
  const { command, params, raw } = message;
  if (command === asked && params[0] === 'SUCCESS') way?.settle(null);
  else if (command === asked && params[0] === 'VERIFICATION_REQUIRED') way?.settle({ why: 'unverified', text: params.at(-1) ?? '', raw });
  else if (command === 'FAIL' && params[0] === asked) way?.settle({ why: CODES[params[1] ?? ''] ?? 'other', text: sentence(message), raw });
  else if ((command === '461' || command === '421') && params[1] === asked) way?.settle({ why: 'other', text: sentence(message), raw });
}

/** What a FAIL is about. */
const CODES: Record<string, Refusal['why']> = {
  ACCOUNT_EXISTS: 'taken',
  BAD_ACCOUNT_NAME: 'name', ACCOUNT_NAME_MUST_BE_NICK: 'name', NEED_NICK: 'name',
  WEAK_PASSWORD: 'password', UNACCEPTABLE_PASSWORD: 'password',
  INVALID_EMAIL: 'email', UNACCEPTABLE_EMAIL: 'email',
  INVITATION_REQUIRED: 'invitation',
  INVALID_CODE: 'code',
  TEMPORARILY_UNAVAILABLE: 'later',
};
