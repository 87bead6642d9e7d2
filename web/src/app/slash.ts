// THE SLASH TABLE: what can be typed instead of said.

import type { Reply } from '../irc/requests';
import type { Outgoing } from '../irc/message';
import { sentence } from '../irc/sentences';
import type { Conversation, Message } from '../state/model';
import type { Outcome } from './app';
import type { CommandHelp } from './compose';
import { OK, problem } from './outcome';
import { whoisText } from './whois';

/** What a command may do; the composer hands it in. */
export interface Desk {
  readonly conversation: Conversation;
  readonly nick: string;
  readonly isConnected: boolean;
  isChannel(name: string): boolean;
  /** Says something here or in another conversation. */
  say(target: string, text: string, form: Message['form']): Outcome;
  go(name: string): void;
  join(channel: string, password?: string): Promise<Outcome>;
  leave(channel: string, reason: string): void;
  rename(nick: string): Promise<Outcome>;
  setTopic(channel: string, text: string): Promise<Outcome>;
  browse(): void;
  help(): void;
  logOut(): void;
  /** Deletes the newest message of one's own here. */
  redactLast(reason: string): Promise<Outcome>;
  /** Asks and tells the person here what was refused, or what `answer` makes of the reply. */
  ask(line: Outgoing, answer?: (reply: Reply) => string): void;
  sendRaw(line: string): void;
  /** Tells how something that takes its time ended, if it ended badly. */
  follow(outcome: Promise<Outcome>): void;
}

export interface SlashRow extends CommandHelp {
  readonly aliases?: readonly string[];
  /** Works without a connection. */
  readonly offline?: boolean;
  /** Fewest words. */
  readonly min?: number;
  /** It holds a password, and is not to be recalled. */
  readonly secret?: boolean;
  readonly run: (desk: Desk, args: Args) => Outcome | void;
}

/** What follows the command. */
export class Args {
  readonly text: string;
  readonly words: readonly string[];

  constructor(text: string) {
    this.text = text.trim();
    // A colon would begin the last parameter of the line.
    this.words = this.text.split(/\s+/).map((word) => word.replace(/^:+/, '')).filter((word) => word !== '');
  }

  word(i: number): string {
    return this.words[i] ?? '';
  }

  /** The text after so many words, its own spaces kept. */
  after(count: number): string {
    let rest = this.text;
    for (let i = 0; i < count; i++) rest = rest.replace(/^\S+\s*/, '');
    return rest;
  }
}

export const SLASH: readonly SlashRow[] = [
  {
    name: 'join', aliases: ['j'], usage: '/join <channel>[,...] [password]', help: 'Join a channel, or several', min: 1, offline: true,
    run(desk, args) {
      const names = args.word(0).split(',').filter(Boolean).map((name) => channelOf(desk, name));
      const passwords = args.word(1).split(',');
      const last = names.at(-1);
      if (last === undefined) return problem('A channel needs a name.');
      names.forEach((name, i) => {
        const password = passwords[i] || undefined;
        // The last one is opened, which joins it when it needs no password.
        if (password !== undefined || name !== last) desk.follow(desk.join(name, password));
      });
      desk.go(last);
    },
  },
  {
    name: 'part', aliases: ['leave', 'close'], usage: '/part [channel] [reason]', help: 'Leave a channel, or close this conversation', offline: true,
    run(desk, args) {
      const isNamed = desk.isChannel(args.word(0));
      desk.leave(isNamed ? args.word(0) : desk.conversation.name, args.after(isNamed ? 1 : 0));
    },
  },
  {
    name: 'msg', usage: '/msg <nick> <text>', help: 'Send a private message', min: 2,
    run(desk, args) {
      return desk.say(args.word(0), args.after(1), 'say');
    },
  },
  {
    name: 'query', aliases: ['q'], usage: '/query <nick> [text]', help: 'Open a private conversation', min: 1, offline: true,
    run(desk, args) {
      desk.go(args.word(0));
      if (args.words.length > 1) return desk.say(args.word(0), args.after(1), 'say');
    },
  },
  {
    name: 'notice', usage: '/notice <target> <text>', help: 'Send a notice', min: 2,
    run: (desk, args) => desk.say(args.word(0), args.after(1), 'notice'),
  },
  {
    name: 'me', usage: '/me <action>', help: 'Say what you do', min: 1, offline: true,
    run: (desk, args) => desk.say(desk.conversation.name, args.text, 'action'),
  },
  {
    name: 'shrug', usage: '/shrug [text]', help: 'Append a shrug', offline: true,
    run: (desk, args) => desk.say(desk.conversation.name, `${args.text} ¯\\_(ツ)_/¯`.trim(), 'say'),
  },
  {
    name: 'nick', aliases: ['name'], usage: '/nick <name>', help: 'Change your display name', min: 1, offline: true,
    run: (desk, args) => desk.follow(desk.rename(args.text)),
  },
  {
    name: 'topic', usage: '/topic [text]', help: 'Set the topic; without text, show it',
    run(desk, args) {
      const isNamed = desk.isChannel(args.word(0));
      const channel = isNamed ? args.word(0) : desk.conversation.name;
      const text = args.after(isNamed ? 1 : 0);
      if (!desk.isChannel(channel)) return problem('Only channels have a topic.');
      if (text !== '') desk.follow(desk.setTopic(channel, text));
      else desk.ask({ command: 'TOPIC', params: [channel] }, topicText);
    },
  },
  {
    name: 'away', usage: '/away [message]', help: 'Say that you are away',
    run: (desk, args) => desk.ask({ command: 'AWAY', params: [args.text || 'Away'] }),
  },
  { name: 'back', usage: '/back', help: 'Say that you are back', run: (desk) => desk.ask({ command: 'AWAY' }) },
  {
    name: 'invite', usage: '/invite <nick> [channel]', help: 'Invite somebody to a channel', min: 1,
    run: inChannel(1, (desk, channel, args) => desk.ask({ command: 'INVITE', params: [args.word(0), channel] })),
  },
  {
    name: 'kick', usage: '/kick <nick> [reason]', help: 'Remove somebody from this channel', min: 1,
    run: inChannel(Infinity, (desk, channel, args) => desk.ask({ command: 'KICK', params: [channel, args.word(0), ...rest(args, 1)] })),
  },
  {
    name: 'remove', usage: '/remove <nick> [reason]', help: 'Make somebody leave this channel', min: 1,
    run: inChannel(Infinity, (desk, channel, args) => desk.ask({ command: 'REMOVE', params: [channel, args.word(0), ...rest(args, 1)] })),
  },
  { name: 'op', usage: '/op <nick>...', help: 'Make somebody an operator', min: 1, run: rank('+', 'o') },
  { name: 'deop', usage: '/deop <nick>...', help: 'Make somebody no longer an operator', min: 1, run: rank('-', 'o') },
  { name: 'voice', usage: '/voice <nick>...', help: 'Let somebody speak in a moderated channel', min: 1, run: rank('+', 'v') },
  { name: 'devoice', usage: '/devoice <nick>...', help: 'Take that back', min: 1, run: rank('-', 'v') },
  {
    name: 'ban', usage: '/ban [nick or mask]', help: 'Ban somebody from this channel; without a name, list the bans',
    run: inChannel(Infinity, (desk, channel, args) => {
      if (args.text === '') desk.ask({ command: 'MODE', params: [channel, '+b'] }, bansText);
      else desk.ask({ command: 'MODE', params: [channel, '+b', maskFor(args.word(0))] });
    }),
  },
  {
    name: 'unban', usage: '/unban <nick or mask>', help: 'Take a ban back', min: 1,
    run: inChannel(Infinity, (desk, channel, args) => desk.ask({ command: 'MODE', params: [channel, '-b', maskFor(args.word(0))] })),
  },
  {
    name: 'quiet', usage: '/quiet <nick or mask>', help: 'Let somebody read here, and not write', min: 1,
    run: inChannel(Infinity, (desk, channel, args) => desk.ask({ command: 'MODE', params: [channel, '+b', `~quiet:${maskFor(args.word(0))}`] })),
  },
  {
    name: 'unquiet', usage: '/unquiet <nick or mask>', help: 'Let somebody write here again', min: 1,
    run: inChannel(Infinity, (desk, channel, args) => desk.ask({ command: 'MODE', params: [channel, '-b', `~quiet:${maskFor(args.word(0))}`] })),
  },
  {
    name: 'slow', usage: '/slow <seconds>', help: 'Let everybody write only once in so many seconds; 0 ends that', min: 1,
    run: inChannel(Infinity, (desk, channel, args) => {
      const isOff = args.word(0) === '0' || args.word(0) === 'off';
      desk.ask({ command: 'MODE', params: isOff ? [channel, '-W'] : [channel, '+W', args.word(0)] });
    }),
  },
  {
    name: 'redact', aliases: ['delete'], usage: '/redact [reason]', help: 'Delete your last message here',
    run: (desk, args) => desk.follow(desk.redactLast(args.text)),
  },
  {
    name: 'rename', usage: '/rename <channel> [reason]', help: 'Give this channel another name', min: 1,
    run(desk, args) {
      const { name, kind } = desk.conversation;
      if (kind !== 'channel') return problem('That works in channels only. For your own name write /nick.');
      desk.ask({ command: 'RENAME', params: [name, channelOf(desk, args.word(0)), ...rest(args, 1)] });
    },
  },
  {
    name: 'cycle', usage: '/cycle', help: 'Leave this channel and come back',
    run: inChannel(0, (desk, channel) => desk.ask({ command: 'CYCLE', params: [channel] })),
  },
  {
    name: 'knock', usage: '/knock <channel> [reason]', help: 'Ask to be let into a closed channel', min: 1,
    run: (desk, args) => desk.ask({ command: 'KNOCK', params: [channelOf(desk, args.word(0)), ...rest(args, 1)] }),
  },
  {
    name: 'silence', usage: '/silence [nick or mask]', help: 'Hear nothing more of somebody in private; without a name, list them',
    run(desk, args) {
      if (args.text === '') desk.ask({ command: 'SILENCE' }, (reply) => listText(reply, 'Nobody is silenced.'));
      else desk.ask({ command: 'SILENCE', params: [`+${maskFor(args.word(0))}`] }, () => `In private you hear nothing of ${args.word(0)} any more.`);
    },
  },
  {
    name: 'unsilence', usage: '/unsilence <nick or mask>', help: 'Hear somebody again', min: 1,
    run: (desk, args) => desk.ask({ command: 'SILENCE', params: [`-${maskFor(args.word(0))}`] }, () => `You hear ${args.word(0)} again.`),
  },
  {
    name: 'accept', usage: '/accept [[-]nick]', help: 'Let somebody reach you though you are in mode +g; without a name, list them',
    run(desk, args) {
      if (args.text === '') desk.ask({ command: 'ACCEPT', params: ['*'] }, (reply) => listText(reply, 'You have let nobody in.'));
      else desk.ask({ command: 'ACCEPT', params: [args.words.join(',')] }, () => acceptText(args.words));
    },
  },
  {
    name: 'mode', usage: '/mode [target] [modes]', help: 'Show or change modes',
    run(desk, args) {
      const isBare = args.text === '' || /^[+-]/.test(args.text);
      const target = isBare ? desk.conversation.name : args.word(0);
      desk.ask({ command: 'MODE', params: [target, ...args.words.slice(isBare ? 0 : 1)] }, linesText);
    },
  },
  {
    name: 'whois', usage: '/whois [nick]', help: 'Ask who somebody is',
    run: (desk, args) => desk.ask({ command: 'WHOIS', params: [args.word(0) || peerOf(desk)] }, (reply) => whoisText(reply.lines)),
  },
  {
    name: 'names', usage: '/names', help: 'List who is in this channel',
    run: inChannel(0, (desk, channel) => desk.ask({ command: 'NAMES', params: [channel] }, namesText)),
  },
  { name: 'list', usage: '/list', help: 'Browse the channels', run: (desk) => desk.browse() },
  { name: 'quit', aliases: ['logout'], usage: '/quit', help: 'Log out', offline: true, run: (desk) => desk.logOut() },
  { name: 'help', aliases: ['commands'], usage: '/help', help: 'Show this list and the keys', offline: true, run: (desk) => desk.help() },
  {
    name: 'oper', usage: '/oper <name> <password>', help: 'Become an operator of the server', min: 2, secret: true,
    run: (desk, args) => desk.ask({ command: 'OPER', params: [args.word(0), args.after(1)] }),
  },
  {
    name: 'wallops', usage: '/wallops <text>', help: 'Tell something to everybody who listens to operators', min: 1,
    run: (desk, args) => desk.ask({ command: 'WALLOPS', params: [args.text] }),
  },
  {
    name: 'raw', aliases: ['quote'], usage: '/raw <line>', help: 'Send a line of IRC as it is', min: 1,
    run: (desk, args) => desk.sendRaw(args.text),
  },
];

export function findCommand(name: string): SlashRow | undefined {
  const wanted = name.toLowerCase();
  return SLASH.find((row) => row.name === wanted || row.aliases?.includes(wanted));
}

/** Commands that an unfinished "/jo" may become. */
export function commandsFor(text: string): readonly CommandHelp[] {
  const typed = /^\/([a-z]*)$/i.exec(text)?.[1]?.toLowerCase();
  if (typed === undefined) return [];
  return SLASH.filter((row) => row.name.startsWith(typed) || row.aliases?.some((alias) => alias.startsWith(typed)));
}

/** Whether a text holds a password. */
export function isSecret(text: string): boolean {
  return findCommand(/^\/(\S*)/.exec(text)?.[1] ?? '')?.secret ?? false;
}

/** Runs a text that begins with a slash. */
export function runSlash(desk: Desk, text: string): Outcome {
  const [, name = '', rest = ''] = /^\/(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const row = findCommand(name);
  if (!row) return problem(`There is no command /${name}. To say it, begin with two slashes.`);
  const args = new Args(rest);
  if (args.words.length < (row.min ?? 0)) return problem(`It goes like this: ${row.usage}`);
  if (!row.offline && !desk.isConnected) return problem('That needs a connection to the server.');
  return row.run(desk, args) ?? OK;
}

/** The channel is the one that is open, or the word at a place if that names one. */
function inChannel(at: number, run: (desk: Desk, channel: string, args: Args) => void): SlashRow['run'] {
  return (desk, args) => {
    const named = args.word(at);
    const channel = desk.isChannel(named) ? named : desk.conversation.name;
    if (!desk.isChannel(channel)) return problem('That works in channels only.');
    run(desk, channel, args);
    return OK;
  };
}

function rank(sign: '+' | '-', mode: string): SlashRow['run'] {
  return inChannel(Infinity, (desk, channel, args) => {
    desk.ask({ command: 'MODE', params: [channel, sign + mode.repeat(args.words.length), ...args.words] });
  });
}

/** "tea" is meant for "#tea" where only a channel can be meant. */
function channelOf(desk: Desk, name: string): string {
  return desk.isChannel(name) ? name : `#${name}`;
}

/** A nick becomes a mask; a mask, and an extban ("~account:bob"), stays what it is. */
function maskFor(name: string): string {
  return /[!@*~$:]/.test(name) ? name : `${name}!*@*`;
}

/** The text after so many words as a parameter, if there is one. */
function rest(args: Args, count: number): string[] {
  const text = args.after(count);
  return text === '' ? [] : [text];
}

function peerOf(desk: Desk): string {
  return desk.conversation.kind === 'private' ? desk.conversation.name : desk.nick;
}

function topicText({ lines }: Reply): string {
  const topic = lines.find((line) => line.command === '332');
  return topic ? `Topic of ${topic.params[1]}: ${topic.params[2]}` : 'There is no topic.';
}

function bansText({ lines }: Reply): string {
  const bans = lines.filter((line) => line.command === '367').map(({ params }) => `${params[2]}${params[3] ? ` (by ${params[3]})` : ''}`);
  return bans.length === 0 ? 'Nobody is banned here.' : `Banned here:\n${bans.join('\n')}`;
}

function namesText({ lines }: Reply): string {
  const names = lines.filter((line) => line.command === '353').flatMap((line) => (line.params[3] ?? '').split(' '));
  const nicks = names.map((name) => name.replace(/!.*/, '')).filter(Boolean);
  return `${nicks.length} here: ${nicks.join(' ')}`;
}

function acceptText(nicks: readonly string[]): string {
  return nicks.map((nick) => (nick.startsWith('-') ? `${nick.slice(1)} may reach you no more.` : `${nick} may reach you now.`)).join('\n');
}

/** The lines of a list in words. */
function listText(reply: Reply, none: string): string {
  return reply.lines.filter((line) => LISTED.has(line.command)).map(sentence).join('\n') || none;
}

/** Lists of masks: silenced, let in, invited for good, excepted from bans. */
const LISTED = new Set(['271', '281', '346', '348', '728']);
const LIST_ENDS = new Set(['347', '349', '729']);

/** MODE's answers are few. */
function linesText(reply: Reply): string {
  if (reply.lines.some((line) => line.command === '368')) return bansText(reply);
  if (reply.lines.some((line) => LIST_ENDS.has(line.command))) return listText(reply, 'Nobody is on that list.');
  return reply.lines
    .filter((line) => line.command === '324' || line.command === '221')
    .map(({ command, params }) => (command === '324' ? `Modes of ${params[1]}: ${params.slice(2).join(' ') || '+'}` : `Your modes: ${params[1]}`))
    .join('\n');
}
