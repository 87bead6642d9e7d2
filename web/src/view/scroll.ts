// The scrolling of the log. Three promises: at the bottom it stays at the
// bottom; otherwise the row under the reader's eyes stays where it is, whatever
// comes above or below; and only the rows near the view are drawn.
//
// It works in a circle: a drawing picks the range from the place (the bottom, or
// an anchor row); after it the drawn rows are measured and the scroll position
// is set so that the place holds; scrolling by the reader sets a new place, and
// draws again when it nears the end of what is drawn.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { Row } from '../app/app';
import { Heights, covers, rangeOf, rowAt, type Anchor, type Range } from './window';

/** Drawn beyond the view, in pixels, on either side; and what must be left of it before more is drawn. */
const margin = 900;
const least = 300;
/** This near to the end counts as the end. */
const slack = 24;

export type Place = 'bottom' | Anchor;

export interface Scroll {
  readonly range: Range;
  /** Heights of the space above and below the drawn rows. */
  readonly above: number;
  readonly below: number;
  readonly atBottom: boolean;
  readonly onScroll: () => void;
  go(place: Place): void;
}

interface Elements {
  readonly log: RefObject<HTMLElement | null>;
  readonly drawn: RefObject<HTMLElement | null>;
}

/** `live`: the last row is the end of the conversation; otherwise more follows, and the end of the rows is a place like any other. */
export function useScroll(rows: readonly Row[], { log, drawn }: Elements, first: Place, live: boolean): Scroll {
  const place = useRef<Place>(first);
  const heights = useMemo(() => new Heights(guess), []);
  const width = useRef(0);
  const [, redraw] = useState(0);
  const draw = () => redraw((n) => n + 1);
  /** What the last drawing left, by which the reader scrolls: its rows, the space above them, the position. */
  const left = useRef<Drawing>({ rows, above: 0, live, top: 0 });

  /** The reader scrolled: what is at the top now is her place. */
  const notice = (element: HTMLElement): number => {
    const { rows: before, above, live: wasLive } = left.current;
    const y = element.scrollTop - headOf(element, drawn.current, above);
    const tops = heights.offsets(before);
    const index = anchorAt(before, rowAt(tops, y));
    const row = before[index];
    place.current = (wasLive && isAtEnd(element)) || !row ? 'bottom' : { key: row.key, into: y - (tops[index] ?? 0) };
    left.current.top = element.scrollTop;
    return y;
  };

  /** That may have happened a moment ago, and its event still be on the way. */
  const noticeLate = () => {
    if (log.current && log.current.scrollTop !== left.current.top) notice(log.current);
  };
  /** Where to go was said, and counts more. */
  const isSent = useRef(false);
  if (!isSent.current) noticeLate();
  isSent.current = false;

  const offsets = heights.offsets(rows);
  const total = offsets[rows.length] ?? 0;
  const view = log.current?.clientHeight ?? innerHeight;

  const topOf = (at: Place): number => {
    if (at === 'bottom') return total - view;
    const index = indexOf(rows, at.key);
    return index < 0 ? total - view : (offsets[index] ?? 0) + at.into;
  };
  const top = topOf(place.current);
  const range = rangeOf(offsets, top - margin, top + view + margin);
  const above = offsets[range.start] ?? 0;
  const below = total - (offsets[range.end] ?? 0);

  const measure = () => {
    const children = drawn.current?.children;
    if (!children || children.length !== range.end - range.start) return;
    let y = drawn.current?.getBoundingClientRect().top ?? 0;
    for (let i = 0; i < children.length; i++) {
      const bottom = children[i]?.getBoundingClientRect().bottom ?? y;
      heights.measured(range.start + i, bottom - y);
      y = bottom;
    }
  };

  /** Sets the scroll position so that the place holds. */
  const hold = () => {
    const element = log.current;
    if (!element) return;
    if (place.current === 'bottom') {
      element.scrollTop = element.scrollHeight;
      return;
    }
    const { key, into } = place.current;
    const index = indexOf(rows, key) - range.start;
    const row = drawn.current?.children[index];
    if (!row) return;
    // From the bottom of the row above: the row's own margin belongs to it.
    const edge = index > 0 ? drawn.current?.children[index - 1]?.getBoundingClientRect().bottom : drawn.current?.getBoundingClientRect().top;
    const off = (edge ?? 0) + into - element.getBoundingClientRect().top;
    if (Math.abs(off) >= 1) element.scrollTop += off;
  };

  const late = useRef(noticeLate);
  late.current = noticeLate;
  const settle = useRef(() => {});
  settle.current = () => {
    const now = log.current?.clientWidth ?? 0;
    if (now !== width.current) {
      // The space around what is drawn is wrong now too.
      if (width.current !== 0) draw();
      width.current = now;
      heights.forget();
      heights.offsets(rows);
    }
    measure();
    hold();
    left.current = { rows, above, live, top: log.current?.scrollTop ?? 0 };
    // What was the end of a stretch of the past has become the end of all.
    const element = log.current;
    if (live && place.current !== 'bottom' && element && isAtEnd(element)) {
      place.current = 'bottom';
      draw();
    }
  };
  useLayoutEffect(() => settle.current());

  useEffect(() => {
    // A spoiler opened, the window changed its size, the composer grew.
    const observer = new ResizeObserver(() => {
      late.current();
      settle.current();
    });
    if (log.current) observer.observe(log.current);
    if (drawn.current) observer.observe(drawn.current);
    return () => observer.disconnect();
  }, [log, drawn]);

  const onScroll = () => {
    const element = log.current;
    if (!element) return;
    const was = place.current;
    const y = notice(element);
    const wanted = rangeOf(heights.offsets(rows), y - least, y + element.clientHeight + least);
    if (!covers(range, wanted) || (was === 'bottom') !== (place.current === 'bottom')) draw();
  };

  return {
    range,
    above,
    below,
    atBottom: place.current === 'bottom',
    onScroll,
    go: (to) => {
      place.current = to;
      isSent.current = true;
      draw();
    },
  };
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight <= slack;
}

/**
 * The row to hold on to for what is seen at the top. When older ones come, a day
 * goes up with them and the first message may join a group: neither holds.
 */
function anchorAt(rows: readonly Row[], index: number): number {
  const first = rows.findIndex((row) => row.type === 'message');
  for (let i = Math.max(index, first + 1); i < rows.length; i++) {
    if (rows[i]?.type === 'message') return i;
  }
  return index;
}

/** The row of that key, or that a message of that key has become a part of. */
function indexOf(rows: readonly Row[], key: string): number {
  const index = rows.findIndex((row) => row.key === key);
  return index >= 0 ? index : rows.findIndex((row) => row.type === 'message' && row.parts.some((part) => part.key === key));
}

interface Drawing {
  readonly rows: readonly Row[];
  readonly above: number;
  readonly live: boolean;
  top: number;
}

/** The height of what stands above the first row: the beginning of the conversation. */
function headOf(log: HTMLElement, drawn: HTMLElement | null, above: number): number {
  if (!drawn) return 0;
  return drawn.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop - above;
}

/** What a row is likely to measure before it was ever drawn. */
function guess(row: Row): number {
  switch (row.type) {
    case 'day':
    case 'new':
      return 38;
    case 'message':
      return (row.first ? 58 : 26) + 22 * (Math.floor(row.message.text.length / 90) + row.message.text.split('\n').length - 1);
    default:
      return 24;
  }
}
