// Times and days as people read them, in the browser's language.

import type { Preferences } from '../state/model';

type Clock = NonNullable<Preferences['clock']>;

const clocks = new Map<Clock, Intl.DateTimeFormat>();

/** "09:12" or "9:12 AM". */
export function timeOf(at: number, clock: Clock): string {
  let format = clocks.get(clock);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(undefined, {
      hour: clock === '12h' ? 'numeric' : '2-digit',
      minute: '2-digit',
      ...(clock === 'system' ? {} : { hourCycle: clock === '24h' ? 'h23' : 'h12' }),
    });
    clocks.set(clock, format);
  }
  return format.format(at);
}

const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** The moment in full, for a title. */
export function momentOf(at: number): string {
  return full.format(at);
}

export function dateOf(at: number): string {
  return date.format(at);
}

/** "Today", "Yesterday", "Monday, November 23", and with the year when it is long ago. */
export function dayOf(at: number, now: number): string {
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (days === 0 || days === -1) return capital(relative.format(days, 'day'));
  return days > -300 ? weekday.format(at) : date.format(at);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function capital(word: string): string {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}
