// What people say of themselves, as others see it: at once, later, and elsewhere.

import assert from 'node:assert/strict';
import { look } from './harness/access.js';
import { painting } from './harness/painting.js';
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

story('in a crowd those are asked for whom one looks at', { settings: '[limits]\nflood_rate = 0\n', within: 120_000 }, async (stage) => {
  const crowd = await Promise.all(Array.from({ length: 110 }, (_, i) => stage.raw(`n${String(i).padStart(3, '0')}`, { channels: ['#crowd'], caps: METADATA })));
  for (const i of [0, 105]) {
    crowd[i].send(`METADATA * SET display-name :Number ${i}`);
    await crowd[i].hears(/ 761 /);
  }
  const maria = await stage.tab(await stage.browser({ wire: true }));
  await maria.enter('maria');
  await maria.join('#crowd');
  await maria.members.getByRole('button', { name: 'Number 0 n000' }).waitFor();
  const asked = (nick) => maria.wire.sent.filter((line) => line.includes(`METADATA ${nick} GET`)).length;
  assert.equal(asked('n105'), 0);
  await maria.members.locator('.scroll').evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await maria.members.getByRole('button', { name: 'Number 105 n105' }).waitFor();
  assert.equal(asked('n105'), 1);
  assert.equal(asked('n050'), 0);
});

const kept = { settings: '[data]\ndir = "{dir}/data"\n', within: 120_000 };
const password = 'a linnet sings';

/** The picture of somebody that is drawn in a member's line: its path and size, or null for the one made from the nick. */
async function pictureOf(viewer, name) {
  return viewer.members.getByRole('button', { name }).evaluate((line) => {
    const image = line.querySelector('img');
    return image && { path: new URL(image.src).pathname, size: [image.naturalWidth, image.naturalHeight] };
  });
}

story('a picture is brought, seen by everybody and from every device, kept, and removed', kept, async (stage) => {
  const bob = await stage.raw('bob', { caps: METADATA });
  bob.send('METADATA * SUB avatar');
  const jonas = await stage.person('jonas');
  const requests = [];
  jonas.page.on('request', (request) => requests.push(request.url()));
  const maria = await stage.person('maria');

  await maria.choose('Account and settings', 'Edit profile');
  const dialog = maria.dialog('Edit profile');
  await dialog.getByText('A picture of your own is kept with an account.').waitFor();
  await look(maria, 'profile-guest');
  await dialog.getByRole('button', { name: 'Register this name' }).click();
  await maria.field('Password').fill(password);
  await maria.dialog('Register this name').getByRole('button', { name: /^Register/ }).click();
  await maria.dialog('Register this name').waitFor({ state: 'hidden' });

  await maria.choose('Account and settings', 'Edit profile');
  const chooser = dialog.getByLabel('Choose picture');
  await chooser.setInputFiles({ name: 'me.txt', mimeType: 'text/plain', buffer: Buffer.from('this is no picture') });
  await dialog.getByRole('alert').getByText('can’t be read as a picture').waitFor();
  await chooser.setInputFiles(painting(600, 400));
  await dialog.getByRole('button', { name: 'Remove picture' }).waitFor();
  await look(maria, 'profile-picture');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });

  const [, address] = /^:maria!\S+ METADATA maria avatar \* :(\S+)$/.exec(await bob.hears(/ METADATA maria avatar /));
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/avatar\/[0-9a-f]{64}$/);
  const { pathname } = new URL(address);
  await eventually(async () => assert.deepEqual(await pictureOf(jonas, 'maria'), { path: pathname, size: [128, 128] }));
  const answer = await fetch(address);
  assert.equal(answer.headers.get('content-type'), 'image/webp');
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.ok(!bytes.includes('taken at home') && bytes.length < 32 * 1024);
  await maria.say('look at me');
  await jonas.sees('look at me');
  await look(jonas, 'picture-seen', { only: ['light', 'dark'] });

  const phone = await stage.tab(await stage.browser());
  await phone.openLogIn();
  await phone.logIn('maria', password);
  await phone.is('#general');
  await eventually(async () => assert.equal((await pictureOf(phone, 'maria'))?.path, pathname));
  await jonas.reload();
  await jonas.is('#general');
  await eventually(async () => assert.equal((await pictureOf(jonas, 'maria'))?.path, pathname));

  // What is kept outlives the server, however that ends.
  stage.forgive(/WebSocket/);
  await stage.server.kill();
  for (const viewer of [maria, phone, jonas]) await viewer.isCutOff();
  await stage.server.start();
  for (const viewer of [maria, phone, jonas]) await viewer.comesBack();
  const loaded = requests.length;
  await jonas.reload();
  await jonas.is('#general');
  await eventually(async () => assert.equal((await pictureOf(jonas, 'maria'))?.path, pathname));
  assert.ok(requests.slice(loaded).every((url) => url.startsWith(stage.server.url) || url.startsWith('data:')));
  assert.equal((await fetch(address)).status, 200);
  const eve = await stage.raw('eve', { caps: METADATA });
  eve.send('METADATA * SUB avatar display-name');

  // Whatever else somebody says her picture is, nothing is loaded from elsewhere.
  eve.send('METADATA * SET avatar :http://127.0.0.1:9/face.png');
  await eve.hears(/ 761 eve /);
  await jonas.members.getByRole('button', { name: 'eve' }).waitFor();
  assert.equal(await pictureOf(jonas, 'eve'), null);

  await phone.choose('Account and settings', 'Edit profile');
  await phone.dialog('Edit profile').getByRole('button', { name: 'Remove picture' }).click();
  await phone.dialog('Edit profile').getByRole('button', { name: 'Save' }).click();
  await eve.hears(/^:maria!\S+ METADATA maria avatar \*$/);
  for (const viewer of [jonas, maria, phone]) await eventually(async () => assert.equal(await pictureOf(viewer, 'maria'), null));
  await eventually(async () => assert.equal((await fetch(address)).status, 404));
  assert.deepEqual(requests.filter((url) => !url.startsWith(stage.server.url) && !url.startsWith('data:')), []);
});

async function colourOf(locator) {
  return locator.evaluate((element) => getComputedStyle(element).color);
}
