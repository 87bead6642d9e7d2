import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Notify } from '../../../src/app/notify';
import { Play } from '../state/play';

let shown: { title: string; closed: boolean }[];

class FakeNotification {
  static permission = 'granted';
  closed = false;
  onclick: (() => void) | null = null;
  constructor(readonly title: string) {
    shown.push(this);
  }
  close(): void {
    this.closed = true;
  }
}

beforeEach(() => {
  shown = [];
  vi.stubGlobal('window', { Notification: FakeNotification });
  vi.stubGlobal('Notification', FakeNotification);
  vi.stubGlobal('document', { hidden: true, title: '' });
});
afterEach(() => vi.unstubAllGlobals());

test('what was deleted is taken from the desktop, and nothing else', () => {
  const notify = new Notify(() => {});
  const play = new Play().join('#tea', 'bob').happen({ type: 'attended', attentive: false });
  const hear = (line: string) => {
    const before = play.state;
    notify.changed(before, play.hear(line).state);
  };
  hear('@msgid=a :bob!b@h PRIVMSG #tea :maria, a slip');
  hear('@msgid=b :bob!b@h PRIVMSG maria :in private');
  expect(shown.map(({ title }) => title)).toEqual(['bob in #tea', 'bob']);
  hear(':bob!b@h PRIVMSG #tea :anything else');
  expect(shown.map(({ closed }) => closed)).toEqual([false, false]);
  hear(':bob!b@h REDACT #tea a');
  expect(shown.map(({ closed }) => closed)).toEqual([true, false]);
});

test('what was read on another device is taken from the desktop too', () => {
  const notify = new Notify(() => {});
  const play = new Play().join('#tea', 'bob').happen({ type: 'attended', attentive: false });
  const hear = (line: string) => {
    const before = play.state;
    notify.changed(before, play.hear(line).state);
  };
  hear(':bob!b@h PRIVMSG #tea :maria, one');
  const read = new Date(play.at).toISOString();
  hear(':bob!b@h PRIVMSG maria :in private');
  hear(`:s MARKREAD #tea timestamp=${read}`);
  expect(shown.map(({ title, closed }) => [title, closed])).toEqual([['bob in #tea', true], ['bob', false]]);
  expect(document.title).toBe('(1) Linnet');
});
