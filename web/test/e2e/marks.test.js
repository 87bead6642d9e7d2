// Up to when was read: it outlives the page, and other devices hear of it.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const marks = (person) => person.wire.sent.filter((line) => /MARKREAD \S+ timestamp=/.test(line));

story('what is before one’s eyes is told to the server as read, and nothing else', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const maria = await stage.person('maria', { wire: true });
  await maria.join('#tea');
  bob.say('#general', 'elsewhere');
  bob.say('#tea', 'before my eyes');
  await maria.sees('before my eyes');
  await maria.counts('#general', 1);
  await eventually(async () => assert.equal(marks(maria).filter((line) => line.includes('#tea')).length, 1));
  assert.equal(marks(maria).filter((line) => line.includes('#general')).length, 0);
  await maria.open('#general');
  await maria.open('#tea');
  await eventually(async () => assert.equal(marks(maria).filter((line) => line.includes('#general')).length, 1));
});

story('a browser without any memory of its own has the marks again', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const maria = await stage.person('maria', { wire: true });
  await maria.join('#tea');
  bob.say('#tea', 'one', 'two');
  await maria.sees('two');
  await maria.open('#general');
  await eventually(async () => assert.equal(marks(maria).filter((line) => line.includes('#tea')).length, 1));
  // Only the connection is known, not what was read on it.
  await maria.page.goto('about:blank');
  bob.say('#tea', 'three');
  await bob.settle();
  await maria.page.goto(stage.server.url);
  await maria.page.evaluate(() => { addEventListener('pagehide', () => { localStorage.removeItem('linnet.read'); sessionStorage.clear(); }); });
  await maria.reload();
  await maria.is('#general');
  await maria.counts('#tea', 1);
});

const password = 'a linnet sings';

/** Somebody with an account, at a browser of hers. */
async function device(stage, { wire = true, ...options } = {}) {
  const person = await stage.tab(await stage.browser({ wire, ...options }));
  await person.openLogIn();
  await person.logIn('maria', password);
  await person.is('#general');
  return person;
}

story('two browsers and another client of one account have one mark', { within: 120_000 }, async (stage) => {
  const owner = await stage.raw('maria', { channels: ['#general', '#tea'], caps: 'draft/read-marker server-time message-tags echo-message' });
  owner.send(`REGISTER * * :${password}`);
  await owner.hears('REGISTER SUCCESS');
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const desk = await device(stage);
  const phone = await device(stage, { viewport: { width: 390, height: 844 } });
  await desk.entry('#tea').waitFor();

  // Read at one of them, it is read at the other and in the client beside them.
  bob.say('#tea', 'one', 'maria: two', 'three');
  await desk.counts('#tea', 3, 1);
  await eventually(async () => assert.equal(await desk.page.title(), '(3) #general - Linnet'));
  const heard = owner.heard.length;
  await phone.button('Open conversations, 3 unread').click();
  await phone.open('#tea');
  await phone.sees('three');
  await desk.counts('#tea', 0);
  await eventually(async () => assert.equal(await desk.page.title(), '#general - Linnet'));
  await owner.hears(/ MARKREAD #tea timestamp=/, { after: heard });

  // The client reads some: the rest is unread in both browsers, below the line.
  await phone.button('Open conversations').click();
  await phone.open('#general');
  bob.say('#tea', 'four');
  const four = await owner.hears(/ PRIVMSG #tea :four$/);
  // Times are told to the millisecond, and these two must differ by one.
  await eventually(async () => assert.notEqual(new Date().toISOString(), /time=([^;\s]+)/.exec(four)[1]));
  bob.say('#tea', 'five');
  await desk.counts('#tea', 2);
  owner.send(`MARKREAD #tea timestamp=${/time=([^;\s]+)/.exec(four)[1]}`);
  await desk.counts('#tea', 1);
  await desk.open('#tea');
  await desk.page.getByRole('separator', { name: 'New messages' }).waitFor();
  await desk.reads('one', 'maria: two', 'three', 'four', 'five');
  const order = await desk.said.locator('article, .new').evaluateAll((rows) => rows.map((row) => (row.matches('.new') ? 'line' : row.textContent.trim().split(' ').at(-1))));
  assert.deepEqual(order.slice(-2).map((text) => text.replace(/.*five$/, 'five')), ['line', 'five']);
  await phone.page.getByRole('button', { name: 'Open conversations', exact: true }).waitFor();

  // In private too; whoever answers on one device has read on all.
  bob.say('maria', 'psst');
  await desk.counts('bob', 1);
  await phone.button('Open conversations, 1 unread').click();
  await phone.open('bob');
  await phone.say('yes?');
  await desk.counts('bob', 0);
});

story('what another device reads does not move the page that one reads', { within: 120_000 }, async (stage) => {
  const owner = await stage.raw('maria', { channels: ['#general'], caps: 'draft/read-marker server-time' });
  owner.send(`REGISTER * * :${password}`);
  await owner.hears('REGISTER SUCCESS');
  const bob = await stage.raw('bob');
  bob.say('#general', ...Array.from({ length: 60 }, (_, i) => `line ${i}.`));
  const desk = await device(stage);
  await desk.sees('line 59.');
  await desk.said.evaluate((log) => { log.scrollTop = log.scrollHeight / 2; });
  await desk.button('Jump to newest').waitFor();
  bob.say('#general', 'new one', 'new two');
  await desk.button('2 new messages').waitFor();
  const middle = () => desk.said.evaluate((log) => {
    const { top } = log.getBoundingClientRect();
    const first = [...log.querySelectorAll('article')].find((article) => article.getBoundingClientRect().top >= top);
    return [first.textContent, Math.round(first.getBoundingClientRect().top - top)];
  });
  const before = await middle();
  const [, time] = /time=([^;\s]+)/.exec(await owner.hears(/ PRIVMSG #general :new two$/));
  owner.send(`MARKREAD #general timestamp=${time}`);
  await desk.button('Jump to newest').waitFor();
  await desk.counts('#general', 0);
  assert.deepEqual(await middle(), before);
});
