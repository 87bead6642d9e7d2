// Somebody at WeeChat, the real program without a screen. It is typed into by its
// FIFO, and what it shows stands in its logs, one for each of its buffers.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './patience.js';

export class WeeChat {
  #dir = mkdtempSync(join(tmpdir(), 'weechat-e2e-'));
  #process;
  #keyboard = null;
  /** What it said before it had a log to say it in. */
  #complaint = '';

  /** Starts it, with a home of its own. It logs in by SASL, and connects anew by itself, a second after it has noticed. */
  constructor(address, nick, { mechanism, password }) {
    const options = {
      nicks: nick, sasl_mechanism: mechanism, sasl_username: nick, sasl_password: password,
      autoreconnect: 'on', autoreconnect_delay: '1',
      anti_flood_prio_high: '0', anti_flood_prio_low: '0',
      // The options are called ssl before version 4, and tls since.
      ssl: 'off', tls: 'off',
    };
    const settings = [
      '/set logger.file.flush_delay 0',
      `/set fifo.file.path ${this.#dir}/fifo`,
      '/set irc.network.autoreconnect_delay_growing 1',
      `/server add linnet ${address.replace(':', '/')}`,
      ...Object.entries(options).map(([name, value]) => `/set irc.server.linnet.${name} "${value}"`),
      '/connect linnet',
    ];
    this.#process = spawn('weechat-headless', ['--dir', this.#dir, ...settings.flatMap((line) => ['-r', line])], {
      stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C.UTF-8', HOME: this.#dir },
    });
    this.#process.on('error', (error) => { this.#complaint = `weechat-headless does not start: ${error.message}`; });
    this.#process.stderr.on('data', (text) => { this.#complaint += text; });
  }

  // ---- doing ------------------------------------------------------------------

  /** Types a line in a conversation; "" is the server's own buffer. */
  async type(where, line) {
    // It stays open: WeeChat makes its FIFO anew when the last writer has gone, and what is written meanwhile is lost.
    this.#keyboard ??= await eventually(() => openSync(join(this.#dir, 'fifo'), constants.O_WRONLY | constants.O_NONBLOCK));
    writeSync(this.#keyboard, `${bufferOf(where)} *${line}\n`);
  }

  /** The lid of the laptop is closed: nothing is read, nothing is answered. */
  sleep() {
    this.#process.kill('SIGSTOP');
  }

  wake() {
    this.#process.kill('SIGCONT');
  }

  async close() {
    if (this.#keyboard !== null) closeSync(this.#keyboard);
    if (this.#process.pid !== undefined && this.#process.exitCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await ended;
    }
    rmSync(this.#dir, { recursive: true, force: true });
  }

  // ---- seeing -----------------------------------------------------------------

  /** Every line that a conversation has shown, as [prefix, text], oldest first. */
  lines(where) {
    let log;
    try {
      log = readFileSync(join(this.#dir, 'logs', `${bufferOf(where)}.weechatlog`), 'utf8');
    } catch (error) {
      if (error.code === 'ENOENT') return []; // nothing was said there yet
      throw error;
    }
    return log.split('\n').slice(0, -1).map((line) => line.split('\t').slice(1));
  }

  /** What people have said there, as "nick text". */
  said(where) {
    return this.lines(where).filter(([prefix]) => /^[@+]?\w+$/.test(prefix)).map(([prefix, text]) => `${prefix.replace(/^[@+]/, '')} ${text}`);
  }

  /** Waits until a conversation shows a line with this text. */
  async shows(where, text) {
    await this.#waits(() => {
      const lines = this.lines(where);
      assert.ok(lines.some(([, said]) => said?.includes(text)), `WeeChat does not show "${text}", but\n${lines.map((line) => line.join('\t')).join('\n')}`);
    });
  }

  /** Waits until exactly these have been said there, in this order. */
  async reads(where, ...texts) {
    await this.#waits(() => assert.deepEqual(this.said(where), texts));
  }

  async #waits(check) {
    await eventually(check).catch((failure) => {
      failure.message += `\n${this.#complaint}\nits server buffer:\n${this.lines('').map((line) => line.join('\t')).join('\n')}`;
      throw failure;
    });
  }
}

function bufferOf(where) {
  return where === '' ? 'irc.server.linnet' : `irc.linnet.${where}`;
}
