// Saying things: texts become messages, commands are run, drafts are kept.

import type { Client } from '../irc/client';
import { relaysTag } from '../irc/isupport';
import { parse, print, type Message as Line } from '../irc/message';
import { isRefusal, isStandardReply, sentence } from '../irc/sentences';
import { fits } from '../irc/multiline';
import { lines, split, tidy } from '../irc/split';
import type { Key, Message } from '../state/model';
import type { Outcome } from './app';
import { Recall, room } from './compose';
import { OK, outcomeOf, problem } from './outcome';
import type { Outgoing } from './outgoing';
import { lastOwn, redact } from './redact';
import type { Rooms } from './rooms';
import type { Session } from './session';
import type * as Slash from './slash';
import type { Store } from './store';
import { TypingTeller } from './typing';

/** More lines than this at once are taken for a mistake. */
const MOST_LINES = 200;

export interface ComposerDialogs {
  browse(): void;
  help(): void;
  logOut(): void;
}

export class Composer {
  readonly #store: Store;
  readonly #client: Client;
  readonly #rooms: Rooms;
  readonly #outgoing: Outgoing;
  readonly #session: Session;
  readonly #dialogs: ComposerDialogs;
  readonly #typing: TypingTeller;
  readonly recall = new Recall();
  /** It comes with the chat. */
  slash: typeof Slash | null = null;

  constructor(store: Store, client: Client, rooms: Rooms, outgoing: Outgoing, session: Session, dialogs: ComposerDialogs) {
    this.#store = store;
    this.#client = client;
    this.#rooms = rooms;
    this.#outgoing = outgoing;
    this.#session = session;
    this.#dialogs = dialogs;
    this.#typing = new TypingTeller(Date.now, (name, state) => {
      // Asked, so that a refusal finds somebody who does not mind.
      void client.request({ command: 'TAGMSG', params: [name], tags: { '+typing': state } });
    });
  }

  setDraft(key: Key, text: string): void {
    this.#store.apply({ type: 'drafted', key, text });
    const conversation = this.#store.now().conversations.get(key);
    const mayTell = this.#client.isReady && this.#client.has('message-tags') && relaysTag(this.#client.support, 'typing');
    if (conversation?.membership.state === 'in' && mayTell && this.#store.now().preferences.typing) {
      this.#typing.typed(conversation.name, text);
    }
  }

  send(key: Key, text: string): Outcome {
    const conversation = this.#store.now().conversations.get(key);
    if (!conversation) return problem('This conversation is closed.');
    const isCommand = text.startsWith('/') && !text.startsWith('//');
    const outcome = isCommand
      ? this.#command(key, text)
      : this.#say(conversation.name, text.startsWith('//') ? text.slice(1) : text, 'say');
    if (!outcome.ok) return outcome;
    if (!isCommand || !this.slash?.isSecret(text)) this.recall.note(key, text);
    this.#typing.sent(conversation.name);
    this.#store.apply({ type: 'drafted', key, text: '' });
    return outcome;
  }

  /** Runs a command for a button; what goes wrong is told in the conversation. */
  run(key: Key, command: string): void {
    const outcome = this.#command(key, command);
    if (!outcome.ok) this.#store.apply({ type: 'told', key, text: outcome.problem, tone: 'error', raw: outcome.raw, at: Date.now() });
  }

  #command(key: Key, text: string): Outcome {
    return this.slash?.runSlash(this.#desk(key), text) ?? problem('The commands are still on their way: try again in a moment.');
  }

  retry(key: Key, entry: string): void {
    this.#store.apply({ type: 'retried', key, entry });
    this.#outgoing.flush(key);
  }

  /** Shows a text at once, as the messages it becomes, and sends it when it may go. */
  #say(target: string, text: string, form: Message['form']): Outcome {
    const whole = tidy(text);
    if (whole.trim() === '') return problem('There is nothing to send.');
    if (/[,\s]/.test(target)) return problem('A message goes to one at a time.');
    const key = this.#rooms.keyOf(target);
    if (!this.#rooms.find(target)) {
      if (this.#rooms.isChannel(target)) return problem(`You aren't in ${target}.`);
      this.#store.apply({ type: 'private-opened', nick: target });
    }
    const conversation = this.#rooms.find(target);
    if (conversation?.membership.state === 'out') return problem(conversation.membership.reason);
    const texts = this.#textsOf(whole, target, form);
    if (texts.length > MOST_LINES) return problem(`That is ${texts.length} messages; at most ${MOST_LINES} go at once.`);
    const messages = texts.map((one) => this.#message(one, form));
    this.#store.apply({ type: 'composed', key, messages });
    this.#outgoing.flush(key);
    return OK;
  }

  /** The messages that a text becomes: one if it fits, else one for each line and each piece of it. */
  #textsOf(text: string, target: string, form: Message['form']): string[] {
    const { multiline } = this.#client;
    const most = room(this.#store.now().me, target);
    if (form !== 'action' && multiline && fits(text, most, multiline)) return [text];
    // An action is wrapped in nine more bytes.
    return lines(text).flatMap((line) => split(line, most - (form === 'action' ? 9 : 0)));
  }

  #message(text: string, form: Message['form']): Message {
    const id = randomId();
    return {
      type: 'message', key: `own${id}`, msgid: null, id, time: Date.now(), nick: this.#store.now().me.nick, account: null,
      bot: false, own: true, form, text, mention: false, delivery: { state: 'pending', queued: true, attempted: false },
    };
  }

  #desk(key: Key): Slash.Desk {
    const conversation = this.#store.now().conversations.get(key);
    if (!conversation) throw new Error('a command needs a conversation');
    const client = this.#client;
    const rooms = this.#rooms;
    const tell = (text: string, tone: 'plain' | 'error', raw: string | null) => {
      if (text !== '') this.#store.apply({ type: 'told', key, text, tone, raw, at: Date.now() });
    };
    const follow = (outcome: Promise<Outcome>) => {
      void outcome.then((done) => {
        if (!done.ok) tell([done.problem, ...suggested(done.suggestions)].join(' '), 'error', done.raw);
      });
    };
    return {
      conversation,
      nick: client.nick,
      isConnected: client.isReady,
      isChannel: (name) => rooms.isChannel(name),
      say: (target, text, form) => this.#say(target, text, form),
      go: (name) => rooms.go(name),
      join: (channel, password) => rooms.join(channel, password),
      leave: (channel, reason) => rooms.leave(rooms.keyOf(channel), reason),
      rename: (name) => this.#session.rename(name),
      setTopic: (channel, text) => rooms.setTopic(rooms.keyOf(channel), text),
      browse: () => this.#dialogs.browse(),
      help: () => this.#dialogs.help(),
      logOut: () => this.#dialogs.logOut(),
      redactLast: async (reason) => {
        const last = lastOwn(conversation);
        return last ? redact(this.#store, client, key, [last], reason) : problem('There is nothing of yours here that could be deleted.');
      },
      ask: (line, answer) => {
        void client.request(line).then((reply) => {
          const outcome = outcomeOf(reply);
          const told = reply.lines.filter((other) => !isRefusal(other));
          if (!outcome.ok) tell(outcome.problem, 'error', outcome.raw);
          else if (answer && reply.lines.length > 0) tell(answer(reply), 'plain', told.map((other) => other.raw).join('\n') || null);
          else tell(told.filter(isAnswer).map(sentence).join('\n'), 'plain', null);
        });
      },
      sendRaw: (line) => {
        const message = parse(line);
        if (!message) return;
        const tags = Object.fromEntries(message.tags);
        void client.request({ command: message.command, params: message.params, tags }).then((reply) => {
          const answer = reply.lines.filter((other) => other.command !== 'ACK');
          const told = answer.filter((other) => !/^End of /i.test(other.params.at(-1) ?? ''));
          tell((told.length > 0 ? told : answer).map(readable).join('\n'), 'plain', answer.map((other) => other.raw).join('\n'));
        });
        tell(`Sent: ${print({ command: message.command, params: message.params, tags })}`, 'plain', null);
      },
      follow,
    };
  }
}

/** These say that it worked; what everybody hears needs no answer. */
const ANSWERS = ['305', '306', '341', '381', '711'];

function isAnswer({ command }: { readonly command: string }): boolean {
  return ANSWERS.includes(command);
}

/** A numeric in words, and any other line as it came. */
function readable(line: Line): string {
  return /^\d{3}$/.test(line.command) || isStandardReply(line) ? sentence(line) : line.raw;
}

function suggested(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`Free: ${names.join(', ')}.`];
}

/** Random enough that no two messages ever share one; crypto.randomUUID needs a secure page. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(36).padStart(2, '0')).join('');
}
