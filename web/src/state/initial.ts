// The state before anything has happened, and the parts that new things start with.

import { UNTOLD } from '../irc/isupport';
import type { Conversation, History, Key, Person, Preferences, State } from './model';

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  notifications: true,
  typing: true,
  happenings: true,
  clock: 'system',
};

export const INITIAL: State = {
  connection: { phase: 'idle' },
  me: { displayName: '', nick: '', account: null, user: '', host: '', away: null },
  server: {
    name: '',
    network: '',
    version: '',
    caps: new Set(),
    // Until the server tells, names are compared as our own server compares them.
    casemapping: 'ascii',
    chantypes: '#',
    prefixes: UNTOLD.prefixes,
    chanmodes: UNTOLD.chanmodes,
    limits: { nick: 32, channel: 64, topic: 390, history: 0 },
  },
  conversations: new Map(),
  current: null,
  attentive: true,
  people: new Map(),
  faces: new Map(),
  banners: [],
  list: { phase: 'empty', error: null, items: [] },
  preferences: DEFAULT_PREFERENCES,
  serial: 0,
};

export const UNKNOWN_PAST: History = { before: 'unknown', loading: false, error: null };

export function newConversation(key: Key, name: string, kind: Conversation['kind']): Conversation {
  return {
    key,
    name,
    kind,
    membership: kind === 'private' ? { state: 'in' } : { state: 'joining', was: false },
    entries: [],
    history: UNKNOWN_PAST,
    stretch: null,
    sought: null,
    spot: null,
    topic: null,
    modes: '',
    members: new Map(),
    crowd: false,
    unread: 0,
    mentions: 0,
    readUpTo: 0,
    following: true,
    marked: null,
    newSince: null,
    slowUntil: 0,
    typing: new Map(),
    draft: '',
  };
}

export function stranger(nick: string): Person {
  return {
    nick, user: '', host: '', realname: '', account: null, bot: false, operator: false,
    presence: 'unknown', away: '', channels: [], idle: null, since: null,
  };
}
