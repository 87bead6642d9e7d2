import { describe, expect, test } from 'vitest';
import type { Entry, Refusal } from '../../../src/irc/entry';
import { parse, print } from '../../../src/irc/message';
import { Registering, termsOf, Verifying } from '../../../src/irc/register';

const application = { password: 'sesame open', email: '', invitation: '' };

function begin(entry: Entry, { offered = 'before-connect' as string | null, isConnected = false } = {}) {
  const sent: string[] = [];
  const ended: (Refusal | null)[] = [];
  const caps = { offered: new Map(offered === null ? [] : [['draft/account-registration', offered]]), enabled: new Set<string>(), asked: 0, listed: true };
  entry.begin({ caps, isConnected, send: (out) => sent.push(print(out)), settle: (refusal) => ended.push(refusal) });
  const say = (line: string) => {
    const message = parse(line);
    if (message) entry.take(message);
    return ended.at(-1);
  };
  return { sent, ended, say };
}

test.each([
  ['', { email: false, invitation: false }],
  ['before-connect,email-required', { email: true, invitation: false }],
  ['email-required=strict,linnet.chat/invitation-required', { email: true, invitation: true }],
  ['something-new', { email: false, invitation: false }],
])('of %j', (value, want) => {
  expect(termsOf(new Map([['draft/account-registration', value]]))).toEqual(want);
});

test('without the capability nobody registers', () => {
  expect(termsOf(new Map())).toBeNull();
  const { sent, ended } = begin(new Registering(application), { offered: null });
  expect([sent, ended]).toEqual([[], [{ why: 'other', text: 'No accounts can be registered here.', raw: null }]]);
});

describe('REGISTER', () => {
  test.each([
    [application, 'REGISTER * * :sesame open'],
    [{ ...application, email: 'me@example.org' }, 'REGISTER * me@example.org :sesame open'],
    [{ ...application, password: ':sesame' }, 'REGISTER * * ::sesame'],
    [{ ...application, invitation: 'come-in' }, '@linnet.chat/invitation=come-in REGISTER * * :sesame open'],
    [{ ...application, invitation: 'come in;' }, '@linnet.chat/invitation=come\\sin\\: REGISTER * * :sesame open'],
  ])('%j', (typed, want) => {
    expect(begin(new Registering(typed)).sent).toEqual([want]);
  });

  test('it goes well', () => {
    expect(begin(new Registering(application)).say(':s REGISTER SUCCESS maria :Account registered')).toBeNull();
  });

  test('where the connection must be complete first, it is put off', () => {
    const entry = new Registering(application);
    expect(begin(entry, { offered: 'email-required' })).toMatchObject({ sent: [], ended: [null] });
    expect(entry.isPutOff).toBe(true);
    expect(begin(entry, { offered: 'email-required', isConnected: true }).sent).toEqual(['REGISTER * * :sesame open']);
    expect(entry.isPutOff).toBe(false);
  });

  test.each([
    [':s REGISTER VERIFICATION_REQUIRED maria :Account created, a code has been sent to me@example.org', 'unverified'],
    [':s FAIL REGISTER ACCOUNT_EXISTS maria :That name is registered already', 'taken'],
    [':s FAIL REGISTER BAD_ACCOUNT_NAME maria :No', 'name'],
    [':s FAIL REGISTER ACCOUNT_NAME_MUST_BE_NICK maria :No', 'name'],
    [':s FAIL REGISTER NEED_NICK * :No', 'name'],
    [':s FAIL REGISTER WEAK_PASSWORD maria :A password has at least 6 characters', 'password'],
    [':s FAIL REGISTER UNACCEPTABLE_PASSWORD maria :No', 'password'],
    [':s FAIL REGISTER INVALID_EMAIL maria :No', 'email'],
    [':s FAIL REGISTER UNACCEPTABLE_EMAIL maria :No', 'email'],
    [':s FAIL REGISTER INVITATION_REQUIRED maria :No', 'invitation'],
    [':s FAIL REGISTER TEMPORARILY_UNAVAILABLE maria :Try again later', 'later'],
    [':s FAIL REGISTER ALREADY_AUTHENTICATED maria :No', 'other'],
    [':s FAIL REGISTER REGISTRATION_CLOSED maria :No', 'other'],
    [':s FAIL REGISTER SOMETHING_NEW maria :No', 'other'],
    [':s 461 maria REGISTER :Not enough parameters', 'other'],
    [':s 421 maria REGISTER :Unknown command', 'other'],
  ])('%s', (line, why) => {
    expect(begin(new Registering(application)).say(line)).toMatchObject({ why, raw: line });
  });

  test('what is about something else is not heard', () => {
    const { say, ended } = begin(new Registering(application));
    say(':s FAIL VERIFY INVALID_CODE maria :No');
    say(':s 421 maria FOO :Unknown command');
    say(':s 900 * * maria :You are now logged in');
    expect(ended).toEqual([]);
  });
});

describe('VERIFY', () => {
  test('brings the code back', () => {
    const { sent, say } = begin(new Verifying('maria', 'abc'));
    expect(sent).toEqual(['VERIFY maria abc']);
    expect(say(':s VERIFY SUCCESS maria :Account registered')).toBeNull();
  });

  test.each([
    [':s FAIL VERIFY INVALID_CODE maria :That is not the code', 'code'],
    [':s FAIL VERIFY TEMPORARILY_UNAVAILABLE maria :Later', 'later'],
  ])('%s', (line, why) => {
    expect(begin(new Verifying('maria', 'abc')).say(line)).toMatchObject({ why, raw: line });
  });
});
