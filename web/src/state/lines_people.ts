// What becomes known of people: AWAY, ACCOUNT, SETNAME, CHGHOST, WHOIS and WHO.

import { WHOX_TOKEN } from '../irc/isupport';
import type { Draft } from './draft';
import type { LineTable } from './line';
import { tellOther } from './lines_server';
import type { Person } from './model';

export const PEOPLE_LINES: LineTable = {
  AWAY(d, line) {
    const away = line.message.params[0] ?? '';
    if (d.isMe(line.nick)) d.state.me = { ...d.state.me, away: away === '' ? null : away };
    d.noted(line.nick, { presence: away === '' ? 'online' : 'away', away });
    markAway(d, line.nick, away !== '');
  },
  ACCOUNT: (d, line) => {
    const account = accountIn(line.message.params[0]);
    if (d.isMe(line.nick)) d.state.me = { ...d.state.me, account };
    d.noted(line.nick, { account });
  },
  // RPL_LOGGEDIN, RPL_LOGGEDOUT: they are about this connection.
  '900'(d, line) {
    d.state.me = { ...d.state.me, account: line.message.params[2] ?? null };
  },
  '901'(d) {
    d.state.me = { ...d.state.me, account: null };
  },
  SETNAME: (d, line) => d.noted(line.nick, { realname: line.message.params[0] ?? '' }),
  CHGHOST(d, line) {
    const [user = '', host = ''] = line.message.params;
    if (d.isMe(line.nick)) d.state.me = { ...d.state.me, user, host };
    d.noted(line.nick, { user, host });
  },
  // RPL_VISIBLEHOST; some servers tell the user name with it.
  '396'(d, line) {
    const [, shown = ''] = line.message.params;
    const at = shown.indexOf('@');
    d.state.me = { ...d.state.me, host: shown.slice(at + 1), ...(at > 0 ? { user: shown.slice(0, at) } : {}) };
  },
  // RPL_UNAWAY, RPL_NOWAWAY: the away message itself is told by AWAY or by who set it.
  '305'(d) {
    d.state.me = { ...d.state.me, away: null };
    markAway(d, d.state.me.nick, false);
  },
  '306'(d) {
    d.state.me = { ...d.state.me, away: d.state.me.away ?? '' };
    markAway(d, d.state.me.nick, true);
  },
  '311': (d, line) => {
    const [, nick = '', user = '', host = '', , realname = ''] = line.message.params;
    // A new answer begins: what an old one said may no longer hold.
    const presence = 'online';
    d.know(nick, { nick, user, host, realname, presence, away: '', channels: [], operator: false, bot: false, idle: null, since: null });
  },
  '313': whois(() => ({ operator: true })),
  '317': whois(([idle = '', since = '']) => ({
    idle: Number.parseInt(idle, 10) || 0,
    since: (Number.parseInt(since, 10) || 0) * 1000 || null,
  })),
  '318': () => {},
  '319': (d, line) => {
    const [, nick = '', channels = ''] = line.message.params;
    const person = d.person(nick);
    d.know(nick, { channels: [...person.channels, ...channels.split(' ').filter(Boolean)] });
  },
  '330': whois(([account = '']) => ({ account })),
  '335': whois(() => ({ bot: true })),
  '352': (d, line) => {
    const [, , user = '', host = '', , nick = '', flags = '', hopsAndName = ''] = line.message.params;
    const away = flags.startsWith('G');
    d.noted(nick, { user, host, realname: hopsAndName.replace(/^\d+ /, ''), presence: away ? 'away' : 'online', ...(away ? {} : { away: '' }) });
    markAway(d, nick, away);
    tellOther(d, line);
  },
  // RPL_WHOSPCRPL with the fields of WHOX_FIELDS; of other ones nobody knows the order.
  '354': (d, line) => {
    const [, token = '', nick = '', flags = '', account] = line.message.params;
    if (token !== WHOX_TOKEN) {
      tellOther(d, line);
      return;
    }
    const away = flags.startsWith('G');
    d.noted(nick, {
      presence: away ? 'away' : 'online', ...(away ? {} : { away: '' }),
      ...(account === undefined ? {} : { account: account === '0' ? null : account }),
    });
    markAway(d, nick, away);
  },
};

/** An account as ACCOUNT and an extended JOIN tell it; "*" is none. */
export function accountIn(param = '*'): string | null {
  return param === '*' ? null : param;
}

/** A WHOIS numeric: the own nick, the nick asked about, then its facts. */
function whois(facts: (params: readonly string[]) => Partial<Person>): LineTable[string] {
  return (d, line) => {
    const [, nick = '', ...rest] = line.message.params;
    d.know(nick, facts(rest));
  };
}

function markAway(d: Draft, nick: string, away: boolean): void {
  const key = d.fold(nick);
  for (const { members, name } of d.all()) {
    const member = members.get(key);
    if (member && member.away !== away) d.members(d.ensure(name)).set(key, { ...member, away });
  }
}
