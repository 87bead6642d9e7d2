// Puts the parts together and gives the view its App.

import { computed, signal } from '@preact/signals';
import { Client } from '../irc/client';
import { channelNameFor } from '../irc/names';
import type { World } from '../irc/world';
import { fold } from '../irc/casemap';
import type { Key, State, Way } from '../state/model';
import { isOperator, maskOf, sidebarOf, totals, type Sidebar } from '../state/select';
import type { Accounts } from './accounts';
import type { App, Equipment, Overlay } from './app';
import { countdown, expireTyping, watchAttention } from './attention';
import { bytesLeft, complete, nicksOf } from './compose';
import { Composer } from './composer';
import { connectionText } from './connection';
import type { Faces } from './faces';
import type { Finder } from './finder';
import { Pasts } from './history';
import { focusRegion, KEYS, listen, type KeyActions } from './keys';
import { Marks } from './marks';
import { Notify } from './notify';
import { Outgoing } from './outgoing';
import { Pages } from './pages';
import { Persist, type Shelf } from './persist';
import type { Profile } from './profile';
import { redact } from './redact';
import { Rooms } from './rooms';
import { hrefOf, Routes } from './routes';
import { Session } from './session';
import { Store } from './store';
import { Tabs } from './tabs';
import type { Views } from './views';

/** `shelf` lasts, `tab` lasts as long as the tab; `fetchLater` brings what comes with the chat. */
export function createApp(world: World, shelf: Shelf, tab: Shelf, fetchLater: () => Promise<Equipment>): App {
  const store = new Store();
  const persist = new Persist(shelf, tab);
  const session = new Session();
  const client = new Client(world, () => session.credentials(), (event) => session.hear(event));
  const outgoing = new Outgoing(store, client);
  const pages = new Pages(store, client);
  const pasts = new Pasts(store, client, outgoing, pages);
  const marks = new Marks(client, world.after);
  const routes = new Routes(() => store.now().server.chantypes, ({ name, message }, isBack) => {
    if (name === null || session.screen.peek() !== 'chat') return;
    // A link joins; going back to a channel that was left does not.
    if (isBack && !rooms.find(name)) routes.show(rooms.currentName(), 'replace');
    else rooms.go(name, 'replace', message);
  });
  const rooms: Rooms = new Rooms(store, client, pasts, pages, routes);
  const tabs = new Tabs(() => session.handOver());
  // These come with the chat.
  let views!: Views;
  let faces!: Faces;
  let finder!: Finder;
  let profile!: Profile;
  const overlay = signal<Overlay | null>(null);
  const searching = signal(false);
  const notify = new Notify((name) => rooms.go(name));
  const composer = new Composer(store, client, rooms, outgoing, session, {
    browse: () => (overlay.value = { name: 'browse' }),
    help: () => (overlay.value = { name: 'help' }),
    logOut: () => logOut(),
  });

  const state = store.signal;
  const part = <T>(read: (state: State) => T) => computed(() => read(state.value));
  const href = (name: string) => hrefOf(name, store.signal.peek().server.chantypes);
  let lastSidebar: Sidebar = { channels: [], privates: [] };
  const sidebar = computed(() => (lastSidebar = sidebarOf(state.value, href, lastSidebar)));
  const connection = part((s) => s.connection);
  const retryIn = countdown(connection, () => world.now());
  const current = part((s) => s.current);
  const find = (key: Key) => store.now().conversations.get(key);

  rooms.order = () => {
    const { channels, privates } = sidebar.peek();
    return [...channels, ...privates].map((item) => item.key);
  };

  const keyActions: KeyActions = {
    switcher: () => (overlay.value = { name: 'switcher' }),
    help: () => (overlay.value = { name: 'help' }),
    search: () => (searching.value = true),
    step: (step, unreadOnly) => {
      const key = rooms.neighbour(step, unreadOnly ? (c) => c.unread > 0 : undefined);
      if (key !== null) goTo(key);
    },
    nextMention: () => {
      const key = rooms.neighbour(1, (c) => c.mentions > 0) ?? rooms.neighbour(1, (c) => c.kind === 'private' && c.unread > 0);
      if (key !== null) goTo(key);
    },
    read: () => {
      const { current: key } = store.now();
      if (key !== null) store.apply({ type: 'read', key });
    },
    region: focusRegion,
  };
  let accounts: Accounts | null = null;
  const logOut = () => {
    if (accounts !== null && (store.now().me.account !== null || persist.device !== null)) void accounts.logOut();
    else session.logOut();
  };
  const act = (action: Way['action']) => {
    if (action.do === 'join') rooms.go(action.channel);
    else if (action.do === 'leave') rooms.leave(rooms.keyOf(action.channel));
    else if (action.do === 'rename' || action.do === 'devices') overlay.value = { name: action.do };
    else if (action.do === 'log-in') overlay.value = { name: 'log-in', as: action.name };
    else if (action.do === 'invite') composer.run(rooms.keyOf(action.channel), `/invite ${action.nick} ${action.channel}`);
    else if (action.do === 'accept') {
      rooms.go(action.nick);
      composer.run(rooms.keyOf(action.nick), `/accept ${action.nick}`);
    } else session.reconnect();
  };
  const goTo = (key: Key) => rooms.go(find(key)?.name ?? key);

  store.onChange((before, after) => {
    persist.changed(before, after);
    notify.changed(before, after);
    marks.changed(before, after);
    // What is called otherwise now has another address.
    const isSame = before.current === after.current || !after.conversations.has(before.current ?? '');
    const was = before.conversations.get(before.current ?? '');
    const is = after.conversations.get(after.current ?? '');
    if (!was || !is) return;
    // Nor does the address of a message hold when one has read on to the end.
    const isBack = is.key === was.key && is.following && !was.following && is.sought === null;
    if ((isSame && was.name !== is.name) || isBack) routes.show(is.name, 'replace');
  });
  expireTyping(store);
  watchAttention(store, client, () => {
    marks.hurry();
    persist.hurry();
  });
  listen(guarded(keyActions, () => session.screen.peek() === 'chat'));
  const parts = { store, client, persist, tabs, routes, rooms, pasts, outgoing, marks, member: () => fetchLater().then(({ member }) => member) };
  session.begin(parts);

  return {
    equip: ({ slash, Accounts, Faces, Finder, Profile, Views }) => {
      if (composer.slash) return;
      composer.slash = slash;
      accounts = new Accounts(parts, session, world);
      faces = new Faces(store, client);
      finder = new Finder(store, client);
      profile = session.profile = new Profile(store, client, shelf);
      views = new Views(store, rooms, (nick) => faces.chosenHue(nick));
    },

    screen: session.screen,
    connection,
    connectionText: computed(() => connectionText(connection.value)),
    retryIn,
    me: part((s) => s.me),
    server: part((s) => s.server),
    sidebar,
    current,
    open: computed(() => {
      const key = current.value;
      // Read again when conversations come and go, and only then a new object.
      return key !== null && state.value.conversations.has(key) ? views.conversation(key) : null;
    }),
    list: part((s) => s.list),
    preferences: part((s) => s.preferences),
    banners: computed(() => state.value.banners.filter((banner) => banner.conversation === null)),
    totals: computed(() => totals(state.value)),
    overlay,
    notifyPermission: notify.permission,
    // The client comes out of the server's binary: they are one version.
    about: {
      get version() {
        return state.value.server.version;
      },
    },

    conversation: (key) => views.conversation(key),
    peek: (key) => find(key) ?? null,
    person: (nick) => views.person(nick),
    body: (row) => views.body(row),
    format: (text) => views.format(text),
    href,
    link: (name, msgid) => location.origin + hrefOf(name, store.now().server.chantypes, msgid),
    hue: (key, nick) => views.hue(key, nick),
    get faces() {
      return faces;
    },
    isOwn: (nick) => rooms.keyOf(nick) === rooms.keyOf(store.signal.peek().me.nick),

    nickFor: (displayName) => session.nickFor(displayName),
    get rememberedName() {
      return persist.name;
    },
    start: (displayName) => session.start(displayName),
    rename: (displayName) => session.rename(displayName),
    get profile() {
      return profile;
    },
    logOut,

    entrance: session.entrance,
    get accounts() {
      if (accounts === null) throw new Error('accounts come with the chat, which is not there yet');
      return accounts;
    },

    retryNow: () => client.retryNow(),
    useHere: () => void session.useHere(),

    go: (name) => rooms.go(name),
    openPrivate: (nick) => rooms.go(nick),
    join: (channel, password) => {
      const outcome = rooms.join(channel, password);
      rooms.go(channel);
      return outcome;
    },
    createChannel: (name, topic) => rooms.create(name, topic),
    leave: (key) => rooms.leave(key),
    channelNameFor: (typed) => channelNameFor(typed, store.now().server.chantypes),
    setTopic: (key, text) => rooms.setTopic(key, text),
    refreshList: () => void rooms.refreshList(),
    loadOlder: (key) => void pages.older(key),
    loadNewer: (key) => void pages.newer(key),
    goToMessage: (name, { msgid, key: entry }) => {
      rooms.go(name, 'push', msgid);
      if (msgid === null) store.apply({ type: 'spotted', key: rooms.keyOf(name), entry });
    },
    goToUnread: (key) => {
      const since = find(key)?.newSince ?? null;
      if (since !== null) pages.seek(key, since);
    },
    returnToPresent: () => rooms.returnToPresent(),
    atBottom: (key, atBottom) => store.apply({ type: 'scrolled', key, following: atBottom }),
    markRead: (key) => store.apply({ type: 'read', key }),
    get finder() {
      return finder;
    },
    searching,
    lookUp: (nick) => {
      if (client.isReady) void client.request({ command: 'WHOIS', params: [nick] });
    },
    kick: (key, nick, reason) => composer.run(key, `/kick ${nick} ${reason}`),
    setMemberMode: (key, nick, mode, on) => composer.run(key, `/mode ${find(key)?.name ?? key} ${on ? '+' : '-'}${mode} ${nick}`),
    mute: (key, nick) => composer.run(key, `/quiet ${maskOf(views.person(nick).peek(), store.now().me)}`),
    ban: (key, nick) => {
      composer.run(key, `/ban ${maskOf(views.person(nick).peek(), store.now().me)}`);
      composer.run(key, `/kick ${nick}`);
    },
    isOperator: (key) => {
      const conversation = find(key);
      const { me, server } = store.now();
      return conversation !== undefined && isOperator(conversation, rooms.keyOf(me.nick), server);
    },

    setDraft: (key, text) => composer.setDraft(key, text),
    send: (key, text) => composer.send(key, text),
    retry: (key, entry) => composer.retry(key, entry),
    discard: (key, entry) => store.apply({ type: 'discarded', key, entry }),
    redact: (key, messages, reason) => redact(store, client, key, messages, reason),
    complete: (key, text, caret, last) => {
      const conversation = find(key);
      if (!conversation) return null;
      const isOwn = (nick: string) => fold(nick) === fold(store.now().me.nick);
      const channels = [...store.now().conversations.values()].filter((c) => c.kind === 'channel').map((c) => c.name);
      return complete(text, caret, last, { nicks: nicksOf(conversation, isOwn), nameOf: (nick) => faces.nameOf(nick), channels, commands: composer.slash?.SLASH.map((row) => row.name) ?? [] });
    },
    commands: (text) => composer.slash?.commandsFor(text) ?? [],
    recall: (key, step, text) => composer.recall.step(key, step, text),
    bytesLeft: (key, text) => bytesLeft(store.now().me, find(key)?.name ?? key, text, client.multiline),

    keys: KEYS,
    get slashCommands() {
      return composer.slash?.SLASH ?? [];
    },
    take: (banner, { action }) => {
      store.apply({ type: 'banner-dismissed', id: banner.id });
      act(action);
    },
    takeIn: (key, entry, { action }) => {
      store.apply({ type: 'info-answered', key, entry });
      act(action);
    },
    dismiss: (banner) => store.apply({ type: 'banner-dismissed', id: banner.id }),
    setPreference: (name, value) => store.apply({ type: 'preferred', preferences: { [name]: value } }),
    askToNotify: () => notify.ask(),
  };
}

/** Keys work on the chat screen only. */
function guarded(actions: KeyActions, isOn: () => boolean): KeyActions {
  const guard = <A extends unknown[]>(run: (...args: A) => void) => (...args: A) => {
    if (isOn()) run(...args);
  };
  return {
    switcher: guard(actions.switcher), help: guard(actions.help), search: guard(actions.search), step: guard(actions.step),
    nextMention: guard(actions.nextMention), read: guard(actions.read), region: guard(actions.region),
  };
}
