// Somebody gets an account, and comes by it from wherever she is.

import assert from 'node:assert/strict';
import { look } from './harness/access.js';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const kept = { settings: '[data]\ndir = "{dir}/data"\n[limits]\nresume_grace = "1s"\n' };
const password = 'a linnet sings';

/** Somebody with an account, who is nowhere just now. */
async function registered(stage, name) {
  const owner = await stage.raw(name, { channels: [] });
  owner.send(`REGISTER * * :${password}`);
  await owner.hears('REGISTER SUCCESS');
  owner.quit();
  await owner.hears(/^ERROR/);
}

story('registers, logs out, logs in, reloads; another browser logs it out', kept, async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const desk = await stage.tab(await stage.browser({ wire: true }));
  await desk.field('Display name').fill('maria');
  await desk.openLogIn();
  await desk.button('Register').click();
  assert.equal(await desk.field('Name').inputValue(), 'maria');
  await desk.field('Password').fill(password);
  await desk.button('Register').click();
  await desk.is('#general');
  bob.send('WHOIS maria');
  await bob.hears(/ 330 bob maria maria /);
  await desk.join('#tea');

  await desk.choose('Account and settings', 'Log out');
  await desk.page.getByText('You are logged out of maria, and this device is forgotten.').waitFor();
  await bob.hears(/^:maria!\S+ QUIT/);
  assert.deepEqual(await secrets(desk.page), []);

  assert.equal(await desk.field('Name').inputValue(), 'maria');
  await desk.logIn('maria', password);
  await desk.is('#tea');
  await eventually(async () => assert.equal((await secrets(desk.page)).length, 1));

  await desk.reload();
  await desk.is('#tea');
  await eventually(async () => assert.ok(desk.wire.heard.some((line) => line.includes('RESUME SUCCESS maria')), desk.wire.sent.slice(-20).join('\n') + desk.wire.heard.slice(-30).join('\n')));

  const phone = await stage.tab(await stage.browser({ viewport: { width: 390, height: 844 } }));
  await phone.openLogIn();
  await phone.logIn('maria', password);
  // She is where the other device is, and nobody joins anything.
  await phone.is('#general');
  await phone.button('Open conversations').click();
  await phone.entry('#tea').waitFor();
  assert.equal(await bob.count(/^:maria!\S+ JOIN #tea/), 2);

  await phone.choose('Account and settings', 'Devices');
  const devices = phone.dialog('Devices');
  await eventually(async () => assert.equal(await devices.getByRole('listitem').count(), 2));
  await devices.getByRole('listitem').first().getByText('this device').waitFor();
  await look(phone, 'devices');
  await devices.getByRole('button', { name: 'Log out all others' }).click();
  await eventually(async () => assert.equal(await devices.getByRole('listitem').count(), 1));

  await desk.page.getByText('This device was logged out.').waitFor();
  assert.equal(await desk.field('Name').inputValue(), 'maria');
  assert.deepEqual(await secrets(desk.page), []);
  await desk.reload();
  await desk.field('Display name').waitFor();
  assert.ok(!(await storageOf(desk.page)).includes(password));
});

/** The tokens that the page keeps. */
async function secrets(page) {
  return (await storageOf(page)).match(/lin_[\w-]+/g) ?? [];
}

async function storageOf(page) {
  return page.evaluate(() => JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }));
}
