// What axe finds on a screen, in light, dark, and on a telephone.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';

const pictures = join(import.meta.dirname, '../../../screenshots');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const wide = { width: 1280, height: 800 };
/** The three ways in which every screen is looked at. */
const ways = {
  light: { colorScheme: 'light', size: wide },
  dark: { colorScheme: 'dark', size: wide },
  '390px': { colorScheme: 'light', size: { width: 390, height: 844 } },
};

/** Takes a picture of the screen in each way, and lets axe look at it. */
export async function look(person, name, { only = Object.keys(ways) } = {}) {
  const { page } = person;
  mkdirSync(pictures, { recursive: true });
  const found = [];
  const before = page.viewportSize();
  for (const way of only) {
    const { colorScheme, size } = ways[way];
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(size);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await page.screenshot({ path: join(pictures, `${name}-${way}.png`), animations: 'disabled' });
    await page.evaluate(`window.axe ??= (() => { ${axe.source}; return window.axe; })(); undefined`);
    const { violations } = await page.evaluate((values) =>
      window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), rules);
    for (const { id, help, nodes } of violations) {
      for (const node of nodes) found.push(`${name}, ${way}: ${id} (${help}): ${node.target.join(' ')}: ${node.failureSummary}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(before);
  assert.deepEqual(found, []);
}
