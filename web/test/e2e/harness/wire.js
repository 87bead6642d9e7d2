// The wire between a page and the server, in the test's hand: it can be cut,
// mended, and made to keep what the server says for a while. Pages that are not
// given one talk to the server directly.

import assert from 'node:assert/strict';
import { eventually } from './patience.js';

/** The label of a line, if it has one. */
const labelOf = (line) => /^@(?:[^ ]*;)?label=([^; ]+)/.exec(line)?.[1];

export class Wire {
  #cut = false;
  #held = null;
  #open = new Set();
  /** How often the page tried to connect. */
  attempts = 0;
  /** Capabilities that the page is not to hear of: the server is one without them. */
  hides = [];
  /** Lines from the page, and lines to it. */
  sent = [];
  heard = [];

  /** Must be laid before the page opens. */
  static async lay(context) {
    const wire = new Wire();
    await context.routeWebSocket(/\/ws$/, (page) => wire.#connect(page));
    return wire;
  }

  #connect(page) {
    this.attempts++;
    if (this.#cut) {
      page.close({ code: 1001, reason: 'cut by the test' });
      return;
    }
    const server = page.connectToServer();
    const pair = { page, server };
    this.#open.add(pair);
    page.onMessage((line) => {
      this.sent.push(String(line));
      if (this.#open.has(pair)) server.send(line);
    });
    server.onMessage((data) => {
      if (!this.#open.has(pair)) return;
      const line = this.#filtered(data);
      if (this.#held !== null) {
        this.#held.push(() => page.send(line));
        return;
      }
      this.heard.push(String(line));
      page.send(line);
    });
    page.onClose((code, reason) => { this.#open.delete(pair); server.close({ code, reason }); });
    server.onClose((code, reason) => { this.#open.delete(pair); page.close({ code, reason }); });
  }

  #filtered(line) {
    if (this.hides.length === 0 || !/ CAP \S+ (LS|NEW) /.test(String(line))) return line;
    return String(line).split(' ').filter((word) => !this.hides.includes(word.replace(/^:/, '').split('=')[0])).join(' ');
  }

  /** Breaks all connections, and lets none be made. */
  cut() {
    this.#cut = true;
    for (const { page, server } of this.#open) {
      page.close({ code: 1001, reason: 'cut by the test' });
      server.close({ code: 1001, reason: 'cut by the test' });
    }
    this.#open.clear();
  }

  mend() {
    this.#cut = false;
  }

  /** Waits until the page is in a channel and has the answer to all that it asked there. */
  async settled() {
    await eventually(async () => {
      assert.ok(this.sent.some((line) => /CHATHISTORY LATEST/.test(line)), 'the page has not asked for the past yet');
      const answered = new Set(this.heard.map(labelOf));
      const open = this.sent.map(labelOf).filter((label) => label !== undefined && !answered.has(label));
      assert.deepEqual(open, [], 'questions without an answer');
    });
  }

  /** What the server says waits until release. */
  hold() {
    this.#held = [];
  }

  release() {
    const held = this.#held ?? [];
    this.#held = null;
    for (const deliver of held) deliver();
  }
}
