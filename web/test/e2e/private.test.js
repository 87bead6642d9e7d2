// Private conversations: a click away, and on the other side by themselves.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

story('a click on a name at a message opens the private conversation at once, and on the other side by itself', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  const jonas = await stage.person('jonas');
  await maria.say('hello');
  await jonas.sees('hello');
  await jonas.message('hello').getByRole('button', { name: 'maria' }).click();
  await jonas.is('maria');

  await maria.composer('#general').fill('half a tho');
  await jonas.say('just for you');
  await maria.counts('jonas', 1);
  await maria.is('#general');
  assert.equal(await maria.focused(), 'Message #general', 'the focus stays where it was');
  assert.equal(await maria.composer('#general').inputValue(), 'half a tho');
  await maria.open('jonas');
  await maria.sees('just for you');
  await maria.counts('jonas', 0);
  await maria.say('and for you');
  await jonas.sees('and for you');
  await jonas.reads('just for you', 'and for you');

  assert.equal(await bob.count(/for you/), 0, 'nobody else hears it');
  await jonas.open('#general');
  await jonas.seesNot('for you');
});

story('a bare IRC client is talked with in private too', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  bob.say('maria', 'psst');
  await maria.counts('bob', 1);
  await maria.open('bob');
  await maria.say('yes?');
  await bob.hears(/^:maria!\S+ PRIVMSG bob :yes\?$/);
});

story('the member list opens a card, and its button the private conversation', async (stage) => {
  await stage.raw('bob', { realname: 'Bob the Builder' });
  const maria = await stage.person('maria');
  await maria.members.getByRole('button', { name: 'bob' }).click();
  const card = maria.page.getByRole('dialog', { name: 'bob' });
  await card.getByText('Bob the Builder').waitFor();
  await card.getByRole('button', { name: 'Message bob' }).click();
  await maria.is('bob');
  await card.waitFor({ state: 'hidden' });
});

story('who is away is seen to be, whether it was so before or comes to be', async (stage) => {
  const bob = await stage.raw('bob');
  bob.send('AWAY :lunch');
  await bob.hears(/ 306 /);
  const maria = await stage.person('maria');
  const member = maria.members.getByRole('button', { name: 'bob' });
  const isAway = (away) => eventually(async () => assert.equal((await member.getAttribute('title')).includes('away'), away));
  await isAway(true);
  bob.send('AWAY');
  await isAway(false);
  bob.send('AWAY :tea');
  await isAway(true);
  await member.click();
  await maria.page.getByRole('dialog', { name: 'bob' }).getByText('Away: tea').waitFor();
});

story('a private conversation opened on the other side shows its past', async (stage) => {
  const maria = await stage.person('maria');
  const jonas = await stage.person('jonas');
  await jonas.say('/msg maria the first');
  await maria.counts('jonas', 1);
  await maria.open('jonas');
  await maria.reads('the first');
});

story('when the other one is gone, it says so', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  await maria.say('/query bob');
  await maria.is('bob');
  bob.quit();
  await eventually(async () => assert.equal(await maria.page.getByText('Not connected').count(), 1));
  await maria.say('are you there?');
  const failed = maria.message('are you there?');
  await failed.getByText('Not sent').waitFor();
});

story('a new nick of the other one does not cut the conversation', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  bob.say('maria', 'i am bob');
  await maria.open('bob');
  await maria.sees('i am bob');
  bob.send('NICK robert');
  await maria.is('robert');
  await maria.say('so you are robert');
  await bob.hears(/PRIVMSG robert :so you are robert$/);
  await maria.reads('i am bob', 'so you are robert');
});
