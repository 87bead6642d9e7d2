// The search: what was said is found, and opened in its place.

import assert from 'node:assert/strict';
import { look } from './harness/access.js';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const settings = '[limits]\nreplay = 2000\nflood_rate = 0\n';

const field = (person, name = 'Search in this conversation') => person.page.getByRole('searchbox', { name, exact: true });
const results = (person) => person.page.getByRole('option');
const told = (person, text) => person.page.getByRole('status', { name: 'Results' }).filter({ hasText: text }).waitFor();
const here = (person) => person.said.locator('article[aria-current=true]');

story('a result opens in its place, with what was said around it, and leads back to the present', { settings, within: 120_000 }, async (stage) => {
  const bob = await stage.raw('bob');
  bob.say('#general', ...Array.from({ length: 700 }, (_, i) => (i === 300 ? 'the green leaves are here.' : `line ${i}.`)));
  await bob.settle();
  const maria = await stage.person('maria');
  await maria.sees('line 699.');
  await maria.button('Search messages').click();
  await field(maria).fill('leav');
  await told(maria, '1 result');
  await results(maria).filter({ hasText: 'the green leaves are here.' }).getByText('leav', { exact: true }).waitFor();
  await results(maria).click();
  await here(maria).waitFor();
  assert.match(await here(maria).textContent(), /the green leaves are here\./);
  await maria.sees('line 299.');
  await maria.sees('line 301.');
  assert.equal(await here(maria).locator('mark').textContent(), 'leav');
  // In sight, and not at its edge.
  const box = await here(maria).boundingBox();
  assert.ok(box.y > 100 && box.y < 600, `at ${box.y}`);
  bob.say('#general', 'something new');
  await maria.button('Back to the present, 1 new message').click();
  await maria.sees('something new');
  await maria.keyboard.press('Escape');
});

story('everywhere, by conversation; each result opens its own', { settings, within: 120_000 }, async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea', '#secret'] });
  const maria = await stage.person('maria');
  await maria.join('#tea');
  bob.say('#secret', 'a leaf that she must not find');
  bob.say('#tea', 'one leaf', ...Array.from({ length: 300 }, (_, i) => `tea ${i}.`), 'another leaf');
  bob.say('#general', 'a leaf in general');
  bob.say('maria', 'a leaf in private');
  await bob.settle();
  await maria.sees('another leaf');
  await maria.open('#general');
  await maria.button('Search messages').click();
  await maria.page.getByText('Everywhere', { exact: true }).click();
  await field(maria, 'Search everywhere').fill('leaf');
  await told(maria, '4 results');
  const groups = await maria.page.getByRole('listbox', { name: 'Results' }).getByRole('group').evaluateAll((all) => all.map((group) => group.getAttribute('aria-label')));
  assert.deepEqual(groups.toSorted(), ['#general', '#tea', 'bob']);
  await look(maria, 'search', { only: ['light', 'dark'] });
  await results(maria).filter({ hasText: 'one leaf' }).click();
  await maria.is('#tea');
  await here(maria).filter({ hasText: 'one leaf' }).waitFor();
  await maria.sees('tea 1.');
  await results(maria).filter({ hasText: 'a leaf in private' }).click();
  await maria.is('bob');
  await here(maria).filter({ hasText: 'a leaf in private' }).waitFor();
  // The panel is still there, and the browser's Back goes from place to place.
  await maria.page.goBack();
  await maria.is('#tea');
  await here(maria).filter({ hasText: 'one leaf' }).waitFor();
  assert.equal(await maria.page.getByText('must not find').count(), 0);
});

story('by the keyboard alone', { settings }, async (stage) => {
  const bob = await stage.raw('bob');
  const eva = await stage.raw('eva');
  bob.say('#general', 'first tea', 'second tea', 'third tea');
  await bob.settle();
  eva.say('#general', 'tea of eva');
  await eva.settle();
  const maria = await stage.person('maria');
  await maria.sees('tea of eva');
  await maria.keyboard.press('Control+Shift+f');
  await eventually(async () => assert.equal(await maria.focused(), 'Search in this conversation'));
  await maria.keyboard.type('tea from:bob');
  await told(maria, '3 results');
  await maria.keyboard.press('ArrowDown');
  await maria.keyboard.press('ArrowDown');
  await eventually(async () => {
    const chosen = await field(maria).evaluate((input) => document.getElementById(input.getAttribute('aria-activedescendant'))?.textContent);
    assert.match(chosen, /second tea/);
  });
  await maria.keyboard.press('Enter');
  await here(maria).filter({ hasText: 'second tea' }).waitFor();
  await eventually(async () => assert.equal(await maria.focused(), 'Search in this conversation'));
  await maria.keyboard.press('ArrowDown');
  await maria.keyboard.press('Enter');
  await here(maria).filter({ hasText: 'first tea' }).waitFor();
  await maria.keyboard.press('Escape');
  await field(maria).waitFor({ state: 'hidden' });
  await eventually(async () => assert.equal(await maria.focused(), 'Message #general'));
});

story('nothing found, nothing to look for, and a day that is none', { settings }, async (stage) => {
  const maria = await stage.person('maria');
  await maria.button('Search messages').click();
  await maria.page.getByText('from:maria').waitFor();
  await look(maria, 'search-empty');
  await field(maria).fill('nowhere');
  await told(maria, 'Nothing found');
  await field(maria).fill('tea on:sunday');
  await maria.alert.filter({ hasText: '“sunday” is no day' }).waitFor();
  await look(maria, 'search-problem', { only: ['light'] });
  await maria.button('Close search').click();
  await field(maria).waitFor({ state: 'hidden' });
});

story('more results are had when they are asked for', { settings }, async (stage) => {
  const bob = await stage.raw('bob');
  bob.say('#general', ...Array.from({ length: 70 }, (_, i) => `tea number ${i}.`));
  await bob.settle();
  const maria = await stage.person('maria');
  await maria.button('Search messages').click();
  await field(maria).fill('tea');
  await told(maria, '30+ results');
  assert.equal(await results(maria).count(), 30);
  await maria.button('More results').click();
  await eventually(async () => assert.ok(await results(maria).count() > 30));
  while (await maria.button('More results').count() > 0) {
    const before = await results(maria).count();
    await maria.button('More results').click();
    await eventually(async () => assert.ok(await results(maria).count() > before || await maria.button('More results').count() === 0));
  }
  assert.equal(await results(maria).count(), 70);
});

story('on a telephone the panel makes way for what it found', { settings }, async (stage) => {
  const bob = await stage.raw('bob');
  bob.say('#general', 'the green leaves', ...Array.from({ length: 40 }, (_, i) => `line ${i}.`));
  await bob.settle();
  const maria = await stage.person('maria', { viewport: { width: 390, height: 844 } });
  await maria.button('Search messages').click();
  await field(maria).fill('green');
  await told(maria, '1 result');
  await look(maria, 'search', { only: ['390px'] });
  await results(maria).click();
  await field(maria).waitFor({ state: 'hidden' });
  await here(maria).filter({ hasText: 'the green leaves' }).waitFor();
  await look(maria, 'search-opened', { only: ['390px'] });
});

story('a server that can’t search has what is loaded looked through, and that is said', { settings }, async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const context = await stage.browser({ wire: true });
  context.wire.hides = ['soju.im/search', 'draft/read-marker'];
  const maria = await stage.tab(context);
  await maria.enter('maria');
  await maria.join('#tea');
  bob.say('#tea', 'green tea', ...Array.from({ length: 60 }, (_, i) => `line ${i}.`));
  bob.say('#general', 'no tea');
  await maria.sees('line 59.');
  await maria.open('#general');
  await maria.button('Search messages').click();
  await maria.page.getByText('This server can’t search: only the messages that are loaded here are looked through.').waitFor();
  await field(maria).fill('tea');
  await told(maria, '1 result');
  await maria.page.getByText('Everywhere', { exact: true }).click();
  await told(maria, '2 results');
  await results(maria).filter({ hasText: 'green tea' }).click();
  await here(maria).filter({ hasText: 'green tea' }).waitFor();
  await look(maria, 'search-loaded', { only: ['light'] });
  // Nor is it told, or asked, what was read.
  assert.deepEqual(maria.wire.sent.filter((line) => /SEARCH|MARKREAD/.test(line)), []);
});
