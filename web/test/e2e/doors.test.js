// Doors: knocking, being sent on, being put out, and a channel called otherwise.

import assert from 'node:assert/strict';
import { look } from './harness/access.js';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

story('a knock is heard, and answered with an invitation', async (stage) => {
  const maria = await stage.person('maria');
  await maria.join('#den');
  await maria.say('/mode +i');
  const eva = await stage.raw('eva');
  await maria.said.getByText('set +i').waitFor();
  eva.send('KNOCK #den :I brought cake');
  await maria.said.getByText('eva would like to come in: I brought cake').waitFor();
  await look(maria, 'knock');
  await maria.button('Invite eva').click();
  await eva.hears(/ INVITE eva #den/);
  await maria.button('Invite eva').waitFor({ state: 'hidden' });
  await eva.join('#den');

  const jonas = await stage.person('jonas');
  await jonas.say('/join #den');
  await jonas.alert.filter({ hasText: 'invited people only' }).first().waitFor();
  await jonas.say('/knock #den please');
  await jonas.said.getByText('Your knock was heard in #den.').waitFor();
  await maria.said.getByText('jonas would like to come in: please').waitFor();
});

story('who is turned away and sent on finds the other channel open, and why', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#full', '#queue'] });
  bob.send('MODE #full +if #queue');
  await bob.hears(/ MODE #full /);
  const maria = await stage.person('maria');
  await maria.say('/join #full');
  await maria.is('#queue');
  await maria.said.getByText('it sends people on to #queue').waitFor();
  assert.equal(await maria.entry('#full').count(), 0);
  assert.equal(await maria.page.evaluate(() => location.hash), '#queue');
  await bob.hears(/:maria!\S+ JOIN #queue/);
});

story('a channel that is renamed stays where one is, with all it has', async (stage) => {
  const maria = await stage.person('maria');
  const jonas = await stage.person('jonas');
  await maria.join('#tea');
  await jonas.join('#tea');
  await maria.say('said before');
  await jonas.sees('said before');
  await jonas.composer('#tea').fill('half a thought');
  await maria.say('/rename #green-tea More exact');
  for (const person of [maria, jonas]) {
    await person.is('#green-tea');
    await person.sees('said before');
    await person.said.getByText('maria renamed this channel, formerly #tea (More exact)').waitFor();
    assert.equal(await person.page.evaluate(() => location.hash), '#green-tea');
    assert.equal(await person.entry('#tea').count(), 0);
  }
  assert.equal(await jonas.composer('#green-tea').inputValue(), 'half a thought');
  await jonas.composer('#green-tea').press('Enter');
  await maria.sees('half a thought');
  await look(maria, 'renamed', { only: ['light'] });
  await jonas.reload();
  await jonas.is('#green-tea');
  await jonas.sees('said before');
  await eventually(async () => assert.equal(await jonas.message('said before').count(), 1));
});

story('made to leave: it says so, and shows the way back', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#tea'] });
  const maria = await stage.person('maria');
  await maria.join('#tea');
  await bob.hears(/^:maria!\S+ JOIN #tea$/);
  bob.send('REMOVE #tea maria :off topic');
  const banner = maria.page.getByRole('alert').filter({ hasText: 'Removed by bob: off topic' });
  await banner.getByRole('button', { name: 'Join again' }).click();
  await maria.is('#tea');
  await eventually(async () => assert.equal(await bob.count(/^:maria!\S+ JOIN #tea$/), 2));
  await maria.say('/cycle');
  await eventually(async () => assert.equal(await bob.count(/^:maria!\S+ JOIN #tea$/), 3));
  await maria.is('#tea');
  await banner.waitFor({ state: 'hidden' });
});
