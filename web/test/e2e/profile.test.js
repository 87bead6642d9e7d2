// What people say of themselves, as others see it: at once, later, and elsewhere.

import assert from 'node:assert/strict';
import { look } from './harness/access.js';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const METADATA = 'batch,draft/metadata-2'.replaceAll(',', ' ');

/** The author of a message as she is drawn. */
const author = (person, text) => person.message(text).first().getByRole('button').first();

story('a display name and a colour are seen by everybody, at once and later', { within: 120_000 }, async (stage) => {
  const bob = await stage.raw('bob', { caps: METADATA });
  bob.send('METADATA * SUB display-name color');
  await bob.hears(/ 770 bob /);
  const jonas = await stage.person('jonas');
  const maria = await stage.person('maria');
  await maria.say('hello everybody');
  await jonas.sees('hello everybody');
  const before = await colourOf(author(jonas, 'hello everybody'));

  await maria.choose('Account and settings', 'Edit profile');
  const dialog = maria.dialog('Edit profile');
  await dialog.getByRole('textbox', { name: 'Display name', exact: true }).fill('Maria Ortiz');
  await dialog.getByRole('radio', { name: 'Teal' }).check();
  await dialog.getByText('Maria Ortiz').first().waitFor();
  await look(maria, 'profile');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });

  await bob.hears(/^:maria!\S+ METADATA maria display-name \* :Maria Ortiz$/);
  await bob.hears(/^:maria!\S+ METADATA maria color \* :#[0-9a-f]{6}$/);
  bob.send('WHOIS maria');
  await bob.hears(/ 311 bob maria \S+ \S+ \* :Maria Ortiz$/);
  await eventually(async () => assert.equal(await author(jonas, 'hello everybody').textContent(), 'Maria Ortiz maria'));
  assert.notEqual(await colourOf(author(jonas, 'hello everybody')), before);
  await jonas.members.getByRole('button', { name: 'Maria Ortiz maria' }).click();
  await jonas.page.getByRole('dialog', { name: 'Maria Ortiz maria' }).waitFor();
  await look(jonas, 'profile-card', { only: ['light', 'dark'] });
  await jonas.keyboard.press('Escape');

  // Who comes later is told with the channel, and so is who comes back.
  const eva = await stage.person('eva');
  await eva.members.getByRole('button', { name: 'Maria Ortiz' }).waitFor();
  await jonas.reload();
  await jonas.is('#general');
  await jonas.members.getByRole('button', { name: 'Maria Ortiz' }).waitFor();
  await maria.reload();
  await maria.is('#general');
  await maria.sidebar.getByText('Maria Ortiz').first().waitFor();
});

async function colourOf(locator) {
  return locator.evaluate((element) => getComputedStyle(element).color);
}
