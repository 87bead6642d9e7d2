// Numerics and standard replies as sentences for people. The server's line is
// kept beside them for the details.

import type { Message } from './message';

type Sentence = (params: readonly string[]) => string;

/** By numeric; params are those after the own nick. */
const SENTENCES: Record<string, Sentence> = {
  '301': ([nick, text]) => `${nick} is away: ${text}`,
  '305': () => 'You are no longer away.',
  '306': () => 'You are away now.',
  '324': ([channel, modes, ...rest]) => `Modes of ${channel}: ${[modes, ...rest].join(' ')}`,
  '331': ([channel]) => `${channel} has no topic.`,
  '341': ([nick, channel]) => `You invited ${nick} to ${channel}.`,
  '367': ([channel, mask, by]) => `Banned from ${channel}: ${mask}${by ? ` (by ${by})` : ''}`,
  '391': (params) => `The server's time: ${params.at(-1)}`,
  '401': ([nick]) => `There is nobody called ${nick} here.`,
  '402': ([server]) => `There is no server called ${server}.`,
  '403': ([channel]) => `There is no channel ${channel}.`,
  '404': ([channel]) => `You can't write in ${channel}.`,
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
  '433': ([nick]) => `The name ${nick} is taken.`,
  '436': ([nick]) => `The name ${nick} is taken.`,
  '437': ([name]) => `${name} can't be used for the moment.`,
  '441': ([nick, channel]) => `${nick} isn't in ${channel}.`,
  '442': ([channel]) => `You aren't in ${channel}.`,
  '443': ([nick, channel]) => `${nick} is in ${channel} already.`,
  '447': () => "You can't change your name while you are in this channel.",
  '451': () => "You aren't connected yet.",
  '461': ([command]) => `${command} needs more words than that.`,
  '462': () => 'You are connected already.',
  '464': () => 'The server asks for a password, or it was wrong.',
  '465': () => 'You are banned from this server.',
  '467': ([channel]) => `${channel} has a password already.`,
  '471': ([channel]) => `${channel} is full.`,
  '472': ([mode]) => `The server doesn't know the mode ${mode}.`,
  '473': ([channel]) => `${channel} is for invited people only.`,
  '474': ([channel]) => `You are banned from ${channel}.`,
  '475': ([channel]) => `${channel} needs a password: write /join ${channel} and the password.`,
  '476': ([channel]) => `${channel} can't be the name of a channel.`,
  '477': ([channel]) => `${channel} is for registered people only.`,
  '478': ([channel]) => `The ban list of ${channel} is full.`,
  '479': ([channel]) => `${channel} can't be the name of a channel.`,
  '481': () => "Only the server's operators may do that.",
  '482': ([channel]) => `Only operators of ${channel} may do that.`,
  '484': () => "You can't do that to this person.",
  '489': ([channel]) => `${channel} is for secure connections only.`,
  '491': () => "You can't become an operator of this server from here.",
  '501': () => "The server doesn't know this mode.",
  '502': () => "You can't change other people's modes.",
  '524': ([topic]) => `There is no help about ${topic}.`,
  '525': () => "That can't be a password.",
  '671': ([nick]) => `${nick} uses a secure connection.`,
  '696': ([target, mode, value]) => `The mode ${mode} of ${target} can't be ${value}.`,
};

/** By the code of a FAIL, WARN or NOTE; params are command, code, context..., text. */
const STANDARD: Record<string, Sentence> = {
  INVALID_UTF8: () => "The text held something that isn't text.",
  MESSAGE_ERROR: () => "The messages couldn't be had.",
  INVALID_TARGET: (params) => `The messages of ${params[3] ?? 'this conversation'} can't be read.`,
};

/** The sentence for a numeric or standard reply; without a row, what the server says itself. */
export function sentence(message: Message): string {
  const { command, params } = message;
  if (isStandardReply(message)) {
    return STANDARD[params[1] ?? '']?.(params) ?? finish(params.at(-1) ?? command);
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

/** Whether a line says that something was refused. */
export function isRefusal(message: Message): boolean {
  return message.command === 'FAIL' || /^[45]\d\d$/.test(message.command) || message.command === '696';
}

function finish(text: string): string {
  const clean = text.trim();
  return clean === '' || /[.!?:)]$/.test(clean) ? clean : `${clean}.`;
}
