// The name is asked once, and any name is taken.

import assert from 'node:assert/strict';
import { look } from './harness/access.js';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

story('a name and a button later one is talking', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.tab(await stage.browser());
  await maria.field('Display name').waitFor();
  await maria.keyboard.type('maria');
  await maria.keyboard.press('Enter');
  await maria.is('#general');
  await maria.keyboard.type('hello everybody');
  await maria.keyboard.press('Enter');
  await bob.hears('PRIVMSG #general :hello everybody');
  await maria.seesSettled('hello everybody');
});

story('any name is taken: the nearest nick is shown and used, what was typed is the real name', async (stage) => {
  const bob = await stage.raw('bob');
  const anna = await stage.tab(await stage.browser());
  await anna.field('Display name').fill('Anna Müller');
  const shown = anna.page.getByText('Anna_Muller');
  await shown.waitFor();
  await anna.keyboard.press('Enter');
  await anna.is('#general');
  await bob.hears(/^:Anna_Muller!\S+ JOIN #general$/);
  bob.send('WHOIS Anna_Muller');
  await bob.hears(/ 311 bob Anna_Muller \S+ \S+ \* :Anna Müller$/);
  await anna.sidebar.getByText('Anna_Muller').first().waitFor();
});

for (const [typed, nick] of [['4 horsemen', /^[^0-9-]\S*horsemen$/], ['Łukasz', /^Lukasz$/], ['日本', /^[A-Za-z]\S*$/], ['a'.repeat(80), /^a{30,32}$/]]) {
  story(`a name such as ${typed.slice(0, 12)} is taken too`, async (stage) => {
    const bob = await stage.raw('bob');
    const person = await stage.person(typed);
    await person.say('here i am');
    const [, used] = /^:(\S+)!/.exec(await bob.hears('PRIVMSG #general :here i am'));
    assert.match(used, nick);
  });
}

story('a name in use is said at the field, with names that are free', async (stage) => {
  const bob = await stage.raw('maria');
  const maria = await stage.tab(await stage.browser());
  await maria.field('Display name').fill('maria');
  await maria.button('Start chatting').click();
  await maria.alert.waitFor();
  assert.match(await maria.alert.textContent(), /in use|taken/i);
  assert.equal(await maria.field('Display name').inputValue(), 'maria');
  assert.equal(await maria.field('Display name').getAttribute('aria-invalid'), 'true');

  const suggestion = maria.alert.getByRole('button', { name: /maria/ }).first();
  const free = await suggestion.textContent();
  assert.notEqual(free, 'maria');
  await suggestion.click();
  await maria.is('#general');
  await bob.hears(new RegExp(`^:${free}!\\S+ JOIN #general$`));
});

story('a name that belongs to an account is not had without it, at the door and later', async (stage) => {
  const owner = await stage.raw('maria', { channels: [] });
  owner.send('NICKSERV REGISTER sesame-open');
  await owner.hears(/ 900 /);
  owner.send('NICK elsewhere');
  await owner.hears(/ NICK :?elsewhere$/);

  const maria = await stage.tab(await stage.browser());
  await maria.field('Display name').fill('maria');
  await maria.button('Start chatting').click();
  await maria.alert.getByText('The name maria belongs to an account: take another.').waitFor();
  await look(maria, 'name-of-an-account');
  await maria.alert.getByRole('button', { name: 'maria2', exact: true }).click();
  await maria.is('#general');

  await maria.choose('Account and settings', 'Change display name');
  const dialog = maria.dialog('Change display name');
  await dialog.getByRole('textbox', { name: 'Display name' }).fill('maria');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('The name maria belongs to an account: take another.').waitFor();
});

story('no name at all is said at the field, and nothing is sent', async (stage) => {
  const nobody = await stage.tab(await stage.browser());
  await nobody.field('Display name').fill('   ');
  await nobody.button('Start chatting').click();
  await nobody.alert.waitFor();
  assert.equal(await nobody.page.evaluate(() => document.activeElement?.tagName), 'INPUT');
});

story('the name can be changed: the nick and the real name follow', async (stage) => {
  const bob = await stage.raw('bob', { caps: 'setname' });
  await stage.raw('taken');
  const maria = await stage.person('maria');
  await maria.choose('Account and settings', 'Change display name');
  const dialog = maria.dialog('Change display name');
  const field = dialog.getByRole('textbox', { name: 'Display name' });
  assert.equal(await field.inputValue(), 'maria');
  await eventually(async () => assert.ok(await field.evaluate((input) => input === document.activeElement)));

  await field.fill('taken');
  await field.press('Enter');
  await dialog.getByRole('alert').filter({ hasText: /in use|taken/i }).waitFor();

  await field.fill('Maria Weiß');
  await field.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  const [, nick] = /^:maria!\S+ NICK :?(\S+)$/.exec(await bob.hears(/^:maria!\S+ NICK /));
  assert.match(nick, /^Maria_Wei/);
  await bob.hears(/ SETNAME :Maria Weiß$/);
  await eventually(async () => assert.equal(await maria.members.getByRole('button', { name: nick }).count(), 1));

  await maria.reload();
  await maria.is('#general');
  await maria.members.getByRole('button', { name: nick }).waitFor();
});
