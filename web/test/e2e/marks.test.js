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
