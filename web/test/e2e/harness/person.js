// Somebody at the web client, who finds things as people and screen readers do:
// by role and name, never by how the page is built.

import assert from 'node:assert/strict';
import { eventually } from './patience.js';

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const exactly = (name) => ({ name, exact: true });

export class Person {
  constructor(page, server, wire) {
    this.page = page;
    this.server = server;
    /** The wire of this browser, where the story asked for one. */
    this.wire = wire;
    this.keyboard = page.keyboard;
  }

  // ---- finding ----------------------------------------------------------------

  button(name) { return this.page.getByRole('button', exactly(name)); }
  field(name) { return this.page.getByRole('textbox', exactly(name)); }
  dialog(name) { return this.page.getByRole('dialog', exactly(name)); }
  item(name) { return this.page.getByRole('menuitem', exactly(name)); }
  get alert() { return this.page.getByRole('alert').filter({ hasText: /\S/ }); }
  get connection() { return this.page.getByRole('status', exactly('Connection')); }
  get sidebar() { return this.page.getByRole('navigation', exactly('Conversations')); }
  get members() { return this.page.getByRole('complementary', exactly('Members')); }
  get title() { return this.page.getByRole('heading', { level: 1 }); }

  /** The entry of a conversation in the sidebar, whatever is unread there. */
  entry(name) {
    return this.sidebar.getByRole('link', { name: new RegExp(`^${escaped(name)}(,|$)`) });
  }

  log(name) {
    return this.page.getByRole('log', exactly(`Messages ${name.startsWith('#') ? 'in' : 'with'} ${name}`));
  }

  /** The log of the conversation that is open. */
  get said() { return this.page.getByRole('log'); }

  composer(name) { return this.field(`Message ${name}`); }

  /** The message with this text in the conversation that is open. */
  message(text) {
    return this.said.getByRole('article').filter({ hasText: text });
  }

  // ---- doing ------------------------------------------------------------------

  /** Gives a name at the first screen, and arrives in a conversation. */
  async enter(name) {
    await this.field('Display name').fill(name);
    await this.button('Start chatting').click();
    await this.is('#general');
  }

  /** Opens the first screen's form for who has an account. */
  async openLogIn() {
    await this.button('Have an account? Log in').click();
    await this.field('Password').waitFor();
  }

  /** Fills in the form that is open, and sends it. */
  async logIn(name, password, { remember = true } = {}) {
    await this.field('Name').fill(name);
    await this.field('Password').fill(password);
    await this.page.getByRole('checkbox', { name: 'Remember me on this device' }).setChecked(remember);
    await this.button('Log in').click();
  }

  async say(text) {
    const composer = this.page.getByRole('textbox', { name: /^Message / });
    await composer.fill(text);
    await composer.press('Enter');
  }

  async open(name) {
    await this.entry(name).click();
    await this.is(name);
  }

  async join(channel) {
    await this.say(`/join ${channel}`);
    await this.is(channel);
  }

  async choose(menu, item) {
    await this.button(menu).click();
    await this.item(item).click();
  }

  async reload() {
    await this.page.reload();
  }

  /** The page has noticed that its connection is gone. While nothing answers it stays so. */
  async isCutOff() {
    await this.button('Retry now').waitFor();
  }

  /** Is connected again: at once by the button, unless the page was about to do so by itself, when there is none. */
  async comesBack() {
    await eventually(async () => {
      await this.button('Retry now').click({ timeout: 100 }).catch(() => {});
      assert.equal(await this.connection.textContent(), '');
    });
  }

  // ---- seeing -----------------------------------------------------------------

  /** Is in this conversation: its title, log and composer are there. */
  async is(name) {
    await this.page.getByRole('heading', { level: 1, ...exactly(name) }).waitFor();
    await this.log(name).waitFor();
    await this.composer(name).waitFor();
  }

  async sees(text) {
    await this.message(text).first().waitFor();
  }

  async seesOnce(text) {
    await this.sees(text);
    assert.equal(await this.message(text).count(), 1, `${text}: said once`);
  }

  /** Settled: the server has it. */
  async seesSettled(text) {
    await this.said.locator('article:not([aria-busy=true])', { hasText: text }).first().waitFor();
  }

  async seesNot(text) {
    assert.equal(await this.message(text).count(), 0, `${text}: not said here`);
  }

  /** The texts of the articles that are drawn, oldest first, without names and times. */
  async texts() {
    return this.said.getByRole('article').evaluateAll((articles) =>
      articles.map((article) => {
        const words = article.cloneNode(true);
        for (const part of words.querySelectorAll('time, button')) part.remove();
        return words.textContent.trim();
      }));
  }

  /** Waits until exactly these texts stand in the log, in this order; beside a name may stand a rank. */
  async reads(...texts) {
    await eventually(async () => {
      const drawn = await this.texts();
      assert.deepEqual(drawn.map((words, i) => (words.endsWith(texts[i]) ? texts[i] : words)), texts);
    });
  }

  /** Waits until the entry's name tells of this many unread messages and mentions. */
  async counts(name, unread, mentions = 0) {
    let spoken = name;
    if (unread > 0) spoken += `, ${unread} unread`;
    if (mentions > 0) spoken += `, ${mentions} mentions`;
    await eventually(async () => {
      const entry = this.entry(name);
      const label = (await entry.getAttribute('aria-label', { timeout: 1000 })) ?? (await entry.textContent());
      assert.equal(label.replace('1 mentions', '1 mention'), spoken.replace('1 mentions', '1 mention'));
    });
  }

  async focused() {
    return this.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
  }
}
