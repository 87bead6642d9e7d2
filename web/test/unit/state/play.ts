// Feeds lines and events to the state, as the floors around it do.

import { parse } from '../../../src/irc/message';
import { UNTOLD, withTokens } from '../../../src/irc/isupport';
import type { Event } from '../../../src/state/event';
import { INITIAL } from '../../../src/state/initial';
import type { Conversation, Entry, Message, State } from '../../../src/state/model';
import { reduce } from '../../../src/state/reduce';

export const START = Date.UTC(2026, 10, 24, 12);

const SUPPORT = withTokens(UNTOLD, ['CASEMAPPING=ascii', 'CHANTYPES=#', 'PREFIX=(qaohv)~&@%+', 'CHANMODES=b,k,l,imnst', 'CHATHISTORY=100']);

export class Play {
  state: State = INITIAL;
  at = START;

  /** Registered as a nick with what our server offers. */
  constructor(nick = 'maria', caps = ['draft/chathistory', 'batch', 'message-tags', 'echo-message']) {
    this.happen(
      { type: 'named', displayName: nick, nick },
      { type: 'registered', nick, wanted: nick, resumed: false, account: null, caps: new Set(caps), at: this.at },
      { type: 'supports', support: SUPPORT, caps: new Set(caps) },
      { type: 'ready', resumed: false },
    );
  }

  happen(...events: Event[]): this {
    this.state = reduce(this.state, events);
    return this;
  }

  /** Lines of the server, a second apart. */
  hear(...lines: string[]): this {
    for (const text of lines) {
      const message = parse(text);
      if (!message) throw new Error(`no line: ${text}`);
      this.at += 1000;
      this.happen({ type: 'line', message, claimed: false, at: this.at });
    }
    return this;
  }

  join(channel: string, ...names: string[]): this {
    const { nick } = this.state.me;
    return this.hear(`:${nick}!m@host JOIN ${channel}`, `:s 353 ${nick} = ${channel} :${[nick, ...names].join(' ')}`, `:s 366 ${nick} ${channel} :End`);
  }

  open(key: string | null): this {
    return this.happen({ type: 'opened', key });
  }

  get(key: string): Conversation {
    const conversation = this.state.conversations.get(key);
    if (!conversation) throw new Error(`no conversation ${key}`);
    return conversation;
  }

  /** What is said in a conversation, and how it stands: "bob: hi", "maria: hi (pending)". */
  read(key: string): string[] {
    return this.get(key).entries.map(inShort);
  }
}

export function inShort(entry: Entry): string {
  switch (entry.type) {
    case 'message':
      return `${entry.nick}: ${entry.text}${entry.delivery.state === 'sent' ? '' : ` (${entry.delivery.state})`}`;
    case 'happening':
      return `${entry.nick} ${entry.what}${entry.target === '' ? '' : ` ${entry.target}`}${entry.text === '' ? '' : `: ${entry.text}`}`;
    case 'info':
      return `! ${entry.text}`;
    case 'gap':
      return '...';
  }
}

/** An own message as the composer makes it. */
export function own(id: string, text: string, more: Partial<Message> = {}): Message {
  return {
    type: 'message', key: `own${id}`, msgid: null, id, time: START, nick: 'maria', account: null, bot: false, own: true,
    form: 'say', text, mention: false, delivery: { state: 'pending', queued: true, attempted: false }, ...more,
  };
}

/** A line of history with an id, as many seconds after the start. */
export function past(id: string, seconds: number, nick: string, text: string, target = '#tea', tags = '') {
  const time = new Date(START + seconds * 1000).toISOString();
  const message = parse(`@msgid=${id};time=${time}${tags} :${nick}!u@h PRIVMSG ${target} :${text}`);
  if (!message) throw new Error('no line');
  return message;
}
