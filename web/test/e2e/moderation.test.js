// Who keeps a channel, and who is kept from writing in one.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { look } from './harness/access.js';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

/** Opens the card of a member, and its menu. */
async function moderate(person, nick, deed) {
  await person.members.getByRole('button', { name: nick }).click();
  await person.dialog(nick).getByRole('button', { name: `Moderate ${nick}` }).click();
  await person.item(deed).waitFor();
}

story('slow mode says how long to wait, and the message is kept', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#slow'] });
  const maria = await stage.person('maria');
  await maria.join('#slow');
  bob.send('MODE #slow +W 8');
  await bob.hears(/ MODE #slow \+W 8/);
  await maria.say('first');
  await maria.seesSettled('first');
  await maria.say('too soon');
  await maria.message('too soon').getByText('Not sent').waitFor();
  await maria.message('too soon').getByText(/slow mode: wait \d seconds?\./).waitFor();
  const timer = maria.page.getByRole('timer');
  await timer.filter({ hasText: /Slow mode: wait [1-8] s/ }).waitFor();
  await look(maria, 'slow');
  await timer.waitFor({ state: 'hidden' });
  await maria.button('Retry').click();
  await bob.hears('PRIVMSG #slow :too soon');
  await maria.seesSettled('too soon');
  assert.equal(await maria.message('too soon').count(), 1);
});

story('who keeps a channel does so from the card of a member', async (stage) => {
  const maria = await stage.person('maria');
  await maria.join('#tea');
  const bob = await stage.raw('bob', { channels: ['#tea'] });
  await moderate(maria, 'bob', 'Give a voice');
  await look(maria, 'moderate', { only: ['light', 'dark'] });
  await maria.item('Give a voice').click();
  await bob.hears(/ MODE #tea \+v bob/);
  await moderate(maria, 'bob', 'Take the voice');
  await maria.item('Make operator').click();
  await bob.hears(/ MODE #tea \+o bob/);
  await moderate(maria, 'bob', 'Make no longer operator');
  await maria.item('Make no longer operator').click();
  await bob.hears(/ MODE #tea -o bob/);
  await moderate(maria, 'bob', 'Mute in this channel');
  await maria.item('Mute in this channel').click();
  await bob.hears(/ MODE #tea \+b ~quiet:/);
  await moderate(maria, 'bob', 'Remove from channel');
  await maria.item('Remove from channel').click();
  await bob.hears(/ KICK #tea bob/);
  await bob.join('#tea');
  await moderate(maria, 'bob', 'Ban from channel');
  await maria.item('Ban from channel').click();
  await eventually(async () => assert.equal(await bob.count(/ KICK #tea bob/), 2));
  bob.send('JOIN #tea');
  await bob.hears(/ 474 bob #tea /);

  await maria.page.setViewportSize({ width: 390, height: 844 });
  await stage.raw('eva', { channels: ['#tea'] });
  await maria.button('Members').click();
  await moderate(maria, 'eva', 'Mute in this channel');
  await look(maria, 'moderate', { only: ['390px'] });
});

story('an operator of the server, and what the server answers, in words', { settings: opers() }, async (stage) => {
  const maria = await stage.person('maria');
  await maria.say('/oper root wrong');
  await maria.said.getByText(/password/).waitFor();
  await maria.say('/oper root sesame');
  await maria.said.getByText('You are an operator of this server now.').waitFor();
  await maria.composer('#general').press('ArrowUp');
  assert.equal(await maria.composer('#general').inputValue(), '', 'a password is not recalled');
  await maria.say('/raw INVITE nobody #general');
  await maria.said.getByText('There is nobody called nobody here.').waitFor();
  await maria.say('/raw STATS u');
  await maria.said.getByText(/^Server Up/i).waitFor();
  await look(maria, 'raw', { only: ['light'] });
});

story('put out by an operator of the server, and kept out: by whom, and why', { settings: opers() }, async (stage) => {
  const root = await stage.raw('root');
  root.send('OPER root sesame');
  await root.hears(/ 381 /);
  const maria = await stage.person('maria');
  root.send('KILL maria :not here');
  const banner = maria.page.getByRole('alert');
  await banner.filter({ hasText: 'root ended your connection: not here.' }).waitFor();
  await look(maria, 'killed');
  await maria.button('Connect again').click();
  await root.hears(/^:maria!\S+ JOIN #general/, { after: root.heard.findIndex((line) => / QUIT /.test(line)) });
  root.send('KLINE maria!*@* :spam|seen in #tea');
  await banner.filter({ hasText: 'You are banned from this server: spam.' }).waitFor();
  await maria.button('Connect again').click();
  await banner.filter({ hasText: 'You are banned from this server: spam.' }).waitFor();
});

story('caller-id: somebody who was kept out can be let in', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  const jonas = await stage.person('jonas');
  await maria.say('/mode maria +g');
  await jonas.members.getByRole('button', { name: 'maria' }).waitFor();
  bob.say('maria', 'are you there?');
  await bob.hears(/ 716 bob maria /);
  const banner = maria.page.getByRole('status').filter({ hasText: 'bob wrote to you' });
  await banner.waitFor();
  await look(maria, 'caller-id');
  await banner.getByRole('button', { name: 'Let bob in' }).click();
  await maria.is('bob');
  await maria.said.getByText('bob may reach you now.').waitFor();
  bob.say('maria', 'hello at last');
  await maria.sees('hello at last');

  await jonas.say('/msg maria hello?');
  await jonas.is('#general');
  await jonas.open('maria');
  await jonas.message('hello?').getByText(/hears only people they have let in/).waitFor();
});

/** A server with an operator, whose password is "sesame". */
function opers() {
  const password = execFileSync(process.env.IRCD, ['hash-password'], { input: 'sesame\n', encoding: 'utf8' }).trim();
  return `
[[opers]]
name = "root"
password = "${password}"
class = "admin"
`;
}
