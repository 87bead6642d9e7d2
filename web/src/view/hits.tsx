import { useEffect, useRef } from 'preact/hooks';
import { stripFormatting } from '../irc/formatting';
import type { Finding } from '../app/finder';
import type { Message } from '../state/model';
import { excerpt } from '../state/search';
import { Avatar } from './avatar';
import { dayOf, momentOf, timeOf } from './clock';
import { useApp } from './context';
import { Face, Named, usePaint } from './face';
import { Marked } from './said';

/** As much of a message as a result shows. */
const most = 220;

interface Hit {
  readonly name: string;
  readonly message: Message;
}

interface Props {
  /** What the ids of the results begin with, for the field that walks through them. */
  readonly id: string;
  readonly finding: Finding;
  readonly hits: readonly Hit[];
  readonly chosen: string | null;
  readonly onOpen: (hit: Hit) => void;
  readonly onMore: () => void;
}

/** All results in the order in which they are drawn. */
export function hitsOf({ groups }: Finding): Hit[] {
  return groups.flatMap(({ name, hits }) => hits.map((message) => ({ name, message })));
}

/** What a search found, by conversation. */
export function Hits({ id, finding, hits, chosen, onOpen, onMore }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [chosen]);
  const { phase, groups, count, more, problem } = finding;
  return (
    <div class="hits">
      <p class="count" role="status" aria-label="Results">
        {told(finding)}
      </p>
      <div role="alert">{phase === 'failed' && <p class="complaint">{problem}</p>}</div>
      <div ref={list} id={`${id}-hits`} role="listbox" aria-label="Results" hidden={count === 0}>
        {groups.map(({ name, kind, hits: messages }) => (
          <div key={name} role="group" aria-label={name}>
            <h3 aria-hidden="true">
              {kind === 'channel' ? <Avatar name={name} kind={kind} /> : <Face nick={name} />}
              <span>{name}</span>
            </h3>
            {messages.map((message) => (
              <One
                key={message.key}
                id={`${id}-${message.key}`}
                hit={{ name, message }}
                phrases={finding.phrases}
                chosen={message.key === chosen}
                onOpen={onOpen}
              />
            ))}
          </div>
        ))}
      </div>
      {more && (
        <button type="button" class="button" aria-disabled={phase === 'asking'} onClick={onMore}>
          {phase === 'asking' && hits.length > 0 ? 'Searching…' : 'More results'}
        </button>
      )}
    </div>
  );
}

function told({ phase, count, more }: Finding): string {
  if (phase === 'asking') return 'Searching…';
  if (phase !== 'found') return '';
  if (count === 0) return 'Nothing found';
  return `${count}${more ? '+' : ''} ${count === 1 ? 'result' : 'results'}, newest first`;
}

interface OneProps {
  readonly id: string;
  readonly hit: Hit;
  readonly phrases: readonly string[];
  readonly chosen: boolean;
  readonly onOpen: (hit: Hit) => void;
}

function One({ id, hit, phrases, chosen, onOpen }: OneProps) {
  const app = useApp();
  const { nick, time, text } = hit.message;
  const at = `${dayOf(time, Date.now())}, ${timeOf(time, app.preferences.value.clock)}`;
  const shown = excerpt(stripFormatting(text), phrases, most);
  return (
    <div id={id} role="option" class="hit" aria-selected={chosen} onClick={() => onOpen(hit)}>
      <span class="by">
        <span class="nick" {...usePaint(hit.name, nick)}>
          <Named nick={nick} />
        </span>
        <time dateTime={new Date(time).toISOString()} title={momentOf(time)}>
          {at}
        </time>
      </span>
      <span class="text">
        <Marked text={shown} found={phrases} />
      </span>
    </div>
  );
}
