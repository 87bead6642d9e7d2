// Messages: live, in everybody's sight, drawn and never interpreted.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

story('two browsers and a bare IRC client talk, live, and see the same order', async (stage) => {
  const bob = await stage.raw('bob');
  bob.say('#general', 'before anybody came');
  await bob.settle();
  const maria = await stage.person('maria');
  await maria.sees('before anybody came');
  const jonas = await stage.person('jonas');
  await jonas.sees('before anybody came');

  await maria.say('hello from maria');
  await bob.hears(/^:maria!\S+ PRIVMSG #general :hello from maria$/);
  await jonas.sees('hello from maria');
  await jonas.say('hello from jonas');
  await bob.hears('hello from jonas');
  bob.say('#general', 'hello from bob');
  for (const person of [maria, jonas]) {
    await person.sees('hello from bob');
    await person.reads('before anybody came', 'hello from maria', 'hello from jonas', 'hello from bob');
  }
  await maria.members.getByRole('button', { name: 'bob' }).waitFor();
  await maria.members.getByRole('button', { name: 'jonas' }).waitFor();
});

story('text is never HTML', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  const evil = '<script>alert(1)</script><img src=x onerror=alert(2)><b>bold</b> &amp; &lt;';
  bob.say('#general', evil);
  await maria.sees(evil);
  const article = maria.message(evil);
  assert.equal(await article.locator('script, img, b').count(), 0);

  // Neither in a topic, nor in the reason for leaving, nor from oneself.
  await bob.join('#evil');
  bob.send(`TOPIC #evil :${evil}`);
  await maria.join('#evil');
  await maria.page.getByRole('main').getByText(evil).first().waitFor();
  await maria.say(evil);
  await bob.hears(`PRIVMSG #evil :${evil}`);
  bob.send(`PART #evil :${evil}`);
  await maria.said.getByText(evil).nth(1).waitFor();
  assert.equal(await maria.page.getByRole('main').locator('script, img').count(), 0);
});

story('links can be followed, and only links', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  bob.say('#general', 'see https://example.org/a_(b)?q=1&r=2. and (http://example.com/x), #random or javascript:alert(1)');
  await maria.sees('see https://example.org');
  const links = await maria.message('see https://example.org').getByRole('link').evaluateAll((all) =>
    all.map((link) => [link.textContent, link.getAttribute('href'), link.target, link.rel.includes('noopener')]));
  assert.deepEqual(links.slice(0, 2), [
    ['https://example.org/a_(b)?q=1&r=2', 'https://example.org/a_(b)?q=1&r=2', '_blank', true],
    ['http://example.com/x', 'http://example.com/x', '_blank', true],
  ]);
  assert.equal(links.length, 3);
  await maria.message('see https://example.org').getByRole('link', { name: '#random' }).click();
  await maria.is('#random');
});

story('mIRC formats are drawn, actions are told, and a spoiler is hidden until asked for', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  bob.say('#general', '\x02strong\x02 and \x0304red\x03 words', '\x01ACTION waves\x01', 'the end: ||everybody lives||');
  await maria.sees('strong and red words');
  const weight = await maria.message('strong and red words').getByText('strong', { exact: true })
    .evaluate((element) => Number(getComputedStyle(element).fontWeight));
  assert.ok(weight >= 600, `bold is ${weight}`);
  await maria.sees('bob waves');
  const hidden = maria.message('the end:').getByRole('button', { name: /spoiler/i });
  await hidden.click();
  await maria.message('the end:').getByText('everybody lives').waitFor();
});

story('messages of one author are grouped, and each still has its name and time', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  bob.say('#general', 'one', 'two');
  await maria.sees('two');
  await maria.say('three');
  await maria.reads('one', 'two', 'three');
  const articles = maria.said.getByRole('article', { name: /^bob, \d{1,2}:\d{2}/ });
  assert.equal(await articles.count(), 2);
  const [first, second] = await articles.evaluateAll((all) => all.map((article) => article.getBoundingClientRect().height));
  assert.ok(second < first, `the second (${second} px) repeats no name that the first (${first} px) shows`);
  assert.equal(await maria.said.getByRole('article', { name: /^maria, / }).count(), 1);
});

story('days are set apart', async (stage) => {
  const bob = await stage.raw('bob');
  bob.say('#general', 'said today');
  await bob.settle();
  const browser = await stage.browser();
  await browser.clock.setFixedTime(Date.now());
  const maria = await stage.tab(browser);
  await maria.enter('maria');
  await maria.said.getByRole('separator', { name: 'Today' }).waitFor();

  await browser.clock.setFixedTime(Date.now() + 24 * 3600_000);
  await maria.reload();
  await maria.is('#general');
  await maria.said.getByRole('separator', { name: 'Yesterday' }).waitFor();
});

story('a line marks what is new, until it is read', async (stage) => {
  const bob = await stage.raw('bob');
  bob.say('#general', 'old');
  const maria = await stage.person('maria');
  await maria.sees('old');
  await maria.join('#random');
  bob.say('#general', 'new');
  await maria.counts('#general', 1);
  await maria.open('#general');
  const line = maria.said.getByRole('separator', { name: 'New messages' });
  await line.waitFor();
  const order = await maria.said.locator('[role=separator][aria-label="New messages"], article').evaluateAll((rows) =>
    rows.map((row) => (row.tagName === 'ARTICLE' ? row.querySelector('.said')?.textContent : 'LINE')));
  assert.deepEqual(order, ['old', 'LINE', 'new']);
  await maria.keyboard.press('Escape');
  await line.waitFor({ state: 'hidden' });
});

story('joins and parts fold into one line that opens', async (stage) => {
  const maria = await stage.person('maria');
  for (const nick of ['tmp1', 'tmp2', 'tmp3']) await stage.raw(nick);
  const folded = maria.said.getByRole('button', { expanded: false });
  await eventually(async () => assert.equal(await folded.count(), 1));
  await eventually(async () => assert.match(await folded.textContent(), /tmp1|3 people|others/));
  await folded.click();
  for (const nick of ['tmp1', 'tmp2', 'tmp3']) await maria.said.getByRole('listitem').filter({ hasText: nick }).first().waitFor();
});

story('who is typing is shown, and told', async (stage) => {
  const bob = await stage.raw('bob', { caps: 'message-tags' });
  const maria = await stage.person('maria');
  bob.send('@+typing=active TAGMSG #general');
  await maria.page.getByText('bob is typing').waitFor();
  bob.say('#general', 'there');
  await maria.sees('there');
  await maria.page.getByText('bob is typing').waitFor({ state: 'hidden' });
  await maria.composer('#general').pressSequentially('hm');
  await bob.hears(/\+typing=active\S* :maria!\S+ TAGMSG #general/);
});
