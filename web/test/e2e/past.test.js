// A past without end: up through all of it and down again, in a bounded room.

import assert from 'node:assert/strict';
import { look } from './harness/access.js';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const LINES = 6000;
const settings = `[limits]\nreplay = ${LINES}\nflood_rate = 0\n`;

/** Many lines in a channel, long before anybody looks. */
async function talked(stage, count = LINES) {
  const bob = await stage.raw('bob');
  await bob.pour('#general', count, (i) => `line ${i}.`);
  await bob.settle();
  return bob;
}

/**
 * Scrolls as fast as a hand on the wheel may until what `isOver` matches is drawn, and hears in each frame
 * which lines are drawn, and whether one in sight moved otherwise. A step longer than what is drawn passes lines by.
 */
function wander(person, by, isOver) {
  return person.page.evaluate(async ([step, over]) => {
    const log = document.querySelector('[role=log]');
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    const seen = new Set();
    let most = 0;
    let worst = 0;
    const place = () => {
      const { top } = log.getBoundingClientRect();
      for (const article of log.querySelectorAll('article')) {
        const box = article.getBoundingClientRect();
        if (box.top > top + 100) return { article, at: box.bottom };
      }
      return null;
    };
    let stood = 0;
    for (;;) {
      for (const [text] of log.textContent.matchAll(/line \d+\./g)) seen.add(text);
      most = Math.max(most, document.querySelectorAll('*').length);
      if (new RegExp(over).test(log.textContent)) break;
      const before = place();
      const from = log.scrollTop;
      log.scrollTop += step;
      const moved = log.scrollTop - from;
      stood = moved === 0 ? stood + 1 : 0;
      if (stood > 600) throw new Error(`stands for 600 frames at ${log.scrollTop} of ${log.scrollHeight} px without ${over}`);
      await frame();
      await frame();
      // What is still drawn went with the wheel and nowhere else.
      if (before?.article.isConnected) worst = Math.max(worst, Math.abs(before.at - moved - before.article.getBoundingClientRect().bottom));
    }
    return { seen: [...seen], most, worst };
  }, [by, isOver]);
}

story('all of a long past is read, up and down, without a jump, and costs no more than a short one', { settings, within: 180_000 }, async (stage) => {
  await talked(stage);
  const maria = await stage.person('maria');
  await maria.sees(`line ${LINES - 1}.`);
  const up = await wander(maria, -900, 'as far back as the messages here go');
  assert.equal(up.seen.length, LINES, 'every line on the way up');
  assert.ok(up.most < 3500, `${up.most} elements`);
  assert.ok(up.worst < 2, `on the way up something jumped by ${up.worst} px`);
  await maria.button('Back to the present').waitFor();

  const down = await wander(maria, 900, `line ${LINES - 1}\\.`);
  assert.equal(down.seen.length, LINES, 'every line on the way down');
  assert.ok(down.worst < 2, `on the way down something jumped by ${down.worst} px`);
  await maria.said.evaluate((log) => { log.scrollTop = log.scrollHeight; });
  await maria.button('Back to the present').waitFor({ state: 'hidden' });
  await maria.button('Jump to newest').waitFor({ state: 'hidden' });
});

story('from far up back to the present; what came meanwhile is unread until then', { settings, within: 120_000 }, async (stage) => {
  const bob = await talked(stage);
  const maria = await stage.person('maria');
  await maria.sees(`line ${LINES - 1}.`);
  await wander(maria, -5000, 'line 1?\\d{1,3}\\.');
  bob.say('#general', 'news one', 'news two');
  await maria.counts('#general', 2);
  await maria.button('Back to the present, 2 new messages').waitFor();
  assert.equal(await maria.button('Jump to first unread').count(), 0, 'that is further down');
  await look(maria, 'past');
  await maria.button('Back to the present, 2 new messages').click();
  await maria.sees('news two');
  await maria.counts('#general', 0);
  await maria.button('Back to the present').waitFor({ state: 'hidden' });
});

story('a link to a message opens it in its place, and the past goes on from there both ways', { settings, within: 120_000 }, async (stage) => {
  const bob = await stage.raw('bob', { caps: 'message-tags echo-message' });
  bob.say('#general', ...Array.from({ length: 600 }, (_, i) => `line ${i}.`));
  const [, msgid] = /msgid=([^;\s]+)/.exec(await bob.hears('line 200.'));
  await bob.settle();
  const maria = await stage.person('maria', { wire: true });
  await maria.sees('line 599.');
  await maria.page.goto('about:blank');
  await maria.page.goto(`${stage.server.url}#general?msg=${msgid}`);
  await maria.is('#general');
  const here = maria.said.locator('article[aria-current=true]');
  await here.waitFor();
  assert.match(await here.textContent(), /line 200\./);
  await maria.sees('line 199.');
  await maria.sees('line 201.');
  await maria.seesNot('line 599.');
  await wander(maria, 900, 'line 599\\.');
  await maria.said.evaluate((log) => { log.scrollTop = log.scrollHeight; });
  await eventually(async () => assert.equal(new URL(maria.page.url()).hash, '#general'));
});

story('what is unread above is one button away, wherever it begins', { settings, within: 120_000 }, async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const maria = await stage.person('maria');
  await maria.join('#tea');
  bob.say('#tea', 'seen');
  await maria.sees('seen');
  await maria.open('#general');
  bob.say('#tea', ...Array.from({ length: 60 }, (_, i) => `missed ${i}.`));
  await maria.counts('#tea', 60);
  await maria.open('#tea');
  await maria.sees('missed 59.');
  const jump = maria.button('Jump to first unread');
  await jump.waitFor();
  await look(maria, 'unread-above');
  await jump.click();
  await maria.page.getByRole('separator', { name: 'New messages' }).waitFor();
  await maria.sees('seen');
  await jump.waitFor({ state: 'hidden' });

  // The browser is away for long: the line is far above what is fetched at first.
  await maria.open('#general');
  await maria.page.goto('about:blank');
  await bob.pour('#tea', 1500, (i) => `while away ${i}.`);
  await bob.settle();
  await maria.page.goto(stage.server.url);
  await maria.open('#tea');
  await maria.sees('while away 1499.');
  await maria.button('Jump to first unread').click();
  await maria.sees('while away 0.');
  await maria.page.getByRole('separator', { name: 'New messages' }).waitFor();
  await maria.sees('missed 59.');
});

story('a link to a message is copied, by pointer or by key, and leads others there', { settings }, async (stage) => {
  const bob = await stage.raw('bob');
  bob.say('#general', ...Array.from({ length: 30 }, (_, i) => `line ${i}.`));
  await bob.settle();
  const context = { permissions: ['clipboard-read', 'clipboard-write'] };
  const maria = await stage.person('maria', context);
  await maria.sees('line 29.');
  const copied = () => maria.page.evaluate(() => navigator.clipboard.readText());
  await maria.message('line 25.').hover();
  await maria.message('line 25.').getByRole('button', { name: 'Copy link to message' }).click();
  await maria.page.getByText('Link copied').waitFor();
  const first = await copied();

  await maria.said.focus();
  await maria.keyboard.press('Enter');
  await maria.keyboard.press('ArrowUp');
  await maria.keyboard.press('ArrowUp');
  await eventually(async () => assert.match(await maria.page.evaluate(() => document.activeElement.textContent), /line 27\./));
  await maria.keyboard.press('Tab');
  await eventually(async () => assert.equal(await maria.focused(), 'Copy link to message'));
  await maria.keyboard.press('Enter');
  await eventually(async () => assert.notEqual(await copied(), first));
  await look(maria, 'message-tools', { only: ['light', 'dark'] });

  bob.say('#general', ...Array.from({ length: 300 }, (_, i) => `later ${i}.`));
  await bob.settle();
  const jonas = await stage.person('jonas');
  await jonas.sees('later 299.');
  await jonas.page.evaluate((url) => { location.href = url; }, await copied());
  await jonas.said.locator('article[aria-current=true]', { hasText: 'line 27.' }).waitFor();
});
