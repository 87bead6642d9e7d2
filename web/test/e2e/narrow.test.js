// A telephone: nothing is cut off, everything is in reach of a thumb.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

for (const width of [360, 390]) {
  story(`a visit at ${width} px`, async (stage) => {
    const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
    const maria = await stage.tab(await stage.browser({ viewport: { width, height: 740 }, hasTouch: true, isMobile: true }));
    await fits(maria, width);
    await maria.enter('maria');
    bob.say('#general', `a long word: ${'x'.repeat(200)} and https://example.org/${'y'.repeat(200)}`, 'hello maria');
    await maria.sees('hello maria');
    await fits(maria, width);

    // The sidebar is a drawer.
    assert.equal(await inView(maria.entry('#general'), width), false);
    await maria.page.getByRole('button', { name: /^Open conversations/ }).click();
    await eventually(async () => assert.ok(await inView(maria.entry('#general'), width)));
    await fits(maria, width);
    await maria.button('Browse channels').click();
    await fits(maria, width);
    await maria.dialog('Browse channels').getByRole('button', { name: 'Join #tea' }).click();
    await maria.is('#tea');
    await eventually(async () => assert.equal(await inView(maria.entry('#tea'), width), false));
    await maria.say('from my telephone');
    await bob.hears('PRIVMSG #tea :from my telephone');

    // The members come over the conversation.
    await maria.button('Members').click();
    await maria.members.getByRole('button', { name: 'bob' }).click();
    await fits(maria, width);
    await maria.page.getByRole('button', { name: 'Message bob' }).click();
    await maria.is('bob');
    await eventually(async () => assert.equal(await maria.members.count(), 0));

    bob.say('#tea', 'maria: over here');
    const drawer = maria.page.getByRole('button', { name: 'Open conversations, 1 unread' });
    await drawer.click();
    await maria.counts('#tea', 1, 1);
    await maria.entry('#tea').click();
    await maria.sees('over here');
    await touchable(maria);
  });
}

story('who chooses the conversation where she is already is there', async (stage) => {
  const maria = await stage.tab(await stage.browser({ viewport: { width: 390, height: 740 }, hasTouch: true, isMobile: true }));
  await maria.enter('maria');
  const drawer = maria.page.getByRole('button', { name: /^Open conversations/ });
  await drawer.click();
  await maria.open('#general');
  await drawer.click();
  await maria.page.getByRole('searchbox', { name: 'Filter conversations' }).fill('gen');
  await maria.keyboard.press('Enter');
  await maria.is('#general');
});

story('a drawer that was open when the screen grew wide leaves the members alone', async (stage) => {
  const maria = await stage.tab(await stage.browser({ viewport: { width: 390, height: 740 } }));
  await maria.enter('maria');
  await maria.page.getByRole('button', { name: /^Open conversations/ }).click();
  await maria.page.setViewportSize({ width: 1280, height: 740 });
  await maria.members.waitFor();
  await maria.composer('#general').press('Escape');
  await maria.say('still here');
  assert.equal(await maria.members.count(), 1);
});

/** No sideways scrolling of the page, and nothing wider than it. */
async function fits(person, width) {
  await eventually(async () => {
    const { scroll, wide } = await person.page.evaluate((w) => ({
      scroll: document.scrollingElement.scrollWidth,
      wide: [...document.querySelectorAll('main *, dialog[open] *')]
        .filter((element) => element.checkVisibility() && element.closest('pre, .scroll, .spoken') === null)
        .filter((element) => element.getBoundingClientRect().right > w + 1)
        .map((element) => `${element.tagName}.${element.className}`),
    }), width);
    assert.ok(scroll <= width, `the page scrolls sideways: ${scroll} px`);
    assert.deepEqual(wide, []);
  }, 3000);
}

async function inView(locator, width) {
  // What is not there for those who listen is found by no role.
  if (!(await locator.isVisible())) return false;
  const box = await locator.boundingBox();
  return box !== null && box.x >= 0 && box.x + box.width <= width;
}

/** What a thumb must meet is 44 px (WCAG 2.5.8 would be content with 24). */
async function touchable(person) {
  const small = await person.page.getByRole('banner').or(person.page.getByRole('main')).first().evaluate((main) =>
    [...main.querySelectorAll('button')].filter((button) => button.checkVisibility() && button.closest('article, .happened') === null)
      .map((button) => [button.getAttribute('aria-label') ?? button.textContent, button.getBoundingClientRect()])
      .filter(([, box]) => box.width > 2 && (box.height < 44 || box.width < 44))
      .map(([name, box]) => `${name}: ${Math.round(box.width)}x${Math.round(box.height)}`));
  assert.deepEqual(small, []);
}
