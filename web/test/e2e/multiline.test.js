// Messages of several lines (IRCv3 multiline): one for who knows them, lines for
// who does not.

import assert from 'node:assert/strict';
import { look } from './harness/access.js';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const poem = 'Two roads diverged\n\n  in a yellow wood,\nand sorry I could not travel both';
const code = 'see:\n```go\nfunc main() {\n\n\tprintln("hi")\n}\n```\nthat is all';

story('a text of several lines is one message, here and there', async (stage) => {
  const bob = await stage.raw('bob');
  const cap = await stage.raw('cap', { caps: 'batch draft/multiline message-tags' });
  const maria = await stage.person('maria');
  const jonas = await stage.person('jonas');
  await maria.say(poem);
  await maria.seesSettled('Two roads');
  for (const person of [maria, jonas]) {
    await person.sees('Two roads');
    assert.equal(await person.said.getByRole('article', { name: /^maria, / }).count(), 1);
    assert.equal(await person.message('Two roads').locator('.said').evaluate((said) => said.textContent), poem);
  }
  await cap.hears(/^(@\S+ )?:maria!\S+ BATCH \+\S+ draft\/multiline #general$/);
  await bob.hears('PRIVMSG #general :Two roads diverged');
  await bob.hears('PRIVMSG #general :  in a yellow wood,');

  // A code fence survives, blank lines and all.
  await maria.say(code);
  await jonas.sees('that is all');
  const fence = jonas.message('that is all').getByRole('region', { name: 'Code, go' });
  assert.equal(await fence.textContent(), 'func main() {\n\n\tprintln("hi")\n}');

  // What others send so is one as well, joined where they split it.
  cap.send(
    'BATCH +1 draft/multiline #general', '@batch=1 PRIVMSG #general :maria: to be, ', '@batch=1;draft/multiline-concat PRIVMSG #general :or not to be',
    '@batch=1 PRIVMSG #general :that is', 'BATCH -1',
  );
  await maria.sees('to be, or not to be');
  assert.equal(await maria.message('to be, or not to be').locator('.said').evaluate((said) => said.textContent), 'maria: to be, or not to be\nthat is');
  assert.match(await maria.message('to be, or not to be').getAttribute('class'), /mention/);
  await look(maria, 'multiline');

  // After a reload they come from the history.
  await maria.reload();
  await maria.is('#general');
  const fresh = await stage.person('eva');
  for (const person of [maria, fresh]) {
    await person.sees('to be, or not to be');
    assert.equal(await person.message('Two roads').locator('.said').evaluate((said) => said.textContent), poem);
    assert.equal(await person.said.getByRole('article', { name: /^maria, / }).count(), 2);
  }
});

story('what does not fit is said line by line, and a counter tells', { settings: '[limits]\nmultiline_bytes = 512\nmultiline_lines = 4\n' }, async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  const composer = maria.composer('#general');
  await composer.fill('1\n2\n3\n4\n5');
  await maria.page.getByText('Will be split').waitFor();
  await composer.fill('1\n2\n3\n4');
  await maria.page.getByText('Will be split').waitFor({ state: 'hidden' });
  await composer.fill('x'.repeat(500));
  await maria.page.getByText('12 left').waitFor();
  await composer.fill('1\n2\n3\n4\n5');
  await composer.press('Enter');
  await bob.hears('PRIVMSG #general :5');
  await eventually(async () => assert.equal(await maria.said.getByRole('article', { name: /^maria, / }).count(), 5));
});

story('without a connection it waits as one, and may be tried again', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#quiet'] });
  const maria = await stage.person('maria', { wire: true });
  await maria.join('#quiet');
  maria.wire.cut();
  await maria.isCutOff();
  await maria.say('one\n\ntwo');
  await maria.sees('one');
  maria.wire.mend();
  await maria.comesBack();
  await maria.seesSettled('one');
  await bob.hears('PRIVMSG #quiet :two');
  assert.equal(await bob.count(/ PRIVMSG #quiet :one$/), 1);

  bob.send('MODE #quiet +m');
  await bob.hears(/ MODE #quiet \+m/);
  await maria.say('three\nfour');
  await maria.page.getByText('Not sent').waitFor();
  bob.send('MODE #quiet +v maria');
  await bob.hears(/ MODE #quiet \+v/);
  await maria.button('Retry').click();
  await bob.hears('PRIVMSG #quiet :four');
  await maria.seesSettled('three');
  assert.equal(await maria.message('three').count(), 1);
});
