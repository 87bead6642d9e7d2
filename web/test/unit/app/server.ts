// A server of few words for tests of what goes out and what is fetched: one
// channel or conversation per name, labels, echo, history. It can lose an echo.

import { parse, unescapeTag, type Message } from '../../../src/irc/message';
import { FakeWorld } from '../irc/world';

const CAPS = 'server-time message-tags batch echo-message labeled-response draft/chathistory';

export class FakeServer {
  readonly world = new FakeWorld();
  /** Lines of the client, without tags. */
  readonly heard: string[] = [];
  /** What is kept of each target, oldest first, as lines with tags. */
  readonly kept = new Map<string, string[]>();
  /** Up to when was read, by target. */
  readonly marks = new Map<string, number>();
  keeps = 100;
  page = 100;
  caps = CAPS;
  /** Echoes are swallowed: said, but the sender never hears of it. */
  isMute = false;
  /** History is refused. */
  refuses = false;
  /** Nothing is answered at all any more. */
  isDead = false;
  nick = '';
  #id = 0;
  /** The batch of several lines that is being sent to it: its opening, and the lines so far. */
  #open: { opening: Message; texts: string[] } | null = null;

  constructor() {
    this.world.server = (line) => this.#take(line);
  }

  /** The client's connection is answered. */
  accept(): void {
    this.world.open();
  }

  /** Somebody else says something; `heard` unless the client isn't there. */
  say(nick: string, target: string, text: string, isHeard = true): void {
    const line = this.#keep(target, `:${nick}!u@h PRIVMSG ${target} :${text}`, '');
    if (isHeard) this.world.say(line);
  }

  get said(): string[] {
    return this.heard.filter((line) => line.startsWith('PRIVMSG'));
  }

  #keep(target: string, line: string, tags: string): string {
    const time = new Date(this.world.now()).toISOString();
    const full = `@time=${time};msgid=id${String(++this.#id).padStart(5, '0')}${tags} ${line}`;
    const ring = this.kept.get(target) ?? [];
    this.kept.set(target, [...ring, full].slice(-this.keeps));
    return full;
  }

  #markLine(target: string): string {
    const at = this.marks.get(target) ?? 0;
    return `:s MARKREAD ${target} ${at === 0 ? '*' : `timestamp=${new Date(at).toISOString()}`}`;
  }

  #take(raw: string): void {
    if (this.isDead) return;
    const message = parse(raw);
    if (!message) return;
    const label = message.tags.get('label');
    if (message.tags.has('batch')) {
      const isConcat = message.tags.has('draft/multiline-concat');
      const { texts = [] } = this.#open ?? {};
      const text = message.params[1] ?? '';
      if (isConcat) texts[texts.length - 1] += text;
      else texts.push(text);
      return;
    }
    this.heard.push([message.command, ...message.params].join(' '));
    this.#answers[message.command]?.(message, label === undefined ? '' : `label=${label}`);
  }

  readonly #answers: Record<string, (message: Message, label: string) => void> = {
    CAP: ({ params }) => {
      if (params[0] === 'LS') this.world.say(`:s CAP * LS :${this.caps}`);
      if (params[0] === 'REQ') this.world.say(`:s CAP * ACK :${params[1]}`);
    },
    NICK: ({ params }) => {
      this.nick = params[0] ?? '';
    },
    USER: () => {
      this.world.say(`:s 001 ${this.nick} :Welcome`, `:s 005 ${this.nick} CASEMAPPING=ascii CHANTYPES=# CHATHISTORY=${this.page} :are supported`, `:s 422 ${this.nick} :No MOTD`);
    },
    JOIN: ({ params }, label) => {
      for (const channel of (params[0] ?? '').split(',')) {
        const mark = this.caps.includes('read-marker') ? [this.#markLine(channel)] : [];
        this.world.say(`${label && `@${label} `}:${this.nick}!u@h JOIN ${channel}`, ...mark, `:s 353 ${this.nick} = ${channel} :${this.nick}`, `:s 366 ${this.nick} ${channel} :End`);
      }
    },
    PRIVMSG: ({ params, tags }, label) => {
      const [target = '', text = ''] = params;
      if (target === 'guarded') {
        this.world.say(`@${label} :s BATCH +l labeled-response`, `@batch=l :s 716 ${this.nick} guarded :is in +g mode`, `@batch=l :s 717 ${this.nick} guarded :has been informed`, ':s BATCH -l');
        return;
      }
      if (text === 'forbidden') {
        this.world.say(`${label && `@${label} `}:s 404 ${this.nick} ${target} :Cannot send`);
        return;
      }
      const id = tags.get('+linnet.chat/id');
      const line = this.#keep(target, `:${this.nick}!u@h PRIVMSG ${target} :${text}`, id === undefined ? '' : `;+linnet.chat/id=${id}`);
      if (!this.isMute) this.world.say(label ? line.replace('@', `@${label};`) : line);
    },
    BATCH: (message, label) => {
      if (message.params[0]?.startsWith('+')) {
        this.#open = { opening: message, texts: [] };
        return;
      }
      const { opening, texts } = this.#open ?? { opening: message, texts: [] };
      const open = opening.tags.get('label');
      const answered = label || open === undefined ? label : `label=${open}`;
      const target = opening.params[2] ?? '';
      if (texts.includes('forbidden')) {
        this.world.say(`${answered && `@${answered} `}:s FAIL BATCH MULTILINE_MAX_LINES 3 :Too many lines`);
        return;
      }
      const id = opening.tags.get('+linnet.chat/id');
      const lines = [
        `@msgid=id${String(++this.#id).padStart(5, '0')}${id === undefined ? '' : `;+linnet.chat/id=${id}`}${answered && `;${answered}`} :${this.nick}!u@h BATCH +r draft/multiline ${target}`,
        ...texts.map((text) => `@batch=r :${this.nick}!u@h PRIVMSG ${target} :${text}`), `:${this.nick}!u@h BATCH -r`,
      ];
      if (!this.isMute) this.world.say(...lines);
    },
    MARKREAD: ({ params: [target = '', value = ''] }, label) => {
      const at = Date.parse(value.replace('timestamp=', '')) || 0;
      this.marks.set(target, Math.max(at, this.marks.get(target) ?? 0));
      this.world.say(`${label && `@${label} `}${this.#markLine(target)}`);
    },
    SEARCH: ({ params: [attributes = ''] }, label) => {
      if (this.refuses) {
        this.world.say(`${label && `@${label} `}:s FAIL SEARCH INVALID_PARAMS text :What was that?`);
        return;
      }
      const all = new Map(attributes.split(';').map((item) => item.split('=', 2) as [string, string]));
      const before = Date.parse(all.get('before') ?? '') || Infinity;
      const kept = [...this.kept].filter(([target]) => [undefined, target].includes(all.get('in'))).flatMap(([, lines]) => lines);
      const isFound = (line: string) => line.includes(unescapeTag(all.get('text') ?? '')) && Date.parse(/time=([^;]+)/.exec(line)?.[1] ?? '') <= before;
      const found = kept.filter(isFound).sort().slice(-Number(all.get('limit')));
      this.world.say(`${label && `@${label} `}:s BATCH +f soju.im/search`, ...found.map((line) => line.replace('@', '@batch=f;')), ':s BATCH -f');
    },
    CHATHISTORY: ({ params }, label) => {
      const [how = '', target = '', reference = ''] = params;
      const ring = this.kept.get(target) ?? [];
      const at = (ref: string) => ring.findIndex((line) => line.includes(`msgid=${ref.replace('msgid=', '')};`) || line.includes(`msgid=${ref.replace('msgid=', '')} `));
      let found: string[] = [];
      if (how === 'LATEST') found = (reference === '*' ? ring : ring.slice(at(reference) + 1)).slice(-this.page);
      // A message that is not kept any more has its place still: ids sort like their messages.
      const id = reference.replace('msgid=', '');
      const place = at(reference) >= 0 ? at(reference) : ring.findIndex((line) => (/msgid=(\w+)/.exec(line)?.[1] ?? '') > id);
      if (how === 'AROUND' && reference.startsWith('timestamp=')) found = ring.slice(-this.page);
      else if (how === 'AROUND' && place >= 0) found = ring.slice(Math.max(0, place - this.page / 2), place + this.page / 2);
      if (how === 'AFTER') found = ring.slice(at(reference) + 1).slice(0, this.page);
      if (how === 'BEFORE') found = at(reference) < 0 ? [] : ring.slice(Math.max(0, at(reference) - this.page), at(reference));
      if (this.refuses) {
        this.world.say(`${label && `@${label} `}:s FAIL CHATHISTORY MESSAGE_ERROR ${how} ${target} :Messages could not be retrieved`);
        return;
      }
      const open = `${label && `@${label} `}:s BATCH +h chathistory ${target}`;
      if (how !== 'TARGETS') this.world.say(open, ...found.map((line) => line.replace('@', '@batch=h;')), ':s BATCH -h');
      else {
        const targets = [...this.kept.keys()].map((name) => `@batch=h :s CHATHISTORY TARGETS ${name} ${new Date(this.world.now()).toISOString()}`);
        this.world.say(`${label && `@${label} `}:s BATCH +h draft/chathistory-targets`, ...targets, ':s BATCH -h');
      }
    },
  };
}
