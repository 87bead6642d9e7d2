// One person at three devices: a browser on her desk, a telephone, and WeeChat. It is
// one conversation with one mark of what was read; the server is killed, and nobody
// has to type anything to go on where they were.

import assert from 'node:assert/strict';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const password = 'a linnet sings';
const telephone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

for (const [mechanism, durability] of [['plain', 'fast'], ['scram-sha-256', 'strict']]) {
  const settings = `[data]\ndir = "{dir}/data"\ndurability = "${durability}"\n`;
  story(`one person, three devices, one conversation: ${mechanism}, ${durability}`, { settings, within: 180_000 }, async (stage) => {
    stage.forgive(/WebSocket/);
    const evening = await Evening.begin(stage, mechanism);
    await evening.everybodyTalks('before');
    await evening.allAtOnce();
    await evening.whatIsReadIsReadEverywhere();
    await evening.theServerIsKilled();
    await evening.everybodyTalks('after');
    await evening.whatIsReadIsReadEverywhere();
    await evening.hasComeOnce(0);
  });
}

class Evening {
  /** What was said, in the order in which it was: in the channel and in private, as "nick text". */
  said = { '#tea': [], bob: [] };

  /** She registers on her desk, and is on her other devices with her name and her password. */
  static async begin(stage, mechanism) {
    const evening = new Evening();
    evening.stage = stage;
    const owner = await stage.raw('bob', { channels: [] });
    owner.send(`REGISTER * * :${password}`);
    await owner.hears('REGISTER SUCCESS');
    owner.quit();
    await owner.hears(/^ERROR/);
    await evening.bobComes();

    const desk = evening.desk = await stage.tab(await stage.browser({ wire: true }));
    await desk.field('Display name').fill('maria');
    await desk.openLogIn();
    await desk.button('Register').click();
    await desk.field('Password').fill(password);
    await desk.button('Register').click();
    await desk.is('#general');
    await desk.join('#tea');

    evening.terminal = await stage.weechat('maria', { mechanism, password });
    for (const channel of ['#general', '#tea']) await evening.terminal.shows(channel, `has joined ${channel}`);

    const phone = evening.phone = await stage.tab(await stage.browser(telephone));
    await phone.openLogIn();
    await phone.logIn('maria', password);
    await phone.is('#general');
    await evening.opens(phone, '#tea');
    return evening;
  }

  async bobComes() {
    this.bob = await this.stage.raw('bob', { channels: ['#general', '#tea'], password, caps: 'echo-message draft/read-marker server-time message-tags' });
  }

  async opens(person, conversation) {
    const drawer = person.page.getByRole('button', { name: /^Open conversations/ });
    if (await drawer.isVisible()) await drawer.click();
    await person.open(conversation);
  }

  /** Both are open on the same conversation, at the desk and on the telephone. */
  async bothOpen(conversation) {
    for (const person of [this.desk, this.phone]) await this.opens(person, conversation);
  }

  /** Somebody says something; bob has heard it when the next one speaks. */
  async says(who, where, text) {
    if (who === 'bob') this.bob.say(where === 'bob' ? 'maria' : where, text);
    else if (who === 'terminal') {
      // WeeChat shows its own line at once, where it is: she writes below what she has read.
      await this.terminal.reads(where, ...this.said[where]);
      await this.terminal.type(where, text);
    }
    else await this[who].say(text);
    const by = who === 'bob' ? 'bob' : 'maria';
    await this.bob.hears(new RegExp(`:${by}!\\S+ PRIVMSG \\S+ :${text}$`));
    this.said[where].push(`${by} ${text}`);
  }

  /** Every device shows what was said in both conversations, each line once, in one order. */
  async isOneConversation() {
    for (const where of ['#tea', 'bob']) {
      await this.terminal.reads(where, ...this.said[where]);
      await this.bothOpen(where);
      const texts = this.said[where].map((line) => line.replace(/^\w+ /, ''));
      for (const person of [this.desk, this.phone]) await person.reads(...texts);
    }
  }

  async everybodyTalks(when) {
    // The first word in private makes the conversation.
    await this.says('bob', 'bob', `bob whispers ${when}`);
    await this.terminal.shows('bob', `bob whispers ${when}`);
    for (const where of ['bob', '#tea']) {
      await this.bothOpen(where);
      for (const who of ['desk', 'terminal', 'phone', 'bob']) await this.says(who, where, `${who} to ${where} ${when}`);
    }
    await this.isOneConversation();
  }

  /** They interrupt each other: what the order is nobody knows, but it is one. */
  async allAtOnce() {
    await this.bothOpen('#tea');
    const lines = (who) => [1, 2, 3].map((n) => `${who} at once ${n}`);
    const saysAll = async (who) => { for (const line of lines(who)) await this[who].say(line); };
    this.bob.say('#tea', ...lines('bob'));
    await Promise.all(['desk', 'phone'].map(saysAll));
    const heard = await this.bob.hearsAll(/ PRIVMSG #tea :\w+ at once \d$/, 9);
    this.said['#tea'].push(...heard.map((line) => line.replace(/^.*?:(\w+)!\S+ PRIVMSG #tea :/, '$1 ')));
    await this.isOneConversation();
  }

  /** Whatever is read, or answered, on one device is read on the others. */
  async whatIsReadIsReadEverywhere() {
    const { desk, phone } = this;
    for (const [reader, other] of [[desk, phone], [phone, desk]]) {
      await this.bothOpen('#general');
      const nth = this.said['#tea'].length;
      await this.says('bob', '#tea', `news ${nth}`);
      await this.says('bob', 'bob', `secret news ${nth}`);
      await this.unread(2);
      await this.opens(reader, '#tea');
      await reader.sees(`news ${nth}`);
      await this.unread(1);
      await this.opens(reader, 'bob');
      await reader.sees(`secret news ${nth}`);
      await this.unread(0);
      await other.is('#general');
    }
    // WeeChat knows no marks, and is told of none; but who answers there has read.
    await this.bothOpen('#general');
    const nth = this.said['#tea'].length;
    await this.says('bob', '#tea', `question ${nth}`);
    await this.unread(1);
    await this.terminal.shows('#tea', `question ${nth}`);
    await this.says('terminal', '#tea', `answer ${nth}`);
    await this.unread(0);
    await this.isOneConversation();
    assert.deepEqual(this.terminal.lines('').filter((line) => /MARKREAD/.test(line.join(' '))), []);
  }

  /** Both browsers tell of so many messages that she has not read on any device. */
  async unread(count) {
    const drawer = count === 0 ? 'Open conversations' : `Open conversations, ${count} unread`;
    await this.phone.button(drawer).waitFor();
    await eventually(async () => assert.match(await this.desk.page.title(), count === 0 ? /^[^(]/ : new RegExp(`^\\(${count}\\) `)));
  }

  /** As a power cut does; the lid of the laptop is closed, and she types on her desk. */
  async theServerIsKilled() {
    const { desk, phone, terminal } = this;
    await this.bothOpen('#general');
    await this.says('bob', '#tea', 'read by nobody yet');
    await this.unread(1);
    await desk.composer('#general').fill('half a thou');
    await this.isOnDisk();
    await this.hasComeOnce(2); // to #general and to #tea
    terminal.sleep();
    await this.stage.server.kill();
    await desk.connection.filter({ hasText: /\S/ }).waitFor();
    await this.stage.server.start();

    await this.bobComes();
    await this.bob.hears(/ 353 bob \S+ #tea :.*\bmaria\b/);
    await this.says('bob', '#tea', 'while the lid was closed');
    await this.says('bob', 'bob', 'whispered to a closed lid');
    terminal.wake();

    await this.unread(3);
    for (const person of [desk, phone]) await person.is('#general');
    assert.ok(desk.wire.heard.some((line) => line.includes('RESUME SUCCESS maria')));
    assert.equal(await desk.composer('#general').inputValue(), 'half a thou');
    await desk.keyboard.type('ght');
    assert.equal(await desk.composer('#general').inputValue(), 'half a thought');
    await desk.composer('#general').fill('');
    await terminal.reads('#tea', ...this.said['#tea']);
    await terminal.reads('bob', ...this.said.bob);
    await this.isOneConversation();
    await this.unread(0);
  }

  /** What was said is on disk before a mark is said to be: one thing is written after the other. */
  async isOnDisk() {
    const after = this.bob.heard.length;
    this.bob.send(`MARKREAD #tea timestamp=${new Date().toISOString()}`);
    await this.bob.hears(/ MARKREAD #tea timestamp=/, { after });
  }

  /** Others have seen her come so often, by one device, and neither change nor leave. */
  async hasComeOnce(joins) {
    assert.equal(await this.bob.count(/^@\S+ :maria!\S+ JOIN /), joins);
    assert.equal(await this.bob.count(/^@\S+ :maria!?\S* (QUIT|NICK|PART) /), 0);
  }
}
