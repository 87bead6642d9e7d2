// The composer: keys, commands, completion, drafts.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

story('Shift+Enter is a new line, Enter sends', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  const composer = maria.composer('#general');
  await composer.pressSequentially('one');
  await composer.press('Shift+Enter');
  await composer.pressSequentially('two');
  assert.equal(await composer.inputValue(), 'one\ntwo');
  const { height } = await composer.boundingBox();
  assert.ok(height >= 40, `it grows: ${height} px`);
  await composer.press('Enter');
  await bob.hears('PRIVMSG #general :two');
  assert.equal(await composer.inputValue(), '');
});

story('Enter that ends the composition of an IME does not send', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  const composer = maria.composer('#general');
  await composer.focus();
  const ime = await maria.page.context().newCDPSession(maria.page);
  await ime.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await ime.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
  await ime.send('Input.insertText', { text: '日本' });
  await eventually(async () => assert.equal(await composer.inputValue(), '日本'));
  assert.equal(await bob.count(/^:maria\S* PRIVMSG/), 0);
  await composer.press('Enter');
  await bob.hears('PRIVMSG #general :日本');
});

story('Tab completes nicks, and goes through them', async (stage) => {
  await stage.raw('roberta');
  const bob = await stage.raw('robert');
  const maria = await stage.person('maria');
  await maria.members.getByRole('button', { name: 'roberta' }).waitFor();
  const composer = maria.composer('#general');
  await composer.pressSequentially('ro');
  await composer.press('Tab');
  assert.match(await composer.inputValue(), /^roberta?: $/);
  const first = await composer.inputValue();
  await composer.press('Tab');
  assert.match(await composer.inputValue(), /^roberta?: $/);
  assert.notEqual(await composer.inputValue(), first);
  await composer.pressSequentially('hi');
  await composer.press('Enter');
  await bob.hears(/PRIVMSG #general :roberta?: hi$/);
  await composer.pressSequentially('ask MAR');
  await composer.press('Tab');
  assert.match(await composer.inputValue(), /^ask maria/);
});

story('a slash shows the commands with their help, and runs them', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  const composer = maria.composer('#general');
  await composer.pressSequentially('/to');
  const commands = maria.page.getByRole('listbox', { name: 'Commands' });
  await commands.getByRole('option', { name: /topic/i }).waitFor();
  await maria.keyboard.press('Tab');
  assert.equal(await composer.inputValue(), '/topic ');
  await composer.fill('');

  await maria.say('/me waves');
  await bob.hears('PRIVMSG #general :\x01ACTION waves\x01');
  await maria.sees('maria waves');
  await maria.say('/msg bob in private');
  await bob.hears('PRIVMSG bob :in private');
  await maria.entry('#general').click();
  await maria.say('/away gone fishing');
  await eventually(async () => {
    bob.send('WHOIS maria');
    await bob.settle();
    assert.ok(bob.heard.some((line) => line.includes(' 301 bob maria :gone fishing')));
  });
  await maria.say('/back');
  await maria.say('/nick marianne');
  await bob.hears(/^:maria!\S+ NICK :?marianne$/);
  await maria.say('/join #den');
  await maria.is('#den');
  await maria.say('/topic our den');
  await bob.join('#den');
  await bob.hears(/ 332 bob #den :our den$/);
  await maria.say('/kick bob out');
  await bob.hears(/ KICK #den bob :out$/);
  await maria.say('/part');
  await maria.entry('#den').waitFor({ state: 'hidden' });
  await maria.say('//not a command');
  await bob.hears('PRIVMSG #general :/not a command');
});

story('a command that there is not is said at the field, and the text stays', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  await maria.say('/frobnicate now');
  await maria.alert.filter({ hasText: /frobnicate/ }).waitFor();
  assert.equal(await maria.composer('#general').inputValue(), '/frobnicate now');
  assert.equal(await bob.count(/frobnicate/), 0);
});

story('Up recalls what was sent, and Down comes back', async (stage) => {
  await stage.raw('bob');
  const maria = await stage.person('maria');
  await maria.say('first');
  await maria.say('second');
  const composer = maria.composer('#general');
  await composer.press('ArrowUp');
  assert.equal(await composer.inputValue(), 'second');
  await composer.press('ArrowUp');
  assert.equal(await composer.inputValue(), 'first');
  await composer.press('ArrowDown');
  await composer.press('ArrowDown');
  assert.equal(await composer.inputValue(), '');
});

story('each conversation keeps its draft, through a reload too', async (stage) => {
  const maria = await stage.person('maria');
  await maria.composer('#general').fill('a draft for all');
  await maria.entry('#general').waitFor();
  await maria.button('Browse channels').click();
  await maria.dialog('Browse channels').getByRole('button', { name: 'Join #random' }).click();
  await maria.is('#random');
  assert.equal(await maria.composer('#random').inputValue(), '');
  await maria.composer('#random').fill('another');
  await maria.reload();
  await maria.is('#random');
  assert.equal(await maria.composer('#random').inputValue(), 'another');
  await maria.open('#general');
  assert.equal(await maria.composer('#general').inputValue(), 'a draft for all');
});
