// Going away and coming back: a reload, a closed browser, a second tab.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const shortGrace = '[limits]\nresume_grace = "1s"\n';

story('a reload is seen by nobody: same nick, same channels, same conversation, what was missed once', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const maria = await stage.person('maria', { wire: true });
  await maria.join('#tea');
  bob.say('#tea', 'seen before');
  bob.say('maria', 'a secret before');
  await maria.sees('seen before');
  await maria.counts('bob', 1);

  await maria.page.goto('about:blank');
  bob.say('#tea', 'missed one', 'missed two');
  bob.say('#general', 'missed elsewhere');
  bob.say('maria', 'a secret missed');
  await bob.settle();
  await maria.page.goto(stage.server.url);
  await maria.is('#tea');
  await maria.reads('seen before', 'missed one', 'missed two');
  await maria.counts('#general', 1);
  await maria.counts('bob', 2);
  await maria.open('bob');
  await maria.reads('a secret before', 'a secret missed');
  await maria.say('i am back');
  await bob.hears(/^:maria!\S+ PRIVMSG bob :i am back$/);
  assert.equal(await bob.count(/^:maria\S* (QUIT|NICK|PART)/), 0);
  assert.equal(await bob.count(/^:maria!\S+ JOIN #tea/), 1);
  assert.equal(await bob.count(/^:maria!\S+ JOIN #general/), 1);
  assert.ok(maria.wire.heard.some((line) => line.includes('RESUME SUCCESS maria')));
});

story('ten reloads in a row are seen by nobody either', async (stage) => {
  const bob = await stage.raw('bob');
  const maria = await stage.person('maria');
  await maria.say('before');
  await maria.seesSettled('before');
  for (let i = 0; i < 10; i++) {
    await maria.page.goto('about:blank');
    bob.say('#general', `while away ${i}`);
    await maria.page.goto(stage.server.url);
    await maria.sees(`while away ${i}`);
  }
  await maria.reads('before', ...Array.from({ length: 10 }, (_, i) => `while away ${i}`));
  assert.equal(await bob.count(/^:maria\S* (QUIT|NICK)/), 0);
  assert.equal(await bob.count(/^:maria\S* JOIN/), 1);
});

story('the browser is closed and opened after the grace: same name, channels, conversation and messages', { settings: shortGrace }, async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const browser = await stage.browser();
  const before = await stage.tab(browser);
  await before.enter('Maria W');
  await before.join('#tea');
  await before.say('in the channel');
  bob.say('Maria_W', 'in private');
  await before.open('bob');
  await before.say('in private too');
  await before.seesSettled('in private too');
  await before.page.close();
  await bob.hears(/^:Maria_W!\S+ QUIT/);

  const after = await stage.tab(browser);
  await after.is('bob');
  await after.reads('in private', 'in private too');
  await after.entry('#general').waitFor();
  await after.open('#tea');
  await after.sees('in the channel');
  await after.seesOnce('in the channel');
  await after.say('here again');
  await bob.hears(/^:Maria_W!\S+ PRIVMSG #tea :here again$/);
  bob.send('WHOIS Maria_W');
  await bob.hears(/ 311 bob Maria_W .*:Maria W$/);
});

story('the name was taken meanwhile: it says so, and there is a way out', { settings: shortGrace }, async (stage) => {
  const bob = await stage.raw('bob');
  const browser = await stage.browser();
  const before = await stage.tab(browser);
  await before.enter('maria');
  await before.page.close();
  await bob.hears(/^:maria!\S+ QUIT/);
  await stage.raw('maria');

  const after = await stage.tab(browser);
  await after.alert.filter({ hasText: /in use|taken|somebody else/i }).first().waitFor();
  const field = after.field('Display name');
  if (await field.count() === 0) await after.alert.getByRole('button', { name: /name/i }).first().click();
  await field.fill('marianne');
  await field.press('Enter');
  await field.waitFor({ state: 'hidden' });
  await after.is('#general');
  await after.say('under another name');
  await bob.hears(/^:marianne!\S+ PRIVMSG #general :under another name$/);
});

story('log out: gone at once, private copies and token erased, the channels kept', async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const maria = await stage.person('maria', { wire: true });
  await maria.join('#tea');
  bob.say('maria', 'my confidential words');
  await maria.open('bob');
  await maria.sees('my confidential words');
  const [, token] = /RESUME TOKEN (\S+)/.exec(maria.wire.heard.findLast((line) => line.includes('RESUME TOKEN')));
  await maria.choose('Account and settings', 'Log out');
  await bob.hears(/^:maria!\S+ QUIT/);
  await maria.field('Display name').waitFor();
  assert.equal(await maria.field('Display name').inputValue(), 'maria');

  const kept = await storageOf(maria.page);
  assert.ok(!kept.includes('confidential words'), 'private words are still stored');
  assert.ok(!kept.includes(token), 'the token is still stored');

  await maria.keyboard.press('Enter');
  await maria.entry('#tea').waitFor();
  await maria.entry('#general').waitFor();
  await bob.hears(/^:maria!\S+ JOIN #tea$/, { after: bob.heard.findIndex((line) => / QUIT/.test(line)) });
  assert.equal(await maria.entry('bob').count(), 0);
});

story('a channel one left stays left after logging out and in', async (stage) => {
  const maria = await stage.person('maria');
  await maria.join('#tea');
  await maria.join('#den');
  await maria.choose('Channel menu', 'Leave channel');
  await maria.entry('#den').waitFor({ state: 'hidden' });
  await maria.choose('Account and settings', 'Log out');
  await maria.field('Display name').waitFor();
  await maria.keyboard.press('Enter');
  await maria.open('#tea');
  await maria.say('here again');
  await maria.seesSettled('here again');
  assert.equal(await maria.entry('#den').count(), 0);
});

story('a second tab offers to be used here, and never says that the name is in use', async (stage) => {
  const bob = await stage.raw('bob');
  const browser = await stage.browser({ wire: true });
  const first = await stage.tab(browser);
  await first.enter('maria');
  await first.say('from the first tab');
  await first.seesSettled('from the first tab');

  const second = await stage.tab(browser);
  await second.button('Use here').waitFor();
  await second.page.getByText(/in another tab/i).first().waitFor();
  await second.button('Use here').click();
  await second.is('#general');
  await second.sees('from the first tab');
  await second.say('from the second tab');
  await bob.hears(/^:maria!\S+ PRIVMSG #general :from the second tab$/);

  await first.button('Use here').click();
  await first.is('#general');
  await first.sees('from the second tab');
  await second.button('Use here').waitFor();
  await first.seesOnce('from the second tab');
  assert.equal(await bob.count(/^:maria\S* (QUIT|NICK)/), 0);
  assert.equal(await bob.count(/^:maria\S* JOIN/), 1);
  const said = browser.wire.heard.filter((line) => / 43[36] /.test(line));
  assert.deepEqual(said, []);
});

story('the token stands in no address and in no log, and changes with each resume', async (stage) => {
  const asked = [];
  const browser = await stage.browser({ wire: true });
  browser.on('request', (request) => asked.push(request.url(), JSON.stringify(request.headers())));
  const maria = await stage.tab(browser);
  await maria.enter('maria');
  const tokens = () => browser.wire.heard.flatMap((line) => /RESUME TOKEN (\S+)/.exec(line)?.[1] ?? []);
  await eventually(async () => assert.equal(tokens().length, 1));
  await maria.reload();
  await maria.is('#general');
  await eventually(async () => assert.equal(new Set(tokens()).size, 2));
  for (const token of tokens()) {
    assert.ok(!asked.some((words) => words.includes(token)), 'a request tells the token');
    assert.ok(!stage.server.log.includes(token), 'the log tells the token');
    assert.ok(!(await maria.page.evaluate(() => location.href)).includes(token));
  }
});

/** Everything the page keeps, as one text. */
async function storageOf(page) {
  return page.evaluate(async () => {
    const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((done, fail) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => fail(asked.error);
      });
      for (const store of db.objectStoreNames) {
        const all = await new Promise((done, fail) => {
          const asked = db.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => done(asked.result);
          asked.onerror = () => fail(asked.error);
        });
        found.push(JSON.stringify(all, (_, value) => (value instanceof Map || value instanceof Set ? [...value] : value)));
      }
      db.close();
    }
    return found.join('\n');
  });
}

story('the server is killed and starts again: a guest is where she was before her browser has noticed', { settings: '[data]\ndir = "{dir}/data"\n' }, async (stage) => {
  const maria = await stage.person('maria', { wire: true });
  await maria.join('#tea');
  const bob = await stage.raw('bob', { channels: ['#tea'] });
  bob.say('#tea', 'before the fall');
  bob.say('maria', 'a secret before');
  await maria.sees('before the fall');
  await maria.counts('bob', 1);
  await bob.settle();
  await stage.server.flush(); // it is on disk in a moment anyway, but how long that is depends on the disk
  await stage.server.kill();
  await maria.isCutOff();
  await stage.server.start();

  const carol = await stage.raw('carol', { channels: ['#tea'] });
  await carol.hears(/ 353 carol . #tea :.*@maria/);
  carol.say('#tea', 'while she was away');
  carol.say('maria', 'a secret meanwhile');
  await carol.settle();
  await maria.comesBack();
  await maria.reads('before the fall', 'while she was away');
  assert.ok(maria.wire.heard.some((line) => line.includes('RESUME SUCCESS maria')));
  await maria.counts('carol', 1);
  await maria.say('as if nothing had happened');
  await carol.hears(/^:maria!\S+ PRIVMSG #tea :as if nothing had happened$/);
  await maria.open('bob');
  await maria.sees('a secret before');
  assert.equal(await carol.count(/^:maria!\S+ (JOIN|QUIT|NICK)/), 0);
});
