// Messages that are taken back (IRCv3 message-redaction).

import assert from 'node:assert/strict';
import { look } from './harness/access.js';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const caps = 'message-tags draft/message-redaction';

/** The button that deletes a message; it shows where one points. */
async function bin(person, text) {
  const article = person.message(text);
  await article.hover();
  return article.getByRole('button', { name: 'Delete message' });
}

story('one takes back what one said, after a second thought', async (stage) => {
  const bob = await stage.raw('bob', { caps });
  const maria = await stage.person('maria');
  const jonas = await stage.person('jonas');
  await maria.say('my password is tea');
  await maria.seesSettled('my password is tea');
  await jonas.sees('my password is tea');
  assert.equal(await jonas.message('my password is tea').getByRole('button', { name: 'Delete message' }).count(), 0, 'not of others');

  await (await bin(maria, 'my password is tea')).click();
  const ask = maria.dialog('Delete this message?');
  await ask.getByRole('button', { name: 'Cancel' }).click();
  await ask.waitFor({ state: 'hidden' });
  await maria.sees('my password is tea');

  // By the keyboard alone, and the focus stays among the messages.
  await (await bin(maria, 'my password is tea')).focus();
  await maria.keyboard.press('Enter');
  await ask.waitFor();
  await look(maria, 'delete');
  await maria.keyboard.press('Enter');
  await ask.waitFor({ state: 'hidden' });
  await bob.hears(/^(@\S+ )?:maria!\S+ REDACT #general \S+$/);
  for (const person of [maria, jonas]) {
    await person.sees('Message deleted');
    await person.seesNot('my password is tea');
    assert.ok(!(await person.page.content()).includes('my password is tea'));
  }
  assert.equal(await maria.focused(), 'Messages in #general');
  assert.equal(await maria.message('Message deleted').getByRole('button', { name: 'Delete message' }).count(), 0);

  // Gone from the search, and after a reload.
  await maria.button('Search messages').click();
  await maria.page.getByRole('searchbox', { name: 'Search in this conversation' }).fill('password');
  await maria.page.getByRole('status', { name: 'Results' }).filter({ hasText: 'Nothing found' }).waitFor();
  await maria.reload();
  await maria.is('#general');
  await maria.say('here again');
  await maria.seesSettled('here again');
  await maria.seesNot('my password is tea');
});

story('who keeps a channel deletes what others said, and may say why', async (stage) => {
  const maria = await stage.person('maria');
  await maria.join('#tea');
  const eva = await stage.raw('eva', { channels: ['#tea'], caps });
  eva.say('#tea', 'buy cold hard chats', 'and more of them');
  await maria.sees('and more of them');
  await (await bin(maria, 'buy cold hard chats')).click();
  const ask = maria.dialog('Delete what eva said?');
  await ask.getByRole('textbox', { name: 'Reason' }).fill('spam');
  await look(maria, 'delete-with-reason');
  await ask.getByRole('button', { name: 'Delete' }).click();
  await eva.hears(/:maria!\S+ REDACT #tea \S+ :?spam$/);
  await maria.sees('Message deleted by maria: spam');
  await maria.reads('Message deleted by maria: spam', 'and more of them');
  await look(maria, 'deleted');
});

story('what cannot be deleted says why', { settings: '[limits]\nredact_window = "1ms"\n' }, async (stage) => {
  const maria = await stage.person('maria');
  await maria.say('carved in stone');
  await maria.seesSettled('carved in stone');
  await (await bin(maria, 'carved in stone')).click();
  const ask = maria.dialog('Delete this message?');
  await ask.getByRole('button', { name: 'Delete' }).click();
  await ask.getByRole('alert').filter({ hasText: 'too long ago' }).waitFor();
  await maria.keyboard.press('Escape');
  await ask.waitFor({ state: 'hidden' });
  await maria.sees('carved in stone');
});

story('what was deleted is not unread any more', async (stage) => {
  const bob = await stage.raw('bob', { caps: 'message-tags echo-message draft/message-redaction' });
  const maria = await stage.person('maria');
  await maria.join('#random');
  bob.say('#general', 'maria: never mind', 'two');
  await maria.counts('#general', 2, 1);
  const line = await bob.hears(/PRIVMSG #general :maria: never mind/);
  bob.send(`REDACT #general ${/msgid=([^; ]+)/.exec(line)[1]}`);
  await maria.counts('#general', 1);
});

story('what was deleted while one was away is gone when one comes back', async (stage) => {
  const bob = await stage.raw('bob', { caps: 'message-tags echo-message draft/message-redaction' });
  const browser = await stage.browser();
  const before = await stage.tab(browser);
  await before.enter('maria');
  for (const text of ['kept', 'slip of the tongue', 'kept too']) {
    bob.say('maria', text);
    await bob.settle();
  }
  await before.open('bob');
  await before.sees('kept too');
  await before.page.close();
  const said = await bob.hears(/PRIVMSG maria :slip of the tongue/);
  bob.send(`REDACT maria ${/msgid=([^; ]+)/.exec(said)[1]}`);
  await bob.hears(/ REDACT maria /);

  const after = await stage.tab(browser);
  await after.is('bob');
  await after.reads('kept', 'Message deleted', 'kept too');
  await eventually(async () => assert.ok(!(await after.page.evaluate(() => JSON.stringify(localStorage))).includes('slip')));
});

story('on a telephone a tap on a message brings the bin', async (stage) => {
  const maria = await stage.person('maria', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await maria.say('typo');
  await maria.seesSettled('typo');
  const button = maria.message('typo').getByRole('button', { name: 'Delete message' });
  const opacity = () => button.evaluate((element) => Number(getComputedStyle(element.parentElement).opacity));
  assert.equal(await opacity(), 0);
  await maria.message('typo').getByText('typo').tap();
  await eventually(async () => assert.equal(await opacity(), 1));
  const { width, height } = await button.boundingBox();
  assert.ok(width >= 44 && height >= 44, `${width} by ${height}`);
  await button.tap();
  await maria.dialog('Delete this message?').getByRole('button', { name: 'Delete' }).tap();
  await maria.sees('Message deleted');
});
