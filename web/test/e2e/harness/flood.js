// Several bare connections write at full speed, and the page is watched meanwhile.

/** Sends the lines, and says when the last was seen and how long the longest frame was. */
export async function flood(person, senders, { channel, lines }) {
  await person.page.evaluate(() => {
    const watch = { longest: 0, seen: 0, running: true };
    window.watch = watch;
    let before = 0;
    const frame = (now) => {
      if (before !== 0) watch.longest = Math.max(watch.longest, now - before);
      before = now;
      // Drawn, and looked at in the frame after: it has been on the screen.
      if (watch.seen === 0 && document.querySelector('[role=log]').textContent.includes('the very last line')) watch.seen = Date.now();
      if (watch.running) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const each = lines / senders.length;
  await Promise.all(senders.map((sender, s) => sender.pour(channel, each - (s === 0 ? 1 : 0),
    (i) => `line ${i} of ${sender.nick}, and some words that make it as long as people write`)));
  // Sent, not yet read: the server and the page have most of the ten thousand before them.
  const sent = Date.now();
  senders[0].say(channel, 'the very last line');
  await person.page.waitForFunction(() => window.watch.seen !== 0, undefined, { polling: 100, timeout: 60_000 });
  return person.page.evaluate((at) => {
    window.watch.running = false;
    return { lastSeen: window.watch.seen - at, longestFrame: window.watch.longest };
  }, sent);
}
