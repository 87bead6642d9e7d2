// Questions and their answers: by label where the server has labels (IRCv3
// labeled-response), otherwise by what a command is known to be answered with.

import { fold } from './casemap';
import type { Batch } from './batch';
import type { Message, Outgoing } from './message';

export interface Reply {
  /** What the server said, in order; in an answer from history only what surrounds it. */
  readonly lines: readonly Message[];
  /** The batch of history or of targets, or null. */
  readonly batch: Batch | null;
  /** 'lost': the connection went away first; 'timeout': nothing came. */
  readonly ended: 'answered' | 'lost' | 'timeout';
}

/** Longer than any held line on a slow server; then the person is told. */
export const ANSWER_TIMEOUT = 20_000;

/** How a command's answer is recognised without a label. */
interface Answer {
  /** Belongs to the answer, more follows. */
  readonly parts: readonly string[];
  /** Ends it. FAIL with the command's name does always. */
  readonly ends: readonly string[];
  /** The answer names the first parameter. */
  readonly named: boolean;
}

const ANSWERS: Record<string, Answer> = {
  WHOIS: {
    parts: ['276', '301', '307', '311', '312', '313', '317', '319', '320', '330', '335', '338', '378', '379', '401', '671'],
    ends: ['318', '402', '431', '461'],
    named: true,
  },
  LIST: { parts: ['321', '322'], ends: ['323'], named: false },
  JOIN: {
    parts: ['332', '333', '353'],
    ends: [
      '366', '403', '405', '407', '437', '461', '470', '471', '473', '474', '475', '476', '477', '479', '480', '489', '520',
    ],
    named: true,
  },
  TOPIC: { parts: [], ends: ['TOPIC', '331', '332', '403', '442', '461', '482'], named: true },
  NICK: { parts: [], ends: ['NICK', '431', '432', '433', '436', '437', '447', '484'], named: true },
  SETNAME: { parts: [], ends: ['SETNAME'], named: false },
  MODE: {
    parts: ['346', '348', '367', '728'],
    ends: ['MODE', '221', '324', '347', '349', '368', '729', '401', '403', '441', '442', '461', '472', '482', '501', '502', '696'],
    named: true,
  },
  AWAY: { parts: [], ends: ['305', '306'], named: false },
  INVITE: { parts: [], ends: ['341', '401', '403', '442', '443', '461', '482'], named: true },
  KICK: { parts: [], ends: ['KICK', '401', '403', '441', '442', '461', '482'], named: true },
  WHO: { parts: ['352', '354'], ends: ['315', '403', '461'], named: true },
  SILENCE: { parts: ['271'], ends: ['SILENCE', '272', '511'], named: false },
  KNOCK: { parts: [], ends: ['711', '403', '404', '712', '713', '714', '461'], named: false },
  OPER: { parts: [], ends: ['381', '461', '464', '491'], named: false },
  NAMES: { parts: ['353'], ends: ['366', '403'], named: true },
  MARKREAD: { parts: [], ends: ['MARKREAD'], named: true },
  CHATHISTORY: { parts: [], ends: [], named: false },
  SEARCH: { parts: [], ends: [], named: false },
};

interface Pending {
  readonly label: string;
  readonly command: string;
  readonly target: string;
  readonly answer: Answer | undefined;
  readonly lines: Message[];
  readonly settle: (reply: Reply) => void;
  readonly calledOff: () => void;
}

export class Requests {
  readonly #pending = new Map<string, Pending>();
  readonly #after: (milliseconds: number, run: () => void) => () => void;
  #count = 0;

  constructor(after: (milliseconds: number, run: () => void) => () => void) {
    this.#after = after;
  }

  /** Whether an answer to a command is recognised without a label. */
  static knows(command: string): boolean {
    return command in ANSWERS;
  }

  /** Notes a question; the label is to be sent with it where labels are understood. */
  ask(out: Outgoing): { label: string; reply: Promise<Reply> } {
    const label = (++this.#count).toString(36);
    const reply = new Promise<Reply>((settle) => {
      const calledOff = this.#after(ANSWER_TIMEOUT, () => this.#end(label, null, 'timeout'));
      // CHATHISTORY has its target after the subcommand.
      const target = out.params?.[out.command === 'CHATHISTORY' ? 1 : 0] ?? '';
      this.#pending.set(label, {
        label, command: out.command, target, answer: ANSWERS[out.command], lines: [], settle, calledOff,
      });
    });
    return { label, reply };
  }

  /** An answer that bears a label; false when nobody asked. */
  labelled(label: string, lines: readonly Message[], batch: Batch | null): boolean {
    const pending = this.#pending.get(label);
    if (!pending) return false;
    pending.lines.push(...lines);
    this.#end(label, batch, 'answered');
    return true;
  }

  /** Whether a line without a label answers a question; used where there are no labels. */
  heard(message: Message): boolean {
    for (const pending of this.#pending.values()) {
      const failed = message.command === 'FAIL' && message.params[0] === pending.command;
      const { answer } = pending;
      if (!failed && !(answer && this.#belongs(answer, pending.target, message))) continue;
      pending.lines.push(message);
      if (failed || answer?.ends.includes(message.command)) this.#end(pending.label, null, 'answered');
      return true;
    }
    return false;
  }

  /** The same for a batch of history, targets or results. */
  heardBatch(batch: Batch): boolean {
    for (const pending of this.#pending.values()) {
      if (pending.command !== (batch.type === 'soju.im/search' ? 'SEARCH' : 'CHATHISTORY')) continue;
      const target = batch.params[0];
      if (target !== undefined && fold(target) !== fold(pending.target)) continue;
      this.#end(pending.label, batch, 'answered');
      return true;
    }
    return false;
  }

  /** The connection is gone, and every answer with it. */
  lost(): void {
    for (const label of [...this.#pending.keys()]) this.#end(label, null, 'lost');
  }

  #belongs(answer: Answer, target: string, message: Message): boolean {
    if (!answer.parts.includes(message.command) && !answer.ends.includes(message.command)) return false;
    return !answer.named || message.params.some((param) => fold(param) === fold(target));
  }

  #end(label: string, batch: Batch | null, ended: Reply['ended']): void {
    const pending = this.#pending.get(label);
    if (!pending) return;
    this.#pending.delete(label);
    pending.calledOff();
    pending.settle({ lines: pending.lines, batch, ended });
  }
}
