// Somebody gets an account, and comes by it from wherever she is.

import assert from 'node:assert/strict';
import { look } from './harness/access.js';
import { Mailbox } from './harness/mailbox.js';
import { eventually } from './harness/patience.js';
import { story } from './harness/stage.js';

const password = 'a linnet sings';
/** The hash of "sesame", by `ircd hash-password`. */
const sesame = '$argon2id$v=19$m=32768,t=3,p=1$0JUJVmLv96q9s7EJU5fhjA$lcCk6DRGMERMlv1zAUV+H7na7H/C1mOlQ6sya1eVpLQ';
const dir = '[data]\ndir = "{dir}/data"\n';
const shortGrace = '[limits]\nresume_grace = "1s"\n';
const noGrace = '[limits]\nresume_grace = "0s"\n';

story('registers, logs out, logs in, reloads; another browser logs it out', { settings: dir }, async (stage) => {
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const desk = await stage.tab(await stage.browser({ wire: true }));
  await desk.field('Display name').fill('maria');
  await desk.openLogIn();
  await desk.button('Register').click();
  assert.equal(await desk.field('Name').inputValue(), 'maria');
  await desk.field('Password').fill(password);
  await desk.button('Register').click();
  await desk.is('#general');
  bob.send('WHOIS maria');
  await bob.hears(/ 330 bob maria maria /);
  await desk.join('#tea');

  await remembered(desk);
  await desk.choose('Account and settings', 'Log out');
  await desk.page.getByText('You are logged out of maria, and this device is forgotten.').waitFor();
  await bob.hears(/^:maria!\S+ QUIT/);
  assert.deepEqual(await tokens(desk.page), []);

  assert.equal(await desk.field('Name').inputValue(), 'maria');
  await desk.logIn('maria', password);
  await desk.is('#tea');
  assert.ok(desk.wire.sent.some((line) => line === 'AUTHENTICATE SCRAM-SHA-256'));
  await remembered(desk);

  await desk.reload();
  await desk.is('#tea');
  await eventually(async () => assert.ok(desk.wire.heard.some((line) => line.includes('RESUME SUCCESS maria'))));

  bob.say('maria', 'between us');
  await desk.entry('bob').waitFor();
  const phone = await stage.tab(await stage.browser({ viewport: { width: 390, height: 844 } }));
  await phone.openLogIn();
  await phone.logIn('maria', password);
  // She is where the other device is, and nobody sees anybody join.
  await phone.is('#general');
  await phone.page.getByRole('button', { name: /^Open conversations/ }).click();
  await phone.entry('#tea').waitFor();
  await phone.entry('bob').waitFor();
  assert.equal(await bob.count(/^:maria!\S+ JOIN #tea/), 2);

  await phone.choose('Account and settings', 'Devices');
  const devices = phone.dialog('Devices').getByRole('listitem');
  await eventually(async () => assert.equal(await devices.count(), 2));
  await devices.first().getByText('this device').waitFor();
  await devices.last().getByText('Connected now').waitFor();
  await phone.button('Log out all others').click();
  await eventually(async () => assert.equal(await devices.count(), 1));

  await desk.page.getByText('This device was logged out.').waitFor();
  assert.equal(await desk.field('Name').inputValue(), 'maria');
  assert.deepEqual(await tokens(desk.page), []);
  await desk.reload();
  await desk.field('Display name').waitFor();
  for (const { page } of [desk, phone]) assert.ok(!(await storageOf(page)).includes(password), 'the password is stored');
  assert.equal(await bob.count(/^:maria!\S+ QUIT/), 1);
});

story('what is typed letter by letter stands in its field, and comes along from card to card', async (stage) => {
  const maria = await stage.tab(await stage.browser());
  await maria.openLogIn();
  await isIn(maria, 'Name');
  await maria.keyboard.type('maria');
  assert.equal(await maria.field('Name').inputValue(), 'maria');
  await maria.button('Register').click();
  await isIn(maria, 'Password');
  await maria.keyboard.type(password);
  assert.equal(await maria.field('Name').inputValue(), 'maria');
  assert.equal(await maria.field('Password').inputValue(), password);

  // She looks whether it is what she meant.
  assert.equal(await maria.field('Password').getAttribute('type'), 'password');
  await maria.button('Show password').click();
  await isIn(maria, 'Password');
  assert.equal(await maria.field('Password').getAttribute('type'), 'text');
  await look(maria, 'password-shown');
  await maria.button('Hide password').click();
  assert.equal(await maria.field('Password').getAttribute('type'), 'password');

  await maria.field('Name').fill('marianne');
  await maria.button('Come in without an account').click();
  assert.equal(await maria.field('Display name').inputValue(), 'marianne');
  await maria.openLogIn();
  assert.equal(await maria.field('Name').inputValue(), 'marianne');
  await maria.button('Register').click();
  await maria.field('Password').fill(password);
  await maria.keyboard.press('Enter');
  await maria.is('#general');
});

story('a guest is told whose name it is; a wrong password, and the right one', async (stage) => {
  await registered(stage, 'maria');
  const maria = await stage.tab(await stage.browser());
  await maria.field('Display name').fill('maria');
  await maria.keyboard.press('Enter');
  await maria.alert.getByText('The name maria belongs to an account: take another.').waitFor();
  await maria.button("It's mine: log in").click();
  assert.equal(await maria.field('Name').inputValue(), 'maria');
  await isIn(maria, 'Password');

  await maria.keyboard.press('Enter');
  await maria.alert.getByText('Type your password.').waitFor();
  await maria.keyboard.type('a sparrow sings');
  await maria.keyboard.press('Enter');
  await maria.alert.getByText('The name or the password is wrong.').waitFor();
  assert.equal(await maria.field('Password').getAttribute('aria-invalid'), 'true');
  await look(maria, 'wrong-password');
  await maria.field('Password').fill(password);
  await maria.keyboard.press('Enter');
  await maria.is('#general');
  await maria.sidebar.getByRole('img', { name: 'Registered name' }).waitFor();
});

story('who has failed too often is told to wait, at the door and when she is remembered', { settings: dir + noGrace }, async (stage) => {
  await registered(stage, 'maria');
  const desk = await stage.tab(await stage.browser());
  await desk.openLogIn();
  await desk.logIn('maria', password);
  await desk.is('#general');
  await remembered(desk);
  await desk.page.goto('about:blank');

  const guesser = await stage.raw('guesser', { channels: [] });
  for (let i = 0; i < 12; i++) guesser.send('NS IDENTIFY maria guess');
  await guesser.hears(/Too many failed logins/);
  const phone = await stage.tab(await stage.browser());
  await phone.openLogIn();
  await phone.logIn('maria', password);
  await phone.alert.getByText('Too many failed logins: try again in a few minutes.').waitFor();
  await look(phone, 'login-later', { only: ['390px'] });

  // Nobody is waited for: her token has to wait as everybody's.
  await stage.server.kill();
  await stage.server.start();
  const again = await stage.raw('guesser', { channels: [] });
  for (let i = 0; i < 12; i++) again.send('NS IDENTIFY maria guess');
  await again.hears(/Too many failed logins/);
  await desk.page.goto(stage.server.url);
  await desk.page.getByText('You are not logged in yet. Too many failed logins').waitFor();
  await desk.page.getByText('Trying again in').waitFor();
  assert.equal((await tokens(desk.page)).length, 1);
  await look(desk, 'waits-to-log-in', { only: ['light'] });
  // A server that has forgotten who guessed lets her in.
  stage.forgive(/WebSocket/);
  await stage.server.kill();
  await stage.server.start();
  await desk.comesBack();
  await desk.sidebar.getByRole('img', { name: 'Registered name' }).waitFor();
  await eventually(async () => assert.equal(await desk.page.getByText('You are not logged in yet.').count(), 0));
});

story('the server is killed: nobody has to type anything', { settings: dir + shortGrace }, async (stage) => {
  await registered(stage, 'maria');
  stage.forgive(/WebSocket/);
  const desk = await stage.tab(await stage.browser({ wire: true }));
  await desk.openLogIn();
  await desk.logIn('maria', password);
  await desk.is('#general');
  await desk.join('#tea');
  await desk.say('before');
  await desk.seesSettled('before');
  await remembered(desk);

  // With the page open, and with the page closed.
  await stage.server.kill();
  await desk.connection.filter({ hasText: /\S/ }).waitFor();
  await desk.say('in between');
  await stage.server.start();
  const bob = await stage.raw('bob', { channels: ['#tea'] });
  await desk.comesBack();
  await bob.hears(/^:maria!\S+ PRIVMSG #tea :in between$/);
  await desk.reads('before', 'in between');

  await desk.page.goto('about:blank');
  await stage.server.kill();
  await stage.server.start();
  const eva = await stage.raw('eva', { channels: ['#tea'] });
  await desk.page.goto(stage.server.url);
  await desk.is('#tea'); // as she remembers it, connected or not
  await eventually(async () => {
    eva.send('WHOIS maria');
    await eva.settle();
    for (const told of [/ 319 eva maria :.*#tea/, / 330 eva maria maria /]) assert.ok(eva.heard.some((line) => told.test(line)), `${told}`);
  });
  assert.ok(!stage.server.log.includes('lin_'), 'the log tells the token');
});

story('one person: a browser, a telephone and an IRC client; the server is killed, and nobody types anything', { settings: dir }, async (stage) => {
  stage.forgive(/WebSocket/);
  await registered(stage, 'maria');
  const bob = await stage.raw('bob', { channels: ['#tea'] });
  const desk = await stage.tab(await stage.browser());
  await desk.openLogIn();
  await desk.logIn('maria', password);
  await desk.is('#general');
  await desk.join('#tea');
  await remembered(desk);
  const terminal = await stage.raw('maria', { channels: [], password, caps: 'echo-message draft/read-marker' });
  await terminal.hears(/^:maria!\S+ JOIN #tea/);
  const phone = await stage.tab(await stage.browser({ viewport: { width: 390, height: 844 } }));
  await phone.openLogIn();
  await phone.logIn('maria', password);
  await phone.is('#general');
  await remembered(phone);

  // What each of them says the others see, and what one has read all have.
  terminal.say('#tea', 'from the terminal');
  await desk.sees('from the terminal');
  bob.say('#tea', 'one for all');
  await desk.sees('one for all');
  await terminal.hears(/ MARKREAD #tea timestamp=/);
  await phone.button('Open conversations').waitFor(); // and nothing unread
  assert.equal(await bob.count(/^:maria!\S+ (JOIN|QUIT|NICK)/), 1);

  await stage.server.kill();
  for (const person of [desk, phone]) await person.isCutOff();
  await stage.server.start();
  for (const person of [desk, phone]) await person.comesBack();
  const eva = await stage.raw('eva', { channels: ['#tea'] });
  await eva.hears(/^:maria!\S+ JOIN #tea|353 eva \S+ #tea :.*maria/);
  eva.say('#tea', 'after the night');
  await desk.sees('after the night');
  await desk.reads('from the terminal', 'one for all', 'after the night');
  await desk.say('still here');
  await eva.hears(/^:maria!\S+ PRIVMSG #tea :still here$/);
  await phone.page.getByRole('button', { name: /^Open conversations/ }).click();
  await phone.open('#tea');
  await phone.sees('still here');
  assert.equal(await eva.count(/^:maria!\S+ (QUIT|NICK)/), 0);
});

story('a guest logs in: what she wrote goes on, and she is where her other device is', async (stage) => {
  await registered(stage, 'maria');
  const bob = await stage.raw('bob', { channels: ['#general', '#tea'] });
  const desk = await stage.tab(await stage.browser());
  await desk.openLogIn();
  await desk.logIn('maria', password);
  await desk.is('#general');
  await desk.join('#den');

  const guest = await stage.person('visitor', { wire: true });
  await guest.join('#tea');
  await guest.say('as a guest');
  await guest.seesSettled('as a guest');
  await guest.composer('#tea').fill('half a thou');
  await guest.choose('Account and settings', 'Log in');
  await guest.dialog('Log in').waitFor();
  await look(guest, 'log-in-dialog');
  await guest.logIn('maria', 'a sparrow sings');
  await guest.alert.getByText('The name or the password is wrong.').waitFor();
  assert.equal(await bob.count(/^:visitor!\S+ QUIT/), 0);

  await guest.logIn('maria', password);
  await guest.dialog('Log in').waitFor({ state: 'hidden' });
  await bob.hears(/^:visitor!\S+ QUIT/);
  await bob.hears(/^:maria!\S+ JOIN #tea/);
  await guest.is('#tea');
  await guest.entry('#den').waitFor();
  await desk.entry('#tea').waitFor();
  assert.equal(await guest.composer('#tea').inputValue(), 'half a thou');
  await guest.seesOnce('as a guest');
  await guest.composer('#tea').press('Enter');
  await bob.hears(/^:maria!\S+ PRIVMSG #tea :half a thou$/);
  await desk.open('#tea');
  await desk.sees('half a thou');
  assert.ok(!guest.wire.sent.join('\n').includes(Buffer.from(`\0maria\0${password}`).toString('base64')), 'the password was sent');

  // And by a token of its own it comes back.
  await remembered(guest);
  await guest.choose('Account and settings', 'Devices');
  await guest.dialog('Devices').getByRole('listitem').filter({ hasText: 'this device' }).waitFor();
});

for (const [how, settings] of [['who logs in again', noGrace], ['who goes on', '']]) {
  story(`what is left on one device is left on all: ${how}`, { settings: dir + settings }, async (stage) => {
    await registered(stage, 'maria');
    const bob = await stage.raw('bob', { channels: ['#tea', '#den'] });
    const desk = await stage.tab(await stage.browser());
    await desk.openLogIn();
    await desk.logIn('maria', password);
    await desk.is('#general');
    await desk.join('#tea');
    await desk.join('#den');
    await remembered(desk);
    const phone = await stage.tab(await stage.browser());
    await phone.openLogIn();
    await phone.logIn('maria', password);
    await phone.open('#den');

    await desk.page.goto('about:blank');
    await phone.choose('Channel menu', 'Leave channel');
    await bob.hears(/^:maria!\S+ PART #den/);
    if (settings === noGrace) await hasSessions(stage, 1);
    await desk.page.goto(stage.server.url);
    await desk.entry('#tea').waitFor();
    await eventually(async () => assert.equal(await desk.entry('#den').count(), 0));
    assert.equal(await bob.count(/^:maria!\S+ JOIN #den/), 1);
    assert.equal(await desk.alert.count(), 0);
  });
}

/** Comes true when an account is connected so many times. */
async function hasSessions(stage, count) {
  await eventually(async () => {
    const raw = await stage.raw(`watcher${Date.now() % 100000}`, { channels: [] });
    raw.send(`NS IDENTIFY maria :${password}`, 'NS SESSIONS');
    await raw.hears(/this one/);
    assert.equal(await raw.count(/NOTICE \S+ :maria by/), count);
    raw.quit();
  });
}

// The grace is one in which a slow machine can reload a page, and which a story can wait for.
story('who is not to be remembered leaves nothing behind but in her tab', { settings: '[limits]\nresume_grace = "5s"\n' }, async (stage) => {
  await registered(stage, 'maria');
  const bob = await stage.raw('bob');
  const browser = await stage.browser({ wire: true });
  const maria = await stage.tab(browser);
  await maria.openLogIn();
  await maria.logIn('maria', password, { remember: false });
  await maria.is('#general');
  bob.say('maria', 'a confidential word');
  await maria.open('bob');
  await maria.sees('a confidential word');
  await maria.composer('bob').fill('half a thou');
  await maria.reload();
  await maria.is('bob');
  await eventually(async () => assert.ok(browser.wire.heard.some((line) => line.includes('RESUME SUCCESS maria'))));
  const lasting = await maria.page.evaluate(() => JSON.stringify({ ...localStorage }));
  for (const secret of ['confidential', 'half a thou', 'lin_', password]) assert.ok(!lasting.includes(secret), `${secret} is stored`);

  // Away for longer than the server waits, she has to say who she is again.
  await maria.page.goto('about:blank');
  await bob.hears(/^:maria!\S+ QUIT/);
  await maria.page.goto(stage.server.url);
  await maria.page.getByText('You were logged out: another password was chosen, or you were away for too long.').waitFor();
  await maria.logIn('maria', password, { remember: false });
  await maria.is('bob');
  assert.equal(await maria.composer('bob').inputValue(), 'half a thou');

  await maria.page.close();
  const next = await stage.tab(browser);
  await next.field('Display name').waitFor();
  assert.ok(!(await storageOf(next.page)).includes('confidential'));
});

story('a guest registers the name that she has, and gives it another password', async (stage) => {
  const bob = await stage.raw('bob', { caps: 'account-notify' });
  const maria = await stage.person('maria');
  await maria.choose('Account and settings', 'Register this name');
  const dialog = maria.dialog('Register this name');
  assert.equal(await dialog.getByRole('textbox', { name: 'Name' }).getAttribute('readonly'), '');
  await look(maria, 'register-dialog');
  await isIn(maria, 'Password');
  await maria.keyboard.type('so so');
  await maria.button('Register').click();
  await maria.alert.getByText('A password has at least 6 characters.').waitFor();
  await maria.field('Password').fill('tweettweet');
  await maria.button('Register').click();
  await dialog.waitFor({ state: 'hidden' });
  await bob.hears(/^:maria!\S+ ACCOUNT maria$/);
  await maria.sidebar.getByText('Account maria').waitFor();
  await remembered(maria);

  await maria.members.getByRole('button', { name: 'maria' }).click();
  await maria.page.getByRole('dialog').getByText('Account maria').waitFor();
  await maria.page.getByRole('dialog').getByRole('img', { name: 'Registered name' }).waitFor();
  await look(maria, 'card-with-account', { only: ['light', 'dark'] });
  await maria.keyboard.press('Escape');

  await maria.choose('Account and settings', 'Change password');
  const change = maria.dialog('Change password');
  await isIn(maria, 'Current password');
  await maria.keyboard.type('all wrong');
  await maria.field('New password').fill('chirp chirp');
  await change.getByRole('button', { name: 'Change password' }).click();
  await maria.alert.getByText('That is not your password.').waitFor();
  await look(maria, 'password');
  await maria.field('Current password').fill('tweettweet');
  await change.getByRole('button', { name: 'Change password' }).click();
  await change.waitFor({ state: 'hidden' });
  assert.equal(await maria.entry('NickServ').count(), 0);
  await maria.choose('Account and settings', 'Devices');
  await maria.dialog('Devices').getByRole('listitem').filter({ hasText: 'this device' }).waitFor();
  await look(maria, 'devices');
  await maria.keyboard.press('Escape');

  // Whatever the server takes for a password can be changed, and changed to.
  for (const [old, next] of [['chirp chirp', ': chirp  and '], [': chirp  and ', 'chirp chirp']]) {
    await maria.choose('Account and settings', 'Change password');
    await maria.field('Current password').fill(old);
    await maria.field('New password').fill(next);
    await change.getByRole('button', { name: 'Change password' }).click();
    await change.waitFor({ state: 'hidden' });
  }
  await maria.reload();
  await maria.sidebar.getByText('Account maria').waitFor();
  assert.equal((await tokens(maria.page)).length, 1);

  bob.send('NS IDENTIFY maria chirp chirp');
  await bob.hears('You are logged in as maria');
});

story('an account of other letters is logged in to as it is called', { settings: `${dir}[server]\ncasemapping = "precis"\n` }, async (stage) => {
  await registered(stage, 'Мария');
  const bob = await stage.raw('bob');
  const maria = await stage.tab(await stage.browser());
  await maria.openLogIn();
  await maria.logIn('мария', 'a sparrow sings');
  await maria.alert.getByText('The name or the password is wrong.').waitFor();
  await maria.field('Password').fill(password);
  await maria.button('Log in').click();
  await maria.is('#general');
  await bob.hears(/^:Мария!\S+ JOIN #general/);
  await maria.sidebar.getByRole('img', { name: 'Registered name' }).waitFor();
  await remembered(maria);
  await maria.reload();
  await maria.is('#general');
  await maria.say('hello');
  await bob.hears(/^:Мария!\S+ PRIVMSG #general :?hello/);
  assert.equal(await bob.count(/ NICK /), 0);
});

story('an account by invitation and a code that comes by mail', async (stage) => {
  const mailbox = await Mailbox.open();
  try {
    await stage.server.renew([
      '[accounts]', 'registration = "invitation"', '[accounts.smtp]', `address = "${mailbox.address}"`, 'from = "irc@example.org"', 'tls = "none"',
      '[[opers]]', 'name = "root"', `password = "${sesame}"`, 'class = "admin"',
    ].join('\n'));
    const root = await stage.raw('root');
    root.send('OPER root sesame', 'NS INVITATION ADD');
    const [, code] = /The invitation (\S+) is good/.exec(await root.hears(/The invitation \S+ is good/));

    const maria = await stage.tab(await stage.browser({ viewport: { width: 390, height: 844 } }));
    await maria.field('Display name').fill('maria');
    await maria.openLogIn();
    await maria.button('Register').click();
    await maria.field('Password').fill('tweet tweet');
    await maria.field('E-mail').fill('nowhere');
    await maria.field('Invitation code').fill(code);
    await look(maria, 'register');
    await maria.button('Register').click();
    await eventually(async () => assert.equal(await maria.field('E-mail').getAttribute('aria-invalid'), 'true'));
    await maria.field('E-mail').fill('maria@example.org');
    await maria.button('Register').click();
    await maria.page.getByText('A code was sent to maria@example.org.').waitFor();
    await look(maria, 'verify');
    await maria.field('Code').fill('nonsense');
    await maria.button('Confirm').click();
    await maria.alert.getByText(/^That is not the code/).waitFor();

    // Who has closed the page meanwhile finds the way by logging in.
    await maria.reload();
    await maria.openLogIn();
    await maria.logIn('maria', 'tweet tweet');
    await maria.field('Code').waitFor();
    const [, sent] = /VERIFY maria (\S+)/.exec(await mailbox.letter());
    await maria.field('Code').fill(sent);
    await maria.button('Confirm').click();
    await maria.is('#general');
    root.send('WHOIS maria');
    await root.hears(/ 330 root maria maria /);
    await remembered(maria);
  } finally {
    mailbox.close();
  }
});

story('where nobody may register it says so', { settings: '[accounts]\nregistration = "closed"\n' }, async (stage) => {
  const maria = await stage.tab(await stage.browser());
  await maria.openLogIn();
  await maria.button('Register').click();
  await maria.page.getByText('This server takes no new accounts.').waitFor();
  await maria.button('Come in without an account').click();
  await maria.enter('maria');
  await maria.button('Account and settings').click();
  await maria.item('Log in').waitFor();
  assert.equal(await maria.item('Register this name').count(), 0);
});

story('where only people with an account are let in, a guest is shown the way', { settings: '[accounts]\nrequired = true\n' }, async (stage) => {
  const maria = await stage.tab(await stage.browser());
  await maria.field('Display name').fill('maria');
  await maria.keyboard.press('Enter');
  await maria.alert.getByText('This server lets in only people with an account.').waitFor();
  await look(maria, 'account-required', { only: ['light'] });
  await maria.alert.getByRole('button', { name: 'Log in' }).click();
  await maria.button('Register').click();
  await maria.field('Password').fill(password);
  await maria.button('Register').click();
  await maria.is('#general');
});

story('a name that is registered already is said to be, and leads to the login', async (stage) => {
  await registered(stage, 'maria');
  const maria = await stage.tab(await stage.browser());
  await maria.openLogIn();
  await maria.button('Register').click();
  await maria.field('Name').fill('maria');
  await maria.field('Password').fill(password);
  await maria.button('Register').click();
  await maria.alert.getByText('That name is registered already.').waitFor();
  await maria.button("It's mine: log in").click();
  await maria.field('Password').fill(password);
  await maria.button('Log in').click();
  await maria.is('#general');
});

story('a name that a guest has is not to be registered by another, and others are offered', async (stage) => {
  await stage.raw('maria');
  const maria = await stage.tab(await stage.browser());
  await maria.openLogIn();
  await maria.button('Register').click();
  await maria.field('Name').fill('maria');
  await maria.field('Password').fill(password);
  await maria.button('Register').click();
  await maria.alert.getByText('The name maria is taken.').waitFor();
  await maria.alert.getByRole('button', { name: 'maria2', exact: true }).click();
  assert.equal(await maria.field('Name').inputValue(), 'maria2');
  await maria.button('Register').click();
  await maria.is('#general');
  await maria.sidebar.getByRole('img', { name: 'Registered name' }).waitFor();
});

story('with too many devices one is logged in, and told', async (stage) => {
  await registered(stage, 'maria');
  const many = await stage.raw('many', { channels: [] });
  many.send(`NS IDENTIFY maria :${password}`);
  await many.hears('You are logged in as maria');
  for (let i = 1; i <= 20; i++) many.send(`DEVICE ADD :old ${i}`);
  await many.hears(/DEVICE TOKEN \S+ \S+ :old 20/);
  const maria = await stage.tab(await stage.browser());
  await maria.openLogIn();
  await maria.logIn('maria', password);
  await maria.is('#general');
  await maria.page.getByText('You are logged in, but this device is not remembered.').waitFor();
  await maria.button('Devices').click();
  const devices = maria.dialog('Devices');
  await eventually(async () => assert.equal(await devices.getByRole('listitem').count(), 20));
  await look(maria, 'many-devices');
  await devices.getByRole('button', { name: 'Log out old 7' }).click();
  await eventually(async () => assert.equal(await devices.getByRole('listitem').count(), 19));
  await devices.getByRole('button', { name: 'Remember this device' }).click();
  await devices.getByRole('listitem').first().getByText('this device').waitFor();
  await remembered(maria);
});

story('on a page that came without encryption one is warned, and can log in', async (stage) => {
  await registered(stage, 'maria');
  const maria = await stage.tab(await stage.browser({ wire: true }), { open: false });
  await maria.page.goto(stage.server.url.replace('127.0.0.1', 'open.test'));
  stage.forgive(/Cross-Origin-Opener-Policy/);
  await maria.openLogIn();
  await maria.page.getByText('This page came without encryption').waitFor();
  await look(maria, 'login-in-the-open');
  await maria.logIn('maria', password);
  await maria.is('#general');
  assert.ok(maria.wire.sent.includes('AUTHENTICATE PLAIN'));
});

story('the forms are such as password managers know', async (stage) => {
  const maria = await stage.tab(await stage.browser());
  await maria.openLogIn();
  const marks = () => maria.page.locator('form input').evaluateAll((fields) => fields.map((field) => [field.type, field.name, field.autocomplete].join(' ')));
  assert.deepEqual(await marks(), ['text username username', 'password password current-password', 'checkbox remember ']);
  await look(maria, 'login');
  await maria.button('Register').click();
  await maria.field('Password').waitFor();
  await eventually(async () => assert.deepEqual(await marks(), ['text username username', 'password password new-password', 'checkbox remember ']));
});

/** Somebody gets an account with a bare client, and is nowhere then. */
async function registered(stage, name) {
  const owner = await stage.raw(name, { channels: [] });
  owner.send(`REGISTER * * :${password}`);
  await owner.hears('REGISTER SUCCESS');
  owner.quit();
  await owner.hears(/^ERROR/);
}

/** Waits until the field has the focus. */
async function isIn(person, field) {
  await eventually(async () => assert.ok(await person.field(field).evaluate((input) => input === document.activeElement)));
}

/** Waits until the page has its token. */
async function remembered({ page }) {
  await eventually(async () => assert.equal((await tokens(page)).length, 1));
}

/** The tokens of devices that the page keeps. */
async function tokens(page) {
  return (await storageOf(page)).match(/lin_[\w-]+/g) ?? [];
}

async function storageOf(page) {
  return page.evaluate(() => JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }));
}
