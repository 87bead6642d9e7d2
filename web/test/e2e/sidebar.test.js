// The sidebar: what is waiting, and where.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

story('unread messages and mentions are counted until they are read', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#random'] });
  const maria = await stage.person('maria');
  await maria.join('#random');
  bob.say('#general', 'one', 'two', 'maria: three', 'mariana is not maria2');
  await maria.counts('#general', 4, 1);
  await eventually(async () => assert.match(await maria.page.title(), /4/));
  await maria.open('#general');
  await maria.counts('#general', 0);
  await eventually(async () => assert.doesNotMatch(await maria.page.title(), /\d/));
  const mention = maria.message('three');
  await mention.getByText('maria', { exact: true }).last().waitFor();

  // What one reads as it comes is not counted; what one says oneself neither.
  bob.say('#general', 'four');
  await maria.sees('four');
  await maria.say('five');
  await maria.seesSettled('five');
  await maria.counts('#general', 0);
  await maria.counts('#random', 0);
});

story('what comes while the reader is further up, or away, is not read', async (stage) => {
  const bob = await stage.raw('bob', { caps: 'message-tags' });
  bob.say('#general', ...Array.from({ length: 60 }, (_, i) => `line ${i}`));
  const maria = await stage.person('maria');
  await maria.sees('line 59');
  await maria.said.evaluate((log) => { log.scrollTop = 100; });
  await maria.button('Jump to newest').waitFor();
  bob.say('#general', 'down here');
  await maria.counts('#general', 1);
  await maria.button('1 new message').click();
  await maria.sees('down here');
  await maria.counts('#general', 0);
});

story('conversations are filtered, and Enter opens the first', async (stage) => {
  const maria = await stage.person('maria');
  await maria.join('#garden');
  await maria.join('#kitchen');
  const filter = maria.sidebar.getByRole('searchbox', { name: 'Filter conversations' });
  await filter.fill('GARD');
  await eventually(async () => assert.equal(await maria.sidebar.getByRole('link').count(), 1));
  await maria.entry('#garden').waitFor();
  await filter.press('Enter');
  await maria.is('#garden');
  await eventually(async () => assert.equal(await maria.sidebar.getByRole('link').count(), 3));
});

story('the pictures of people and channels are made here, of their names', async (stage) => {
  const asked = [];
  const browser = await stage.browser();
  browser.on('request', (request) => asked.push(request.url()));
  const maria = await stage.tab(browser);
  await maria.enter('maria');
  await maria.say('hello');
  await maria.seesSettled('hello');
  const jonas = await stage.person('jonas');
  await jonas.sees('hello');
  const picture = (person) => person.message('hello').locator('svg').first().evaluate((svg) => svg.innerHTML);
  assert.equal(await picture(maria), await picture(jonas));
  await jonas.say('hello too');
  await jonas.seesSettled('hello too');
  assert.notEqual(await jonas.message('hello too').locator('svg').first().evaluate((svg) => svg.innerHTML), await picture(maria));
  const elsewhere = asked.filter((url) => !url.startsWith(stage.server.url) && !url.startsWith('data:'));
  assert.deepEqual(elsewhere, []);
});
