// Several bare connections write at full speed, and the page is watched meanwhile.

import { eventually } from './patience.js';

/**
 * Sends the lines, and says how long after its sending the last one was on the
 * screen, and how long the longest frame was. A listener hears everything too:
 * the server decides which line is the last.
 */
export async function flood(page, senders, listener, { channel, lines, round }) {
  await page.evaluate(() => {
    const watch = { longest: 0, last: '', since: 0, running: true };
    window.watch = watch;
    let before = 0;
    const frame = (now) => {
      if (before !== 0) watch.longest = Math.max(watch.longest, now - before);
      before = now;
      // Looked at in the frame after it was drawn: it has been on the screen.
      const last = [...document.querySelectorAll('[role=log] article')].at(-1)?.textContent ?? '';
      if (last !== watch.last) Object.assign(watch, { last, since: Date.now() });
      if (watch.running) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const each = lines / senders.length;
  await Promise.all(senders.map((sender) => sender.pour(channel, each,
    (i) => `round ${round}: line ${i} of ${sender.nick}, and some words that make it long`)));
  // Sent, not yet read: the server and the page have many of them before them still.
  const sent = Date.now();
  const heard = await listener.hearsAll(new RegExp(` PRIVMSG ${channel} :round ${round}: `), lines);
  const lastHeard = Date.now() - sent;
  const text = heard.at(-1).slice(heard.at(-1).indexOf(' :') + 2);
  return eventually(async () => {
    const { last, since, longest } = await page.evaluate(() => window.watch);
    if (!last.endsWith(text)) throw new Error(`the last line is "${text}", the page shows "${last}"`);
    await page.evaluate(() => { window.watch.running = false; });
    return { lastHeard, lastSeen: since - sent, longestFrame: longest };
  }, 30_000);
}
