// What was said before: the newest on entering, more on the way up.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const settings = '[limits]\nreplay = 400\nflood_rate = 0\n';

story('entering shows the newest hundred; scrolling up brings the rest, without a jump or a double', { settings }, async (stage) => {
  const bob = await stage.raw('bob');
  bob.say('#general', ...Array.from({ length: 350 }, (_, i) => `line ${i}.`));
  await bob.settle();
  const maria = await stage.person('maria', { wire: true });
  await maria.sees('line 349.');
  assert.equal(maria.wire.heard.filter((line) => / PRIVMSG #general :line /.test(line)).length, 100, 'the newest hundred first');
  const asked = () => maria.wire.sent.filter((line) => line.includes('CHATHISTORY')).length;
  const atFirst = asked();

  const seen = new Set();
  await eventually(async () => {
    for (const text of await maria.texts()) seen.add(text);
    await turn(maria, -700);
    assert.ok(seen.has('line 0.'), `seen ${seen.size} lines, ${asked()} questions`);
  }, 20_000);
  await eventually(async () => assert.ok((await maria.texts()).includes('line 0.')));
  assert.equal(seen.size, 350, 'every line, each once');
  assert.ok(asked() > atFirst, 'older ones were asked for');
  const texts = await maria.texts();
  assert.deepEqual(texts, [...new Set(texts)]);
  await maria.page.getByText('This is as far back as the messages here go.').waitFor();
});

story('what comes below does not move what one reads above', { settings }, async (stage) => {
  const bob = await stage.raw('bob');
  bob.say('#general', ...Array.from({ length: 90 }, (_, i) => `line ${i}.`));
  const maria = await stage.person('maria');
  await maria.sees('line 89.');
  await maria.said.evaluate((log) => { log.scrollTop = log.scrollHeight / 2; });
  await maria.button('Jump to newest').waitFor();
  const middle = () => maria.said.evaluate((log) => {
    const { top } = log.getBoundingClientRect();
    const first = [...log.querySelectorAll('article')].find((article) => article.getBoundingClientRect().top >= top);
    return [first.textContent, Math.round(first.getBoundingClientRect().top - top)];
  });
  const before = await middle();
  bob.say('#general', ...Array.from({ length: 30 }, (_, i) => `more ${i}.`));
  await maria.button('30 new messages').waitFor();
  assert.deepEqual(await middle(), before);
});

/** A reader's hand on the wheel, not a jump to the top: it has turned when the log has moved, unless that is at its end. */
async function turn({ page, said }, by) {
  const place = () => said.evaluate((log) => log.scrollTop);
  const before = await place();
  await said.hover();
  await page.mouse.wheel(0, by);
  if (before > 0) await eventually(async () => assert.notEqual(await place(), before));
}
