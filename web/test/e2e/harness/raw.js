// Somebody with a bare IRC connection: types lines, and keeps all that was heard.

import { once } from 'node:events';
import { createConnection } from 'node:net';
import { bounded } from './patience.js';

export class RawClient {
  #socket;
  #rest = '';
  #waiting = new Set();
  /** Every line heard, without its CR LF. */
  heard = [];

  /** Connects and registers; with a password as the person of the account of that nick, as any client does by SASL. */
  static async enter(address, nick, { caps = '', realname = nick, password } = {}) {
    const raw = new RawClient();
    raw.nick = nick;
    const [host, port] = address.split(':');
    raw.#socket = createConnection({ host, port: Number(port), noDelay: true });
    raw.#socket.setEncoding('utf8');
    raw.#socket.on('data', (text) => raw.#take(text));
    raw.#socket.on('error', () => {});
    const wanted = password === undefined ? caps : `sasl ${caps}`.trim();
    if (wanted !== '') raw.send(`CAP REQ :${wanted}`);
    if (password !== undefined) {
      raw.send('AUTHENTICATE PLAIN', `AUTHENTICATE ${Buffer.from(`\0${nick}\0${password}`).toString('base64')}`);
      await raw.hears(/ 903 /);
    }
    raw.send(`NICK ${nick}`, `USER ${nick} 0 * :${realname}`);
    if (wanted !== '') raw.send('CAP END');
    await raw.hears(/ 422 | 376 /);
    return raw;
  }

  #take(text) {
    const lines = (this.#rest + text).split('\r\n');
    this.#rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('PING ')) this.send(line.replace('PING', 'PONG'));
      this.heard.push(line);
      for (const look of this.#waiting) look(line);
    }
  }

  send(...lines) {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  say(target, ...texts) {
    this.send(...texts.map((text) => `PRIVMSG ${target} :${text}`));
  }

  /** Says many lines, no faster than the server reads them. */
  async pour(target, count, textOf) {
    for (let i = 0; i < count; i++) {
      if (!this.#socket.write(`PRIVMSG ${target} :${textOf(i)}\r\n`)) await once(this.#socket, 'drain');
    }
  }

  /** The first line that matches, heard already or yet to come. */
  async hears(pattern, { after = 0 } = {}) {
    const matches = (line) => (typeof pattern === 'string' ? line.includes(pattern) : pattern.test(line));
    const known = this.heard.slice(after).find(matches);
    if (known !== undefined) return known;
    let look;
    const heard = new Promise((found) => {
      look = (line) => { if (matches(line)) found(line); };
      this.#waiting.add(look);
    });
    try {
      return await bounded(heard, `${this.nick} to hear ${pattern}`);
    } catch (failure) {
      failure.message += `; heard last:\n${this.heard.slice(-12).join('\n')}`;
      throw failure;
    } finally {
      this.#waiting.delete(look);
    }
  }

  /** Waits until this many lines match, and returns them. */
  async hearsAll(pattern, count) {
    const found = this.heard.filter((line) => pattern.test(line));
    let look;
    const enough = new Promise((done) => {
      look = (line) => {
        if (line !== undefined && pattern.test(line)) found.push(line);
        if (found.length >= count) done(found);
      };
      this.#waiting.add(look);
      look();
    });
    return bounded(enough, `${this.nick} to hear ${count} times ${pattern}`, 30_000).finally(() => this.#waiting.delete(look));
  }

  /** All that was on its way is here once this answers. */
  async settle() {
    const token = `settle-${this.heard.length}-${Math.random()}`;
    this.send(`PING ${token}`);
    await this.hears(token, { after: this.heard.length });
  }

  /** How many of the lines heard match, once all has arrived. */
  async count(pattern) {
    await this.settle();
    return this.heard.filter((line) => pattern.test(line)).length;
  }

  async join(channel) {
    const after = this.heard.length;
    this.send(`JOIN ${channel}`);
    await this.hears(new RegExp(` 366 ${this.nick} ${channel} `, 'i'), { after });
  }

  quit() {
    this.send('QUIT :bye');
  }

  /** The connection breaks: no QUIT. */
  drop() {
    this.#socket?.destroy();
  }
}
