// Every screen: its picture in web/screenshots/, and what axe says of it (WCAG
// 2.2 AA: nothing), in light, in dark, and at 390 px.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { look } from './harness/access.js';
import { story } from './harness/stage.js';

story('the first screen, and a name in use', async (stage) => {
  await stage.raw('maria');
  const maria = await stage.tab(await stage.browser());
  await maria.field('Display name').waitFor();
  await look(maria, 'first-screen');
  await maria.field('Display name').fill('maria');
  await maria.keyboard.press('Enter');
  await maria.alert.waitFor();
  await look(maria, 'name-in-use');
});

story('the chat, in full swing', { within: 120_000 }, async (stage) => {
  const maria = await furnished(stage);
  await look(maria, 'chat');
  await maria.open('jonas');
  await maria.say('yes, at four');
  await maria.seesSettled('yes, at four');
  await look(maria, 'private');
  await maria.open('#general');
  await maria.composer('#general').fill('/');
  await maria.page.getByRole('listbox', { name: 'Commands' }).waitFor();
  await look(maria, 'commands');
  await maria.composer('#general').fill('x'.repeat(17_000));
  await maria.page.getByText('Will be split').waitFor();
  await look(maria, 'long-text');
  await maria.composer('#general').fill('');
});

story('the dialogs', { within: 180_000 }, async (stage) => {
  const maria = await furnished(stage);
  const dialogs = [
    ['browse', 'Browse channels', () => maria.button('Browse channels').click()],
    ['new-channel', 'New channel', () => maria.button('New channel').click()],
    ['settings', 'Settings', () => maria.choose('Account and settings', 'Settings')],
    ['about', 'About', () => maria.choose('Account and settings', 'About')],
    ['rename', 'Change display name', () => maria.choose('Account and settings', 'Change display name')],
    ['topic', 'Topic of #general', () => maria.button('Topic').click()],
    ['switcher', 'Go to a conversation', () => maria.keyboard.press('Control+k')],
    ['help', 'Help', () => maria.keyboard.press('F1').then(() => maria.said.press('?'))],
  ];
  for (const [picture, name, open] of dialogs) {
    await open();
    await maria.dialog(name).waitFor();
    if (picture === 'browse') await maria.dialog(name).getByRole('listitem').filter({ hasText: '#garden' }).waitFor();
    await look(maria, picture);
    await maria.keyboard.press('Escape');
    await maria.dialog(name).waitFor({ state: 'hidden' });
  }
});

story('what floats: the menus, a card, the drawer', { within: 120_000 }, async (stage) => {
  const maria = await furnished(stage);
  await maria.button('Account and settings').click();
  await maria.item('Settings').waitFor();
  await look(maria, 'account-menu', { only: ['light', 'dark'] });
  await maria.keyboard.press('Escape');
  await maria.button('Channel menu').click();
  await maria.item('Leave channel').waitFor();
  await look(maria, 'channel-menu', { only: ['light', 'dark'] });
  await maria.keyboard.press('Escape');
  await maria.members.getByRole('button', { name: 'jonas' }).click();
  await maria.page.getByRole('dialog', { name: 'jonas' }).waitFor();
  await look(maria, 'card', { only: ['light', 'dark'] });
  await maria.keyboard.press('Escape');

  await maria.page.setViewportSize({ width: 390, height: 844 });
  await maria.page.getByRole('button', { name: /^Open conversations/ }).click();
  await maria.entry('#garden').waitFor();
  await look(maria, 'drawer', { only: ['390px'] });
  await maria.keyboard.press('Escape');
  await maria.button('Channel menu').click();
  await look(maria, 'channel-menu', { only: ['390px'] });
  await maria.keyboard.press('Escape');
  await maria.button('Members').click();
  await maria.members.getByRole('button', { name: 'jonas' }).waitFor();
  await look(maria, 'members', { only: ['390px'] });
  await maria.members.getByRole('button', { name: 'jonas' }).click();
  await maria.page.getByRole('dialog', { name: 'jonas' }).waitFor();
  await look(maria, 'card', { only: ['390px'] });
});

story('without a connection, with something unsent', { within: 90_000 }, async (stage) => {
  const maria = await furnished(stage, { wire: true });
  const bob = await stage.raw('bob', { channels: ['#quiet'] });
  await maria.join('#quiet');
  bob.send('MODE #quiet +m');
  await bob.hears(/ MODE #quiet \+m/);
  await maria.say('one more thing: run `make check`');
  await maria.page.getByText('Not sent').waitFor();
  await look(maria, 'not-sent');
  bob.send('KICK #quiet maria :hush');
  await maria.page.getByRole('alert').filter({ hasText: 'hush' }).waitFor();
  await look(maria, 'kicked');
  await maria.open('#general');
  maria.wire.cut();
  await maria.isCutOff();
  await maria.say('written offline');
  await maria.sees('written offline');
  await look(maria, 'offline');
});

story('another tab', async (stage) => {
  const browser = await stage.browser();
  await (await stage.tab(browser)).enter('maria');
  const second = await stage.tab(browser);
  await second.button('Use here').waitFor();
  await look(second, 'another-tab');
});

story('the settings take effect at once, and stay', async (stage) => {
  const maria = await stage.person('maria');
  await maria.choose('Account and settings', 'Settings');
  const surface = () => maria.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await surface();
  await maria.dialog('Settings').getByText('Dark', { exact: true }).click();
  await eventually(async () => assert.notEqual(await surface(), light));
  const dark = await surface();
  await maria.reload();
  await maria.is('#general');
  assert.equal(await surface(), dark, 'kept through a reload');
});

story('about says what it is', async (stage) => {
  const maria = await stage.person('maria');
  await maria.choose('Account and settings', 'About');
  const about = maria.dialog('About');
  await about.getByText('Linnet', { exact: true }).first().waitFor();
  await about.getByText('MIT').waitFor();
});

/** A chat that somebody would want to be in. */
async function furnished(stage, options = {}) {
  const jonas = await stage.raw('jonas', { channels: ['#general', '#dev', '#garden'] });
  const liwei = await stage.raw('li_wei', { channels: ['#general', '#dev'] });
  const sasha = await stage.raw('sasha', { channels: ['#general'], caps: 'message-tags' });
  const tell = async (who, ...lines) => { who.say('#general', ...lines); await who.settle(); };
  await tell(jonas, 'Good morning everyone!', 'did anyone see the release notes at https://example.org/releases/2.4?');
  await tell(liwei, 'Yes. The \x02chathistory\x02 change is \x1dreally\x1d nice.', '\x01ACTION pours tea\x01');
  await tell(sasha, 'I still need to test the WebSocket bridge. Here is a long message that wraps over several lines so that we can see '
    + 'how continuation lines align with the first line and how the measure stays readable next to the member list.');
  await tell(jonas, '```go', 'func main() {', '\tlog.Fatal(server.Run(ctx))', '}', '```');
  liwei.send('AWAY :lunch');
  jonas.send('TOPIC #garden :what grows, and what only says so');
  const maria = await stage.person('maria', options);
  await maria.sees('Good morning everyone!');
  await maria.join('#garden');
  await maria.join('#dev');
  await tell(liwei, 'maria: can you review the patch?');
  await maria.open('#general');
  await maria.say('sure, looking now');
  jonas.say('#dev', 'build 118 is green', 'maria: so is yours', 'next one');
  jonas.say('maria', 'tea at four?');
  await maria.seesSettled('sure, looking now');
  await maria.counts('#dev', 3, 1);
  await maria.counts('jonas', 1);
  sasha.send('@+typing=active TAGMSG #general'); // last, for it is over in six seconds
  await maria.page.getByText('sasha is typing').waitFor();
  return maria;
}
