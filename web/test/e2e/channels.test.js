// Channels: found, made, entered, named and left.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

story('all channels are listed with topic and members, can be searched, and joined', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#tea', '#coffee'] });
  await stage.raw('eve', { channels: ['#tea'] });
  bob.send('TOPIC #tea :leaves and water');
  await bob.hears(/ TOPIC #tea /);
  const maria = await stage.person('maria');
  await maria.button('Browse channels').click();
  const dialog = maria.dialog('Browse channels');
  const tea = dialog.getByRole('listitem').filter({ hasText: '#tea' });
  await tea.waitFor();
  assert.match(await tea.textContent(), /#tea.*2 members.*leaves and water/s);
  assert.match(await dialog.getByRole('listitem').filter({ hasText: '#coffee' }).textContent(), /1 member(?!s)/);
  await dialog.getByRole('button', { name: 'Open #general' }).waitFor();

  const search = dialog.getByRole('searchbox', { name: 'Search channels' });
  await search.fill('leaves');
  await eventually(async () => assert.equal(await dialog.getByRole('listitem').count(), 1));
  await search.fill('no such thing');
  await eventually(async () => assert.equal(await dialog.getByRole('listitem').count(), 0));
  await search.fill('TEA');
  await dialog.getByRole('button', { name: 'Join #tea' }).click();
  await maria.is('#tea');
  await dialog.waitFor({ state: 'hidden' });
  await bob.hears(/^:maria!\S+ JOIN #tea$/);
  await maria.entry('#tea').waitFor();
  await maria.page.getByRole('banner').getByText('leaves and water').or(maria.page.getByText('leaves and water')).first().waitFor();
});

story('a channel that cannot be joined says why', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#closed', '#keyed'] });
  bob.send('MODE #closed +i', 'MODE #keyed +k secret');
  await bob.settle();
  const maria = await stage.person('maria');
  await maria.button('Browse channels').click();
  const dialog = maria.dialog('Browse channels');
  await dialog.getByRole('button', { name: 'Join #closed' }).click();
  await dialog.getByRole('alert').filter({ hasText: /invit/i }).waitFor();
  await maria.keyboard.press('Escape');
  await maria.say('/join #keyed');
  await maria.alert.filter({ hasText: /password|key/i }).first().waitFor();
  await maria.say('/join #keyed secret');
  await maria.is('#keyed');
});

story('a channel is made, with its topic, and its maker keeps it', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  await maria.button('New channel').click();
  const dialog = maria.dialog('New channel');
  await dialog.waitFor();
  await maria.keyboard.type('Garden');
  await maria.keyboard.press('Tab');
  await maria.keyboard.type('what grows');
  await maria.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await maria.keyboard.type('a first word');
  await maria.keyboard.press('Enter');
  await maria.sees('a first word');
  const name = await maria.title.textContent();
  assert.equal(name.toLowerCase(), '#garden');
  await bob.join(name);
  await bob.hears(/ 332 bob #garden :what grows$/i);
  await bob.hears(/ 353 bob . #garden :(.* )?@maria/i);
});

story('a name that is taken or not allowed is refused at the field', async (stage) => {
  await stage.raw('bob', { channels: ['#tea'] });
  const maria = await stage.person('maria');
  await maria.button('New channel').click();
  const dialog = maria.dialog('New channel');
  const name = dialog.getByRole('textbox', { name: 'Channel name' });
  for (const [typed, problem] of [['#tea', /already/i], ['TEA', /already/i], ['#', /./], ['#' + 'x'.repeat(80), /long/i]]) {
    await name.fill(typed);
    await dialog.getByRole('button', { name: 'Create channel' }).click();
    await dialog.getByRole('alert').filter({ hasText: problem }).waitFor();
    assert.equal(await name.getAttribute('aria-invalid'), 'true');
  }
  await maria.keyboard.press('Escape');
  await maria.is('#general');
  assert.equal(await maria.entry('#tea').count(), 0);
});

story('the topic is shown, and edited by who may', async (stage) => {
  const maria = await stage.person('maria');
  await maria.join('#garden');
  const bob = await stage.raw('bob', { channels: ['#garden'] });
  await maria.button('Topic').click();
  const field = maria.page.getByRole('dialog').getByRole('textbox', { name: 'Topic' });
  await field.fill('roses');
  await field.press('Enter');
  await bob.hears(/^:maria!\S+ TOPIC #garden :?roses$/);
  await maria.page.getByRole('dialog').waitFor({ state: 'hidden' });
  const jonas = await stage.person('jonas');
  await jonas.join('#garden');
  await jonas.page.getByRole('main').getByText('roses').first().waitFor();

  // #general is +t, and nobody there is an operator.
  await maria.open('#general');
  await maria.button('Topic').click();
  await maria.page.getByRole('dialog').getByText(/only operators/i).waitFor();
});

story('a channel is left, and stays left', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const maria = await stage.person('maria');
  await maria.join('#tea');
  await maria.choose('Channel menu', 'Leave channel');
  await bob.hears(/^:maria!\S+ PART #tea/);
  await maria.entry('#tea').waitFor({ state: 'hidden' });
  await maria.reload();
  await maria.open('#general');
  await maria.say('here again');
  await bob.hears('here again');
  assert.equal(await maria.entry('#tea').count(), 0);
  assert.equal(await bob.count(/^:maria!\S+ JOIN #tea/), 1);
});

story('a link to a channel can be copied and opens it, at the first visit too', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#tea'] });
  const browser = await stage.browser({ permissions: ['clipboard-read', 'clipboard-write'] });
  const maria = await stage.tab(browser);
  await maria.enter('maria');
  await maria.join('#tea');
  await maria.choose('Channel menu', 'Copy link');
  await eventually(async () =>
    assert.equal(await maria.page.evaluate(() => navigator.clipboard.readText()), `${stage.server.url}#tea`));

  const jonas = await stage.tab(await stage.browser(), { path: '#tea' });
  await jonas.field('Display name').fill('jonas');
  await jonas.keyboard.press('Enter');
  await jonas.is('#tea');
  await bob.hears(/^:jonas!\S+ JOIN #tea$/);
  await jonas.page.evaluate(() => { location.hash = '#random'; });
  await jonas.is('#random');
  await jonas.page.goBack();
  await jonas.is('#tea');
});

story('kicked: it says so, by whom and why, and shows the way back', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#tea'] });
  const maria = await stage.person('maria');
  await maria.join('#tea');
  await bob.hears(/^:maria!\S+ JOIN #tea$/);
  bob.send('KICK #tea maria :mind the cups');
  const banner = maria.page.getByRole('alert').filter({ hasText: 'mind the cups' });
  await banner.waitFor();
  assert.match(await banner.textContent(), /bob/);
  await banner.getByRole('button', { name: /join/i }).click();
  await eventually(async () => assert.equal(await bob.count(/^:maria!\S+ JOIN #tea$/), 2));
  await banner.waitFor({ state: 'hidden' });
});
