// A server of mail that takes every letter and keeps it.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { bounded } from './patience.js';

export class Mailbox {
  #server = createServer((socket) => void this.#converse(socket));
  #letters = [];
  #waiting = [];

  static async open() {
    const box = new Mailbox();
    box.#server.listen(0, '127.0.0.1');
    await once(box.#server, 'listening');
    return box;
  }

  /** HOST:PORT */
  get address() {
    return `127.0.0.1:${this.#server.address().port}`;
  }

  /** The oldest letter that nobody has read. */
  async letter() {
    const kept = this.#letters.shift();
    return kept ?? bounded(new Promise((read) => this.#waiting.push(read)), 'a letter');
  }

  close() {
    this.#server.close();
  }

  async #converse(socket) {
    socket.on('error', () => {});
    socket.write('220 mailbox\r\n');
    let letter = null;
    for await (const line of createInterface({ input: socket })) {
      if (letter !== null) {
        if (line !== '.') letter.push(line);
        else {
          const text = letter.join('\n');
          letter = null;
          const read = this.#waiting.shift();
          if (read) read(text);
          else this.#letters.push(text);
          socket.write('250 taken\r\n');
        }
      } else if (line === 'DATA') {
        letter = [];
        socket.write('354 go on\r\n');
      } else if (line === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 mailbox\r\n');
    }
  }
}
