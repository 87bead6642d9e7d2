// The keyboard alone reaches everything.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

story('a whole visit without a mouse', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const maria = await stage.tab(await stage.browser());
  const { keyboard } = maria;
  await maria.field('Display name').waitFor();
  await keyboard.type('maria');
  await keyboard.press('Enter');
  await maria.is('#general');
  await eventually(async () => assert.equal(await maria.focused(), 'Message #general'));

  // To a channel by a few letters of it.
  await keyboard.press('Control+k');
  await maria.dialog('Go to a conversation').waitFor();
  await keyboard.type('tea');
  await maria.page.getByRole('option', { name: /#tea/ }).waitFor();
  await keyboard.press('Enter');
  await maria.is('#tea');
  await eventually(async () => assert.equal(await maria.focused(), 'Message #tea'));
  await keyboard.type('hello tea');
  await keyboard.press('Enter');
  await bob.hears('PRIVMSG #tea :hello tea');

  // From region to region, to a person, to a private conversation.
  await f6To(maria, () => document.activeElement.closest('aside') !== null);
  await keyboard.press('ArrowDown');
  await eventually(async () => assert.match(await maria.focused(), /bob|maria/));
  for (let i = 0; i < 3 && !/bob/.test(await maria.focused()); i++) await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await maria.page.getByRole('dialog', { name: 'bob' }).waitFor();
  await eventually(async () => assert.equal(await maria.focused(), 'Message bob'));
  await keyboard.press('Enter');
  await maria.is('bob');
  await eventually(async () => assert.equal(await maria.focused(), 'Message bob'));
  await keyboard.type('psst');
  await keyboard.press('Enter');
  await bob.hears('PRIVMSG bob :psst');

  // Up and down through the conversations, and to the unread one.
  await keyboard.press('Alt+ArrowUp');
  await maria.is('#tea');
  await keyboard.press('Alt+ArrowUp');
  await maria.is('#general');
  await keyboard.press('Alt+ArrowDown');
  await maria.is('#tea');
  bob.say('maria', 'over here');
  await maria.counts('bob', 1);
  await keyboard.press('Alt+Shift+ArrowDown');
  await maria.is('bob');
  await keyboard.press('Alt+ArrowUp');
  await maria.is('#tea');
  bob.say('#general', 'maria: look');
  await maria.counts('#general', 1, 1);
  await keyboard.press('Alt+a');
  await maria.is('#general');
});

story('? shows the keys and the commands, and Escape brings the focus back', async (stage) => {
  const maria = await stage.person('maria');
  await maria.said.focus();
  await maria.keyboard.press('?');
  const help = maria.dialog('Help');
  await help.waitFor();
  await help.getByText('Ctrl', { exact: true }).first().waitFor();
  await help.getByText(/^\/join/).waitFor();
  await maria.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
  assert.equal(await maria.focused(), 'Messages in #general');

  // In the composer it is a question mark.
  await maria.composer('#general').press('?');
  assert.equal(await maria.composer('#general').inputValue(), '?');
  assert.equal(await help.count(), 0);
});

story('Tab comes by every control, and is caught nowhere', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  bob.say('#general', 'hello https://example.org/');
  await maria.sees('hello');
  const met = new Set();
  await maria.page.evaluate(() => document.activeElement?.blur());
  for (let i = 0; i < 80; i++) {
    await maria.keyboard.press('Tab');
    met.add(await maria.page.evaluate(() => {
      const it = document.activeElement;
      return it === document.body ? 'BODY' : (it.getAttribute('aria-label') ?? it.textContent.trim());
    }));
    if (met.has('BODY') && i > 30) break;
  }
  for (const name of [
    'Browse channels', 'New channel', 'Filter conversations', '#general', 'Account and settings', 'Topic', 'Search messages',
    'Members', 'Channel menu', 'Messages in #general', 'bob', 'https://example.org/', 'Message #general', 'Send',
  ]) assert.ok(met.has(name), `${name} is met; met were ${[...met].join(' | ')}`);
  const unfocused = await maria.page.evaluate(() => {
    const visible = (element) => element.checkVisibility({ checkVisibilityCSS: true }) && element.tabIndex < 0;
    return [...document.querySelectorAll('button, a[href], input, textarea')].filter(visible)
      .filter((element) => element.closest('[role=menu]') === null && !element.classList.contains('spoken'))
      .map((element) => element.getAttribute('aria-label') ?? element.textContent);
  });
  assert.deepEqual(unfocused, [], 'controls that Tab does not reach');
});

story('a menu is walked with the arrows, and Escape closes it where it was opened', async (stage) => {
  const maria = await stage.person('maria');
  await maria.button('Account and settings').focus();
  await maria.keyboard.press('Enter');
  await maria.item('Change display name').waitFor();
  await eventually(async () => assert.equal(await maria.focused(), 'Change display name'));
  await maria.keyboard.press('ArrowDown');
  assert.equal(await maria.focused(), 'Settings');
  await maria.keyboard.press('End');
  assert.equal(await maria.focused(), 'Log out');
  await maria.keyboard.press('Escape');
  await maria.item('Settings').waitFor({ state: 'hidden' });
  assert.equal(await maria.focused(), 'Account and settings');
});

story('the focus is always visible', async (stage) => {
  const maria = await stage.person('maria');
  for (const control of [maria.button('Browse channels'), maria.entry('#general'), maria.button('Topic'), maria.button('Members')]) {
    await maria.page.evaluate(() => document.activeElement?.blur());
    await control.focus();
    await maria.keyboard.press('Shift+Tab');
    await maria.keyboard.press('Tab');
    const drawn = await control.evaluate((element) => {
      const look = getComputedStyle(element);
      return (look.outlineStyle !== 'none' && Number.parseFloat(look.outlineWidth) >= 2) || look.boxShadow !== 'none';
    });
    assert.ok(drawn, `${await control.getAttribute('aria-label')}`);
  }
});

async function f6To(person, isThere) {
  for (let i = 0; i < 6; i++) {
    await person.keyboard.press('F6');
    if (await person.page.evaluate(isThere)) return;
  }
  assert.fail('F6 does not come there');
}
