// The stage that a story plays on: a server, people at browsers, people with a
// bare connection. Everything that came on stage leaves when the story ends.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';
import { patience } from './patience.js';
import { Person } from './person.js';
import { RawClient } from './raw.js';
import { startServer } from './server.js';
import { openUnwatched } from './unwatched.js';
import { WeeChat } from './weechat.js';
import { Wire } from './wire.js';

const pictures = join(import.meta.dirname, '../../../screenshots');

/** How many times slower than this machine the pages' are, to find what only passes on a fast one: SLOWNESS=4. */
const slowness = Number(process.env['SLOWNESS'] ?? 1);

let browser = null;
after(() => browser?.close());

async function chrome() {
  browser ??= await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--no-first-run',
      // A page that comes from elsewhere without encryption is trusted with less.
      '--host-resolver-rules=MAP open.test 127.0.0.1',
      // Exact sizes of the heap, and a garbage collector that can be asked.
      '--enable-precise-memory-info', '--js-flags=--expose-gc',
    ],
  });
  return browser;
}

/**
 * A story is a test: `story('what happens', async (stage) => { ... })`. Its
 * options are the server's settings and how long it may take.
 */
export function story(name, ...rest) {
  const [{ settings, within = 60_000 }, play] = rest.length === 2 ? rest : [{}, rest[0]];
  test(name, { timeout: within }, async () => {
    const stage = new Stage(await startServer(settings));
    try {
      await play(stage);
      stage.assertQuietConsoles();
    } catch (failure) {
      await stage.picture(`failed ${name}`).catch(() => {});
      if (stage.complaints.length > 0) failure.message += `\nthe pages complained:\n${stage.complaints.join('\n')}`;
      throw failure;
    } finally {
      await stage.clear();
    }
  });
}

class Stage {
  #contexts = [];
  #raws = [];
  #weechats = [];
  #pages = new Map();
  #forgiven = [];
  /** What the pages' consoles said that nobody expected. */
  complaints = [];

  constructor(server) {
    this.server = server;
  }

  /** A browser of somebody's own, with its own storage. */
  async browser({ wire = false, ...options } = {}) {
    const context = await (await chrome()).newContext({
      viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', locale: 'en-GB', ...options,
    });
    this.#contexts.push(context);
    context.setDefaultTimeout(patience);
    if (wire) context.wire = await Wire.lay(context);
    return context;
  }

  /** Another tab of a browser, with the web client open in it. */
  async tab(context, { path = '', open = true } = {}) {
    const page = await context.newPage();
    if (slowness > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowness });
    const person = new Person(page, this.server, context.wire);
    this.#pages.set(page, person);
    const complain = (words) => {
      if (!this.#forgiven.some((pattern) => pattern.test(words))) this.complaints.push(words);
    };
    page.on('pageerror', (error) => complain(`uncaught: ${error.stack}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complain(`${message.type()}: ${message.text()}`);
    });
    page.on('dialog', (dialog) => { complain(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
    if (open) await page.goto(this.server.url + path);
    return person;
  }

  /** Somebody who opened the page and gave a name: in #general. */
  async person(name, options = {}) {
    const { path, ...context } = options;
    const person = await this.tab(await this.browser(context), { path });
    await person.enter(name);
    return person;
  }

  /** A page of which only the story asks anything, and nobody else: for measuring. */
  async unwatched() {
    const page = await openUnwatched(await chrome(), this.server.url);
    this.#contexts.push(page);
    return page;
  }

  /** Somebody with a bare connection, in the channels given. */
  async raw(nick, { channels = ['#general'], ...options } = {}) {
    const raw = await RawClient.enter(this.server.irc, nick, options);
    this.#raws.push(raw);
    for (const channel of channels) await raw.join(channel);
    return raw;
  }

  /** Somebody at WeeChat, logged in by SASL to the account of that name. */
  async weechat(nick, login) {
    const chat = new WeeChat(this.server.irc, nick, login);
    this.#weechats.push(chat);
    await chat.shows('', `You are now logged in as ${nick}`);
    return chat;
  }

  /** A browser says so itself when a connection can't be made; where one is broken on purpose that is no fault. */
  forgive(pattern) {
    this.#forgiven.push(pattern);
    this.complaints = this.complaints.filter((words) => !pattern.test(words));
  }

  assertQuietConsoles() {
    assert.deepEqual(this.complaints, [], 'a page complained');
  }

  async picture(name) {
    mkdirSync(pictures, { recursive: true });
    const file = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').slice(0, 80);
    let count = 0;
    for (const page of this.#pages.keys()) {
      if (page.isClosed()) continue;
      const suffix = count++ === 0 ? '' : `-${count}`;
      await page.screenshot({ path: join(pictures, `${file}${suffix}.png`), timeout: 3000 });
    }
  }

  async clear() {
    for (const raw of this.#raws) raw.drop();
    await Promise.allSettled([...this.#weechats, ...this.#contexts].map((one) => one.close()));
    await this.server.remove();
  }
}
