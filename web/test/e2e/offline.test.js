// The connection is lost: nothing that was written is lost, and nothing is said twice.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const refused = /WebSocket connection to .* failed|ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED/;

story('a lost connection: said, counted down, what is typed kept, what is written queued and sent once in order, the gap filled', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria', { wire: true });
  await maria.say('before');
  await maria.seesSettled('before');
  await maria.composer('#general').fill('half a thought');
  maria.wire.cut();
  await maria.connection.filter({ hasText: /lost|offline|not connected|trying/i }).waitFor();
  // The countdown is to be seen, not to be heard every second.
  await maria.page.getByText(/^Trying again in \d+ s$/).waitFor();
  assert.doesNotMatch(await maria.connection.textContent(), /\d/);
  await maria.isCutOff();
  assert.equal(await maria.composer('#general').inputValue(), 'half a thought');
  assert.ok(await maria.composer('#general').isEnabled());

  await maria.say('written offline 1');
  await maria.say('written offline 2');
  await maria.said.locator('article[aria-busy=true]', { hasText: 'written offline 2' }).waitFor();
  bob.say('#general', 'missed 1', 'missed 2');
  await bob.settle();
  maria.wire.mend();
  await maria.comesBack();
  await maria.seesSettled('written offline 2');
  await bob.hears('written offline 2');
  await maria.button('Retry now').waitFor({ state: 'hidden' });
  await maria.reads('before', 'missed 1', 'missed 2', 'written offline 1', 'written offline 2');
  assert.deepEqual(
    bob.heard.filter((line) => line.includes('written offline')).map((line) => line.slice(-1)), ['1', '2']);
  assert.equal(await bob.count(/^:maria\S* (QUIT|JOIN)/), 1);
});

story('what is written offline survives a reload, and goes out once and in order', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria', { wire: true });
  await maria.say('before');
  await maria.seesSettled('before');
  maria.wire.cut();
  await maria.isCutOff();
  for (const i of [1, 2, 3]) await maria.say(`queued ${i}`);
  await maria.sees('queued 3');
  await maria.reload();
  await maria.said.locator('article[aria-busy=true]', { hasText: 'queued 3' }).waitFor();
  maria.wire.mend();
  await maria.comesBack();
  await maria.seesSettled('queued 3');
  await maria.reads('before', 'queued 1', 'queued 2', 'queued 3');
  await bob.hears('queued 3');
  await maria.reload();
  await maria.reads('before', 'queued 1', 'queued 2', 'queued 3');
  assert.deepEqual(bob.heard.filter((line) => line.includes('queued')).map((line) => line.slice(-1)), ['1', '2', '3']);
});

story('a line that arrived while its echo was lost is not said again', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria', { wire: true });
  await maria.say('before');
  await maria.seesSettled('before');
  await maria.wire.settled();
  maria.wire.hold();
  await maria.say('said once');
  await bob.hears('said once');
  maria.wire.cut();
  maria.wire.release();
  await maria.isCutOff();
  await maria.said.locator('article[aria-busy=true]', { hasText: 'said once' }).waitFor();
  maria.wire.mend();
  await maria.comesBack();
  await maria.seesSettled('said once');
  await maria.seesOnce('said once');
  await maria.say('and this after');
  await bob.hears('and this after');
  assert.equal(await bob.count(/said once/), 1);
});

story('a private line that arrived while its echo was lost is not said again either', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria', { wire: true });
  await maria.say('/query bob');
  await maria.is('bob');
  await maria.wire.settled();
  maria.wire.hold();
  await maria.say('whispered once');
  await bob.hears('whispered once');
  maria.wire.cut();
  maria.wire.release();
  await maria.isCutOff();
  maria.wire.mend();
  await maria.comesBack();
  await maria.seesSettled('whispered once');
  await maria.say('and after');
  await bob.hears('and after');
  await maria.reads('whispered once', 'and after');
  assert.equal(await bob.count(/whispered once/), 1);
});

story('it comes back by itself, with more patience each time', async (stage) => {
  await stage.raw('bob');
  const maria = await stage.person('maria', { wire: true });
  const before = maria.wire.attempts;
  maria.wire.cut();
  await eventually(async () => assert.ok(maria.wire.attempts >= before + 2));
  maria.wire.mend();
  await maria.button('Retry now').waitFor({ state: 'hidden' });
  await maria.say('here again');
  await maria.seesSettled('here again');
});

story('the server dies and is started anew: same name, same channels, and what was written goes out', async (stage) => {
  const maria = await stage.person('maria');
  stage.forgive(refused);
  await maria.join('#tea');
  await maria.say('before the fall');
  await maria.seesSettled('before the fall');
  await stage.server.kill();
  await maria.isCutOff();
  await maria.say('into the dark');
  await stage.server.start();
  const bob = await stage.raw('bob', { channels: ['#tea'] });
  await maria.comesBack();
  await bob.hears(/^:maria!\S+ PRIVMSG #tea :into the dark$/);
  await maria.seesSettled('into the dark');
  await maria.reads('before the fall', 'into the dark');
  await maria.entry('#general').waitFor();
  bob.say('#tea', 'welcome back');
  await maria.sees('welcome back');
});

story('a server that stops says so, and the client waits for it', async (stage) => {
  const maria = await stage.person('maria');
  stage.forgive(refused);
  assert.equal(await stage.server.stop(), 0);
  await maria.isCutOff();
  await maria.composer('#general').fill('still here');
  await stage.server.start();
  await maria.comesBack();
  assert.equal(await maria.composer('#general').inputValue(), 'still here');
});

story('without a network it waits for the network, and goes on when it is there', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria', { wire: true });
  stage.forgive(refused);
  const context = maria.page.context();
  maria.wire.cut();
  await context.setOffline(true);
  await maria.connection.filter({ hasText: /\S/ }).waitFor();
  await maria.say('for later');
  bob.say('#general', 'meanwhile');
  await bob.settle();
  maria.wire.mend();
  await context.setOffline(false);
  await maria.seesSettled('for later');
  await maria.reads('meanwhile', 'for later');
});
