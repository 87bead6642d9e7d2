// The real server, as a process of its own, at places that nobody else is at.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { patience } from './patience.js';

/** Starts a server with the settings given as the text of its file; "{dir}" in it is a folder of the server's own. */
export async function startServer(settings = '') {
  const server = new Server(settings);
  await server.start();
  return server;
}

class Server {
  #dir = mkdtempSync(join(tmpdir(), 'ircd-e2e-'));
  #process = null;
  /** HOST:PORT; the same again after a restart. */
  irc = '127.0.0.1:0';
  #web = '127.0.0.1:0';
  /** What the server logged, for whoever reads of a failure. */
  log = '';

  constructor(settings) {
    this.#settle(settings);
  }

  #settle(settings) {
    writeFileSync(join(this.#dir, 'ircd.toml'), settings.replaceAll('{dir}', this.#dir));
  }

  /** Ends it, and starts it with other settings. */
  async renew(settings) {
    await this.stop();
    this.#settle(settings);
    await this.start();
  }

  /** The address that a person opens. */
  get url() {
    return `http://${this.#web}/`;
  }

  async start() {
    const binary = process.env['IRCD'];
    if (binary === undefined) throw new Error('no server was built: the stories are run by `npm run e2e`');
    const child = spawn(binary, [
      '--config', join(this.#dir, 'ircd.toml'), '--irc', this.irc, '--web', this.#web, '--log-level', 'info',
    ], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    child.stderr.on('data', (text) => { this.log += text; });
    const tooLong = setTimeout(() => child.kill('SIGKILL'), patience);
    for await (const line of createInterface({ input: child.stdout })) {
      const [, kind, address] = /(irc|http):\/\/([^/\s]+)/.exec(line) ?? [];
      if (kind === 'irc') this.irc = address;
      if (kind === 'http') this.#web = address;
      if (!this.irc.endsWith(':0') && kind === 'http') break;
    }
    clearTimeout(tooLong);
    child.stdout.resume();
    if (this.#web.endsWith(':0')) throw new Error(`the server did not start:\n${this.log}`);
  }

  /** All that was said until now is on disk, where the data is in {dir}/data. */
  async flush() {
    const asked = request({ socketPath: join(this.#dir, 'data/control.sock'), method: 'POST', path: '/flush' }).end();
    const [answer] = await once(asked, 'response');
    answer.resume();
    if (answer.statusCode !== 204) throw new Error(`flush: ${answer.statusCode}`);
  }

  /** As a power cut does: nobody is told. */
  async kill() {
    await this.#end('SIGKILL');
  }

  /** Asks it to end, and says how it ended. */
  async stop() {
    return this.#end('SIGTERM');
  }

  async #end(signal) {
    const child = this.#process;
    if (child === null) return 0;
    this.#process = null;
    const ended = child.exitCode === null ? once(child, 'exit') : [child.exitCode];
    const tooLong = setTimeout(() => child.kill('SIGKILL'), patience);
    child.kill(signal);
    const [status] = await ended;
    clearTimeout(tooLong);
    return status;
  }

  async remove() {
    await this.stop();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
