// What one sends: pending, settled, or not sent and offered again.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

story('what one says shows at once as pending, and settles when the server echoes it', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria', { wire: true });
  await maria.wire.settled();
  maria.wire.hold();
  await maria.say('on its way');
  await maria.said.locator('article[aria-busy=true]', { hasText: 'on its way' }).waitFor();
  assert.equal(await maria.composer('#general').inputValue(), '');
  await bob.hears('on its way');
  maria.wire.release();
  await maria.seesSettled('on its way');
  await maria.seesOnce('on its way');
});

story('what cannot be sent says so and why, and is sent again once', async (stage) => {
  const maria = await stage.person('maria');
  const bob = await stage.raw('bob', { channels: ['#quiet'] });
  await maria.join('#quiet');
  bob.send('MODE #quiet +m');
  await bob.hears(/ MODE #quiet \+m/);
  await maria.say('may i?');
  const failed = maria.message('may i?');
  await failed.getByText('Not sent').waitFor();
  assert.equal(await failed.getAttribute('aria-busy'), null);
  await maria.say('never mind');
  await maria.message('never mind').getByRole('button', { name: 'Delete' }).click();
  await maria.message('never mind').waitFor({ state: 'hidden' });

  bob.send('MODE #quiet -m');
  await bob.hears(/ MODE #quiet -m/);
  await failed.getByRole('button', { name: 'Retry' }).click();
  await bob.hears('PRIVMSG #quiet :may i?');
  await maria.seesSettled('may i?');
  await failed.getByText('Not sent').waitFor({ state: 'hidden' });
  await maria.seesOnce('may i?');
  assert.equal(await bob.count(/may i\?|never mind/), 1);
});

story('a text too long for one message is split, and a counter tells', { settings: '[limits]\nmultiline_bytes = 512\n' }, async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  await maria.say('so that my own mask is known');
  await maria.seesSettled('so that my own mask is known');
  const composer = maria.composer('#general');
  await composer.fill('ü'.repeat(240));
  await maria.page.getByText(/^\d+ left$/).waitFor();
  const words = Array.from({ length: 130 }, (_, i) => `wört${i}`).join(' ');
  await composer.fill(words);
  await maria.page.getByText('Will be split').waitFor();
  await composer.press('Enter');
  await maria.page.getByText('Will be split').waitFor({ state: 'hidden' });
  await bob.hears('wört129');
  const parts = bob.heard.filter((line) => line.includes('PRIVMSG #general :wört'));
  assert.ok(parts.length >= 2);
  assert.equal(parts.map((line) => line.slice(line.indexOf(' :') + 2).trim()).join(' '), words, 'nothing is lost or cut within a word');
});

story('the counter knows the very byte at which a message ends', { settings: '[limits]\nmultiline_bytes = 1000\n' }, async (stage) => {
  const bob = await stage.raw('bob');
  const jonas = await stage.person('jonas');
  const maria = await stage.person('maria');
  await maria.say('hello');
  await maria.seesSettled('hello');
  const composer = maria.composer('#general');
  await composer.fill('x'.repeat(950));
  await maria.page.getByText(/^50 left$/).waitFor();
  await composer.fill('x'.repeat(1000));
  await maria.page.getByText(/^0 left$/).waitFor();
  await composer.press('Enter');
  await maria.seesSettled('xxx');
  await jonas.sees('x'.repeat(1000));
  // Who knows no such messages gets the pieces, each as long as a line can be.
  await bob.settle();
  const pieces = bob.heard.filter((line) => line.includes('PRIVMSG #general :x')).map((line) => line.slice(line.indexOf(' :') + 2));
  assert.equal(pieces.join('').length, 1000);
  assert.equal(pieces.length, 3);
  await composer.fill('y'.repeat(1001));
  await maria.page.getByText('Will be split').waitFor();
  await composer.press('Enter');
  await maria.seesSettled('y');
  await eventually(async () => assert.ok((await jonas.message('yyy').count()) > 1));
});

story('several lines pasted arrive in order', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.tab(await stage.browser({ permissions: ['clipboard-read', 'clipboard-write'] }));
  await maria.enter('maria');
  await maria.page.evaluate(() => navigator.clipboard.writeText('first\n\n  second\nthird\n'));
  await maria.composer('#general').press('Control+V');
  await maria.composer('#general').press('Enter');
  await bob.hears('third');
  assert.deepEqual(
    bob.heard.filter((line) => line.includes('PRIVMSG #')).map((line) => line.slice(line.indexOf(' :') + 2)),
    ['first', '  second', 'third']);
});

story('twenty pasted lines disturb nobody and all arrive', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  await maria.composer('#general').fill(Array.from({ length: 20 }, (_, i) => `pasted ${i}.`).join('\n'));
  await maria.composer('#general').press('Enter');
  await bob.hears('pasted 19.');
  await maria.seesSettled('pasted 19.');
  await eventually(async () => assert.equal(await bob.count(/pasted \d+\./), 20));
});
