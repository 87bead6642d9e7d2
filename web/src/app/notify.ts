// Who is not looking is told: by the title, and by a desktop notification for a
// mention or a private line.

import { signal } from '@preact/signals';
import { stripFormatting } from '../irc/formatting';
import { totals } from '../state/select';
import type { Conversation, Key, Message, State } from '../state/model';

export type Permission = 'default' | 'granted' | 'denied' | 'unsupported';

const PRODUCT = 'Linnet';
const BODY = 200;

export class Notify {
  readonly #permission = signal<Permission>(permission());
  readonly #open: (name: string) => void;
  /** By conversation, and for which message; a later one takes the place of an earlier. */
  readonly #shown = new Map<Key, { readonly message: string; readonly notification: Notification }>();

  constructor(open: (name: string) => void) {
    this.#open = open;
  }

  get permission() {
    return this.#permission;
  }

  async ask(): Promise<void> {
    if (permission() === 'default') await Notification.requestPermission();
    this.#permission.value = permission();
  }

  changed(before: State, after: State): void {
    const title = titleOf(after);
    if (document.title !== title) document.title = title;
    this.#takeBack(before, after);
    const isWanted = document.hidden && after.preferences.notifications && this.#permission.peek() === 'granted';
    if (!isWanted || before.conversations === after.conversations) return;
    for (const [key, conversation] of after.conversations) {
      const message = newsOf(before.conversations.get(key), conversation);
      if (message) this.#show(conversation, message);
    }
  }

  /** What was deleted, or read by now, here or on another device, is not left on the desktop. */
  #takeBack(before: State, after: State): void {
    for (const [key, { message, notification }] of this.#shown) {
      const conversation = after.conversations.get(key);
      if (conversation === before.conversations.get(key)) continue;
      const entry = conversation?.entries.find((other) => other.key === message);
      if (entry?.type === 'message' && !entry.redaction && entry.time > (conversation?.readUpTo ?? 0)) continue;
      notification.close();
      this.#shown.delete(key);
    }
  }

  #show(conversation: Conversation, message: Message): void {
    const { name, key, kind } = conversation;
    const title = kind === 'private' ? message.nick : `${message.nick} in ${name}`;
    const body = stripFormatting(message.text).slice(0, BODY);
    try {
      const shown = new Notification(title, { body, tag: key });
      this.#shown.set(key, { message: message.key, notification: shown });
      shown.onclick = () => {
        window.focus();
        shown.close();
        this.#open(name);
      };
    } catch {
      // Some mobile browsers have the constructor and forbid to use it.
      this.#permission.value = 'unsupported';
    }
  }
}

function permission(): Permission {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

/** "(3) #general - Linnet" */
export function titleOf(state: State): string {
  const { unread } = totals(state);
  const name = state.current === null ? undefined : state.conversations.get(state.current)?.name;
  return `${unread > 0 ? `(${unread}) ` : ''}${name === undefined ? '' : `${name} - `}${PRODUCT}`;
}

/** The newest message worth a notification that is unread since the last look, or null. */
export function newsOf(before: Conversation | undefined, after: Conversation): Message | null {
  if (before === after) return null;
  const grew = after.kind === 'private' ? after.unread - (before?.unread ?? 0) : after.mentions - (before?.mentions ?? 0);
  if (grew <= 0) return null;
  const isNews = (message: Message) => !message.own && !message.redaction && (after.kind === 'private' || message.mention);
  const news = after.entries.findLast((entry) => entry.type === 'message' && isNews(entry));
  return news?.type === 'message' ? news : null;
}
