// Web clients of other hands: they know nothing of ours, and work at the same door.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { story } from './harness/stage.js';

const require = createRequire(import.meta.url);

/** A page of the server's origin with nothing of ours in it, where any script may run. */
async function foreignPage(stage, origin = stage.server.url) {
  const context = await stage.browser({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${origin}healthz`);
  return page;
}

/** Speaks to the WebSocket as a small client would, and returns what it heard. */
function converse([address, protocols]) {
  return new Promise((done) => {
    const heard = [];
    const decode = async (data) => (typeof data === 'string' ? data : new TextDecoder().decode(await data.arrayBuffer()));
    const ws = protocols === null ? new WebSocket(address) : new WebSocket(address, protocols);
    const binary = () => ws.protocol === 'binary.ircv3.net';
    const send = (line) => ws.send(binary() ? new TextEncoder().encode(line) : line);
    const end = (how) => { clearTimeout(tooLong); done({ how, protocol: ws.protocol, heard }); };
    const tooLong = setTimeout(() => end('too long'), 8000);
    ws.onopen = () => { send('NICK guest'); send('USER guest 0 * :A guest'); };
    ws.onerror = () => end('refused');
    ws.onmessage = async ({ data }) => {
      const line = await decode(data);
      heard.push(typeof data === 'string' ? line : `binary ${line}`);
      if (line.includes(' 376 ') || line.includes(' 422 ')) send('JOIN #general');
      if (line.includes(' 366 ')) { send('PRIVMSG #general :grüße'); send('PING done'); }
      if (line.includes('PONG') && line.includes('done')) end('well');
    };
  });
}

for (const [path, protocols, chosen, binary] of [
  ['ws', ['text.ircv3.net'], 'text.ircv3.net', false],
  ['ws', ['binary.ircv3.net'], 'binary.ircv3.net', true],
  ['ws', ['binary.ircv3.net', 'text.ircv3.net'], 'binary.ircv3.net', true],
  ['ws', ['text.ircv3.net', 'binary.ircv3.net'], 'text.ircv3.net', false],
  ['ws', null, '', false],
  ['', ['text.ircv3.net'], 'text.ircv3.net', false],
  ['', ['binary.ircv3.net'], 'binary.ircv3.net', true],
  ['', null, '', false],
]) {
  story(`a client that asks /${path} for ${protocols?.join(', ') ?? 'no sub-protocol'}`, async (stage) => {
    const bob = await stage.raw('bob');
    bob.say('#general', 'before');
    await bob.settle();
    const page = await foreignPage(stage);
    const { how, protocol, heard } = await page.evaluate(converse, [`${stage.server.url.replace('http', 'ws')}${path}`, protocols]);
    assert.equal(how, 'well', heard.join('\n'));
    assert.equal(protocol, chosen);
    assert.ok(heard.every((line) => line.startsWith('binary ') === binary), heard[0]);
    assert.ok(heard.every((line) => !/[\r\n]/.test(line)), 'one line a message, without its end');
    // It asked for no capability: the replay is plain, and nothing of ours is sent.
    assert.ok(heard.some((line) => / PRIVMSG #general :\[\d\d:\d\d:\d\d\] before$/.test(line)), heard.join('\n'));
    assert.ok(!heard.some((line) => line.includes('RESUME') || line.startsWith('@')));
    await bob.hears(/^:guest!\S+ PRIVMSG #general :grüße$/);
  });
}

story('a page of another origin is refused', async (stage) => {
  const page = await foreignPage(stage, stage.server.url.replace('127.0.0.1', 'localhost'));
  stage.forgive(/WebSocket connection to .* failed/);
  const { how } = await page.evaluate(converse, [`${stage.server.url.replace('http', 'ws')}ws`, ['text.ircv3.net']]);
  assert.equal(how, 'refused');
});

story('a published library, irc-framework, registers, joins, sees the past and talks', async (stage) => {
  const bob = await stage.raw('bob');
  bob.say('#general', 'before anybody came');
  await bob.settle();
  const page = await foreignPage(stage);
  const root = dirname(require.resolve('irc-framework/package.json'));
  // Its bundle expects what a bundler of Node's things gives to a page.
  await page.addScriptTag({ content: 'window.process = { env: {}, nextTick: (next, ...args) => queueMicrotask(() => next(...args)) };' });
  await page.addScriptTag({ content: readFileSync(join(root, 'dist/browser/static/browser.js'), 'utf8') });
  const talk = page.evaluate((url) => new Promise((done, fail) => {
    const { hostname: host, port } = new URL(url);
    const client = new window['irc-framework'].Client();
    const heard = [];
    const tooLong = setTimeout(() => fail(new Error(JSON.stringify(heard))), 8000);
    client.on('registered', () => client.join('#general'));
    client.on('join', ({ nick, channel }) => { if (nick === 'kiwi') client.say(channel, 'hello from a library'); });
    client.on('message', ({ type, nick, message }) => {
      heard.push(`${type} ${nick}: ${message}`);
      if (message !== 'hello library') return;
      clearTimeout(tooLong);
      client.quit('done');
      done(heard);
    });
    client.connect({ host, port: Number(port), path: '/ws', nick: 'kiwi', tls: false });
  }), stage.server.url);
  talk.catch(() => {}); // Its failure is told where it is awaited.
  await bob.hears(/^:kiwi!\S+ PRIVMSG #general :hello from a library$/);
  bob.say('#general', 'hello library');
  const heard = await talk;
  assert.ok(heard.some((line) => line.endsWith('bob: before anybody came')), heard.join('\n'));
  assert.ok(heard.includes('privmsg bob: hello library'));
  await bob.hears(/^:kiwi!\S+ QUIT/);
});
