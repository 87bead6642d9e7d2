// Numerics and standard replies as sentences for people. The server's line is
// kept beside them for the details.

import type { Message } from './message';

/** As servers say it of a nick that belongs to an account. */
const REGISTERED = /registered/i;

type Sentence = (params: readonly string[]) => string;

/** By numeric; params are those after the own nick. */
const SENTENCES: Record<string, Sentence> = {
  '271': ([, mask]) => `Silenced: ${mask}`,
  '281': ([nick]) => `May reach you: ${nick}`,
  '301': ([nick, text]) => `${nick} is away: ${text}`,
  '305': () => 'You are no longer away.',
  '306': () => 'You are away now.',
  '324': ([channel, modes, ...rest]) => `Modes of ${channel}: ${[modes, ...rest].join(' ')}`,
  '331': ([channel]) => `${channel} has no topic.`,
  '341': ([nick, channel]) => `You invited ${nick} to ${channel}.`,
  '346': ([channel, mask, by]) => `Needs no invitation to ${channel}: ${mask}${given(by)}`,
  '348': ([channel, mask, by]) => `No ban of ${channel} holds for: ${mask}${given(by)}`,
  '367': ([channel, mask, by]) => `Banned from ${channel}: ${mask}${given(by)}`,
  '381': () => 'You are an operator of this server now.',
  '391': (params) => `The server's time: ${params.at(-1)}`,
  '401': ([nick]) => `There is nobody called ${nick} here.`,
  '402': ([server]) => `There is no server called ${server}.`,
  '403': ([channel]) => `There is no channel ${channel}.`,
  '404': ([channel = '', text = '']) => unsaid(channel, text),
  '405': ([channel]) => `You can't join ${channel}: you are in too many channels already.`,
  '406': ([nick]) => `There was nobody called ${nick}.`,
  '407': ([target]) => `That goes to too many people at once: ${target}.`,
  '411': () => "It wasn't said to whom that should go.",
  '412': () => "There was nothing to send.",
  '417': () => 'That was too long to be sent.',
  '421': ([command]) => `The server doesn't know the command ${command}.`,
  '422': () => 'There is no message of the day.',
  '431': () => 'A name is missing.',
  '432': ([nick]) => `The server doesn't allow the name ${nick}.`,
  '433': ([nick, text = '']) => (REGISTERED.test(text) ? `The name ${nick} belongs to an account: take another.` : `The name ${nick} is taken.`),
  '436': ([nick]) => `The name ${nick} is taken.`,
  '437': ([name]) => `${name} can't be used for the moment.`,
  '441': ([nick, channel]) => `${nick} isn't in ${channel}.`,
  '442': ([channel]) => `You aren't in ${channel}.`,
  '443': ([nick, channel]) => `${nick} is in ${channel} already.`,
  '447': (params) => `You can't change your name while you are in ${/ on (\S+)/.exec(params.at(-1) ?? '')?.[1] ?? 'this channel'}.`,
  '451': () => "You aren't connected yet.",
  '456': () => 'You have let in as many people as you may: take one back first.',
  '457': ([nick]) => `${nick} may reach you already.`,
  '458': ([nick]) => `You hadn't let ${nick} in.`,
  '461': ([command]) => `${command} needs more words than that.`,
  '462': () => 'You are connected already.',
  '464': () => 'The server asks for a password, or it was wrong.',
  '465': ([text = '']) => (/banned from/i.test(text) ? finish(text) : 'You are banned from this server.'),
  '467': ([channel]) => `${channel} has a password already.`,
  '470': ([from, to]) => `You can't come into ${from} just now; it sends people on to ${to}.`,
  '471': ([channel]) => `${channel} is full.`,
  '472': ([mode]) => `The server doesn't know the mode ${mode}.`,
  '473': ([channel]) => `${channel} is for invited people only.`,
  '474': ([channel]) => `You are banned from ${channel}.`,
  '475': ([channel]) => `${channel} needs a password: write /join ${channel} and the password.`,
  '476': ([channel]) => `${channel} can't be the name of a channel.`,
  '477': ([channel]) => `${channel} is for registered people only.`,
  '478': ([channel]) => `The lists of ${channel} are full.`,
  '479': ([channel]) => `${channel} can't be the name of a channel.`,
  '480': ([channel]) => `Too many people are joining ${channel} at once: try again in a moment.`,
  '481': () => "Only the server's operators may do that.",
  '482': ([channel, text = '']) => (text.includes('(+Q)') ? `Nobody can be removed from ${channel}.` : `Only operators of ${channel} may do that.`),
  '483': () => "A server can't be ended that way.",
  '484': () => "You can't do that to this person.",
  '486': ([nick]) => `${nick} can be reached only by people who are logged in to an account.`,
  '489': ([channel]) => `${channel} is for secure connections only.`,
  '490': ([channel]) => `Not everybody in ${channel} is on a secure connection.`,
  '491': () => "You can't become an operator of this server from here.",
  '493': ([channel]) => `Your invitation to ${channel} was taken back.`,
  '494': ([channel, nick]) => `${nick} is no longer invited to ${channel}.`,
  '501': () => "The server doesn't know this mode.",
  '502': () => "You can't change other people's modes.",
  '505': ([nick, channel]) => `${nick} isn't invited to ${channel}.`,
  '511': () => 'You have silenced as many as you may: take one back first.',
  '520': ([channel]) => `${channel} is for operators of the server only.`,
  '524': ([topic]) => `There is no help about ${topic}.`,
  '525': () => "That can't be a password.",
  '671': ([nick]) => `${nick} uses a secure connection.`,
  '696': ([target, mode, value]) => (mode === 'k' ? "That can't be a password." : `The mode ${mode} of ${target} can't be ${value}.`),
  ERROR: ([text = '']) => farewell(text),
  '704': ([, text = '']) => text,
  '705': ([, text = '']) => text,
  '706': ([, text = '']) => text,
  '711': ([channel]) => `Your knock was heard in ${channel}.`,
  '712': () => 'You knocked a moment ago: wait a little.',
  '713': ([channel]) => `${channel} is open: just join.`,
  '714': ([channel]) => `You are in ${channel} already.`,
  '716': ([nick]) => `${nick} hears only people they have let in.`,
  '717': ([nick]) => `${nick} was told that you wrote.`,
  '718': ([nick]) => `${nick} wrote to you, and you hear only people you have let in.`,
  '723': ([privilege]) => `That takes the privilege "${privilege}", which you don't have on this server.`,
  '728': ([channel, , mask, by]) => `Silenced in ${channel}: ${mask}${given(by)}`,
};

/** By the letter of the mode that forbids it, as in "Cannot send to channel (+m)". */
const UNSAID: Record<string, (channel: string) => string> = {
  n: (channel) => `Only who is in ${channel} may write there.`,
  m: (channel) => `Only operators and voiced people may write in ${channel}.`,
  M: (channel) => `Only people who are logged in to an account may write in ${channel}.`,
  b: (channel) => `You may not write in ${channel}: a ban silences you.`,
  C: (channel) => `CTCP isn't allowed in ${channel}.`,
  T: (channel) => `Notices aren't allowed in ${channel}.`,
  K: (channel) => `Nobody may knock at ${channel}.`,
};

/** Why something can't be written in a channel, as far as the server says. */
function unsaid(channel: string, text: string): string {
  const wait = slowFor(text);
  if (wait !== null) return `${channel} is in slow mode: wait ${wait} ${wait === 1 ? 'second' : 'seconds'}.`;
  const letter = /\(\+(\w)\)/.exec(text)?.[1] ?? '';
  const reason = /^Cannot send to channel: (.+)$/.exec(text)?.[1];
  return UNSAID[letter]?.(channel) ?? `You can't write in ${channel}${reason ? `: ${reason}` : ''}.`;
}

/** The seconds of "Cannot send to channel (+W): wait 20 seconds", or null. */
export function slowFor(text: string): number | null {
  const seconds = /wait (\d+) seconds?/.exec(text)?.[1];
  return seconds === undefined ? null : Number(seconds);
}

/** Why the server ended the connection, by its "Closing Link: host (reason)". */
function farewell(text: string): string {
  const reason = /^Closing link: \S+ \((.*)\)$/is.exec(text.trim())?.[1] ?? text;
  const killed = /^Killed \((\S+) \((.*)\)\)$/s.exec(reason);
  if (killed) return finish(`${killed[1]} ended your connection${killed[2] ? `: ${killed[2]}` : ''}`);
  const banned = /^Banned(?:: (.*))?$/s.exec(reason);
  if (banned) return finish(`You are banned from this server${banned[1] ? `: ${banned[1]}` : ''}`);
  return finish(`The server ended the connection: ${reason}`);
}

function given(by: string | undefined): string {
  return by ? ` (by ${by})` : '';
}

/** By the command and code of a FAIL, WARN or NOTE, or the code alone; params are command, code, context..., text. */
const STANDARD: Record<string, Sentence> = {
  INVALID_UTF8: () => "The text held something that isn't text.",
  MESSAGE_ERROR: () => "The messages couldn't be had.",
  INVALID_TARGET: (params) => `The messages of ${params[3] ?? 'this conversation'} can't be read.`,
  'REDACT INVALID_TARGET': () => "Messages can't be deleted here.",
  REDACT_FORBIDDEN: () => 'You may not delete this message.',
  REDACT_WINDOW_EXPIRED: () => 'It was said too long ago to be deleted.',
  UNKNOWN_MSGID: () => 'The server no longer knows this message.',
  CHANNEL_NAME_IN_USE: (params) => `There is a channel ${params[3]} already.`,
};

/** The sentence for a numeric or standard reply; without a row, what the server says itself. */
export function sentence(message: Message): string {
  const { command, params } = message;
  if (isStandardReply(message)) {
    const [about = '', code = ''] = params;
    const row = STANDARD[`${about} ${code}`] ?? STANDARD[code];
    return row?.(params) ?? finish(params.at(-1) ?? command);
  }
  const own = /^\d{3}$/.test(command) ? params.slice(1) : params;
  const row = SENTENCES[command];
  // A server that leaves parameters out must not make "undefined" appear.
  const text = row?.(own) ?? '';
  return text === '' || text.includes('undefined') ? finish(own.join(' ')) : text;
}

export function isStandardReply(message: Message): boolean {
  return message.command === 'FAIL' || message.command === 'WARN' || message.command === 'NOTE';
}

/** Whether a nick was refused because it is an account's: whose that is may log in. */
export function isOfAccount({ command, params }: Message): boolean {
  return command === '433' && REGISTERED.test(params.at(-1) ?? '');
}

/** Whether a line says that something was refused. */
export function isRefusal(message: Message): boolean {
  return message.command === 'FAIL' || /^(?:[45]\d\d|696|71[2346]|723|734)$/.test(message.command);
}

function finish(text: string): string {
  const clean = text.trim();
  return clean === '' || /[.!?:)]$/.test(clean) ? clean : `${clean}.`;
}
