import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ConversationView, Row } from '../app/app';
import { useApp } from './context';
import { useFrame } from './frame';
import { Icon } from './icon';
import type { Scroll } from './scroll';

interface Props {
  readonly view: ConversationView;
  readonly rows: readonly Row[];
  readonly scroll: Scroll;
  readonly log: RefObject<HTMLElement | null>;
  /** Brings a row into sight. */
  readonly onShow: (row: string) => void;
}

/** The ways to where one is not: up to what is unread, down to the newest. */
export function Jumps({ view, rows, scroll, log, onShow }: Props) {
  const app = useApp();
  const unread = useFrame(view.unread);
  const line = rows.findIndex((row) => row.type === 'new');
  const isPast = view.newer.value !== null;
  const wantsUp = useUnseen(view.newSince.value, whereIs(line, rows, scroll, view.newSince.value), log) && !view.seeking.value;
  // A button that goes must not take the focus with it; a click leaves that where it was.
  const keepFocus = (event: MouseEvent) => event.detail === 0 && log.current?.focus();
  const up = (event: MouseEvent) => {
    keepFocus(event);
    if (line >= 0) onShow('new');
    else app.goToUnread(view.key);
  };
  const down = (event: MouseEvent) => {
    keepFocus(event);
    if (isPast) app.returnToPresent();
    else scroll.go('bottom');
  };
  return (
    <>
      {wantsUp && (
        <button type="button" class="jump top" onClick={up}>
          <Icon name="up" />
          Jump to first unread
        </button>
      )}
      {(isPast || !scroll.atBottom) && (
        <button type="button" class={`jump ${unread > 0 || isPast ? 'waiting' : ''}`} onClick={down}>
          <Icon name="down" />
          {downwards(isPast, unread)}
        </button>
      )}
    </>
  );
}

function downwards(isPast: boolean, unread: number): string {
  const news = unread > 0 ? `${unread} new ${unread === 1 ? 'message' : 'messages'}` : '';
  if (isPast) return news === '' ? 'Back to the present' : `Back to the present, ${news}`;
  return news === '' ? 'Jump to newest' : news;
}

/** Where the line "New messages" is to whoever reads: perhaps in sight, or above all rows that are drawn, or further down. */
function whereIs(line: number, rows: readonly Row[], { range }: Scroll, since: number | null): 'near' | 'above' | 'below' {
  if (line >= range.start && line < range.end) return 'near';
  if (line >= 0) return line < range.start ? 'above' : 'below';
  // It stands in none of the rows that there are.
  const first = rows.find((row) => row.type === 'message');
  return since !== null && first?.type === 'message' && first.message.time > since ? 'above' : 'below';
}

/** Whether the line is above, and was not seen since it is there. */
function useUnseen(since: number | null, where: ReturnType<typeof whereIs>, log: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState<number | null>(null);
  const [isAbove, setAbove] = useState(false);
  useEffect(() => {
    const line = log.current?.querySelector('.new');
    if (since === null || since === seen || where !== 'near' || !line) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) setSeen(since);
      setAbove(entry !== undefined && !entry.isIntersecting && entry.boundingClientRect.top < (entry.rootBounds?.top ?? 0));
    }, { root: log.current });
    observer.observe(line);
    return () => observer.disconnect();
  }, [since, seen, where, log]);
  return since !== null && since !== seen && (where === 'near' ? isAbove : where === 'above');
}
