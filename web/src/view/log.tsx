import { useEffect, useRef } from 'preact/hooks';
import type { ConversationView, Row } from '../app/app';
import { isThere } from '../app/redact';
import { Beginning } from './beginning';
import { useApp } from './context';
import { useFrame } from './frame';
import { Icon } from './icon';
import { LogRow } from './row';
import { useScroll } from './scroll';

/** What the search points at: the text to mark, and the message to show. */
export interface Reveal {
  readonly text: string;
  readonly key: string | null;
}

interface Props {
  readonly view: ConversationView;
  readonly reveal: Reveal | null;
}

/** This near to the oldest loaded line, older ones are asked for. */
const nearTop = 800;

/** The messages of a conversation, of which only those near the reader are elements. */
export function Log({ view, reveal }: Props) {
  const app = useApp();
  const log = useRef<HTMLDivElement>(null);
  const drawn = useRef<HTMLDivElement>(null);
  const rows = useFrame(view.rows);
  const scroll = useScroll(rows, { log, drawn }, 'bottom');
  const ranks = ranksOf(useFrame(view.members));
  const may = view.mayRedact.value;
  const unseen = useUnseen(rows, scroll.atBottom);

  const askForOlder = () => {
    if (log.current && log.current.scrollTop < nearTop) app.loadOlder(view.key);
  };
  useEffect(askForOlder);
  useEffect(() => app.atBottom(view.key, scroll.atBottom), [app, view.key, scroll.atBottom]);

  // What one says oneself, one wants to see.
  const last = rows.at(-1);
  const said = last?.type === 'message' && last.message.own ? last.key : null;
  useEffect(() => {
    if (said !== null) scroll.go('bottom');
  }, [said]);

  const target = reveal === null ? null : rowOf(rows, reveal.key);
  useEffect(() => {
    if (target !== null) scroll.go({ key: target, into: -(log.current?.clientHeight ?? 0) / 3 });
  }, [target]);

  const name = view.name.value;
  return (
    <div class="stage">
      <div
        ref={log}
        class="log"
        role="log"
        aria-label={view.kind === 'channel' ? `Messages in ${name}` : `Messages with ${name}`}
        // Scrolling draws old rows anew: only what arrives while one is at the end is news to be read out.
        aria-live={scroll.atBottom ? 'polite' : 'off'}
        tabIndex={0}
        data-region
        onScroll={() => {
          scroll.onScroll();
          askForOlder();
        }}
      >
        <Beginning view={view} />
        <div class="space" style={{ height: `${scroll.above}px` }} />
        <div ref={drawn} class="rows">
          {rows.slice(scroll.range.start, scroll.range.end).map((row) => (
            <LogRow
              key={row.key}
              row={row}
              conversation={view.key}
              rank={row.type === 'message' ? ranks.get(row.message.nick) : undefined}
              found={reveal?.text}
              here={row.key === target}
              deletable={row.type === 'message' && isThere(row.message) && (may === 'all' || (may === 'own' && row.message.own))}
            />
          ))}
        </div>
        <div class="space" style={{ height: `${scroll.below}px` }} />
        <div class="foot" />
      </div>
      {!scroll.atBottom && (
        <button type="button" class={`jump ${unseen > 0 ? 'waiting' : ''}`} onClick={() => scroll.go('bottom')}>
          <Icon name="down" />
          {unseen > 0 ? `${unseen} new ${unseen === 1 ? 'message' : 'messages'}` : 'Jump to newest'}
        </button>
      )}
    </div>
  );
}

/** How many messages came since the reader left the end. */
function useUnseen(rows: readonly Row[], atBottom: boolean): number {
  const seen = useRef<string | undefined>(undefined);
  if (atBottom || seen.current === undefined) seen.current = rows.at(-1)?.key;
  let count = 0;
  for (let i = rows.length - 1; i >= 0 && rows[i]?.key !== seen.current; i--) {
    if (rows[i]?.type === 'message') count++;
  }
  return count;
}

/** The row that shows a message: its own, or that of the code fence it is a line of. */
function rowOf(rows: readonly Row[], key: string | null): string | null {
  const row = rows.find((r) => r.type === 'message' && r.parts.some((part) => part.key === key));
  return row?.key ?? null;
}

const titles: Readonly<Record<string, string>> = { '~': 'owner', '&': 'admin', '@': 'op', '%': 'half-op' };

/** What stands beside the names of those who keep the channel. */
function ranksOf(groups: ReturnType<ConversationView['members']['peek']>): ReadonlyMap<string, string> {
  const ranks = new Map<string, string>();
  for (const group of groups) {
    const title = titles[group.prefix.charAt(0)];
    if (title === undefined) continue;
    for (const member of group.members) ranks.set(member.nick, title);
  }
  return ranks;
}
