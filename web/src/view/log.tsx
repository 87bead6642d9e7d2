import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConversationView, Row } from '../app/app';
import { isThere } from '../app/redact';
import { Beginning, Onward } from './beginning';
import { useApp } from './context';
import { useFrame } from './frame';
import { Jumps } from './jumps';
import { useNear } from './near';
import { LogRow } from './row';
import { useScroll } from './scroll';

interface Props {
  readonly view: ConversationView;
  /** What the search looks for, to be marked. */
  readonly found: readonly string[];
}

/** This near to the first or the last loaded line, more are asked for. */
const near = 800;

/** The messages of a conversation, of which only those near the reader are elements. */
export function Log({ view, found }: Props) {
  const app = useApp();
  const log = useRef<HTMLDivElement>(null);
  const drawn = useRef<HTMLDivElement>(null);
  const rows = useFrame(view.rows);
  const isPast = view.newer.value !== null;
  // What stands above the rows may grow: the place must be held then too.
  const { error } = view.history.value;
  const seeking = view.seeking.value;
  const spot = view.spot.value;
  const spotted = spot === null ? null : rowOf(rows, spot.key);
  const scroll = useScroll(rows, { log, drawn }, spotted === null ? 'bottom' : { key: spotted, into: -innerHeight / 3 }, !isPast && !seeking);
  const ranks = ranksOf(useFrame(view.members));
  const may = view.mayRedact.value;
  // Opened for one message, it shows nothing until that is there.
  const [opening] = useState(seeking);

  const [isNear, nearness] = useNear((article) => rows[scroll.range.start + [...(drawn.current?.children ?? [])].indexOf(article)]?.key ?? null);

  const askForMore = () => {
    const { current } = log;
    if (!current || seeking) return;
    if (current.scrollTop < near && error === null) app.loadOlder(view.key);
    const left = current.scrollHeight - current.scrollTop - current.clientHeight;
    if (left < near && view.newer.peek()?.error === null) app.loadNewer(view.key);
  };
  useEffect(askForMore);
  useEffect(() => app.atBottom(view.key, scroll.atBottom), [app, view.key, scroll.atBottom, isPast]);

  // What one says oneself, one wants to see.
  const last = rows.at(-1);
  const said = last?.type === 'message' && last.message.own && !isPast ? last.key : null;
  useEffect(() => {
    if (said !== null) scroll.go('bottom');
  }, [said]);

  const show = (row: string) => scroll.go({ key: row, into: -(log.current?.clientHeight ?? 0) / 3 });
  const shown = useRef<typeof spot>(null);
  useEffect(() => {
    // Its row may come a frame later than the wish to see it.
    if (spot === null || shown.current === spot || (spot.key !== null && spotted === null)) return;
    shown.current = spot;
    if (spotted === null) scroll.go('bottom');
    else show(spotted);
  });

  const name = view.name.value;
  return (
    <div class="stage">
      <div
        ref={log}
        class={`log ${opening && seeking ? 'opening' : ''}`}
        role="log"
        aria-label={view.kind === 'channel' ? `Messages in ${name}` : `Messages with ${name}`}
        // Scrolling draws old rows anew: only what arrives while one is at the end is news to be read out.
        aria-live={scroll.atBottom ? 'polite' : 'off'}
        tabIndex={0}
        data-region
        onKeyDown={walk}
        {...nearness}
        onScroll={() => {
          scroll.onScroll();
          askForMore();
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
              found={found}
              here={row.key === spotted}
              near={isNear(row.key)}
              deletable={row.type === 'message' && isThere(row.message) && (may === 'all' || (may === 'own' && row.message.own))}
            />
          ))}
        </div>
        <div class="space" style={{ height: `${scroll.below}px` }} />
        <Onward view={view} />
      </div>
      <Jumps view={view} rows={rows} scroll={scroll} log={log} onShow={show} />
    </div>
  );
}

/** Enter goes from the log to the last message in sight, the arrows on from one to the next. */
function walk(event: TargetedKeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const { currentTarget: log, target, key } = event;
  const articles = [...log.querySelectorAll<HTMLElement>('article')];
  const bottom = log.getBoundingClientRect().bottom;
  const at = articles.indexOf(target as HTMLElement);
  let next: HTMLElement | undefined;
  if (target === log && key === 'Enter') next = articles.findLast((article) => article.getBoundingClientRect().bottom <= bottom);
  else if (at >= 0 && (key === 'ArrowUp' || key === 'ArrowDown')) next = articles[at + (key === 'ArrowUp' ? -1 : 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The row that shows a message: its own, or that of the code fence it is a line of. */
function rowOf(rows: readonly Row[], key: string | null): string | null {
  if (key === null) return null;
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
