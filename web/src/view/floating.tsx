import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { keepEscape } from './dialog';
import { place, type Side } from './place';

interface Props {
  readonly anchor: HTMLElement;
  readonly side: Side;
  readonly class: string;
  /** The id of its heading. */
  readonly heading: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A small dialog beside the button it belongs to: open for as long as it is drawn. */
export function Floating({ anchor, side, class: own, heading, onClose, children }: Props) {
  const floating = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = floating.current;
    element?.showPopover();
    element?.querySelector<HTMLElement>('input, button')?.focus();
    return () => {
      // The focus goes back to where it came from, unless it has gone elsewhere already.
      if (element?.contains(document.activeElement)) anchor.focus();
    };
  }, [anchor]);
  // What comes to stand in it makes it grow, and the window may change.
  useLayoutEffect(() => {
    const settle = () => floating.current && place(floating.current, anchor, side);
    settle();
    addEventListener('resize', settle);
    return () => removeEventListener('resize', settle);
  });
  return (
    <div
      ref={floating}
      class={`floating ${own}`}
      role="dialog"
      aria-labelledby={heading}
      popover="auto"
      onToggle={(event) => event.newState === 'closed' && onClose()}
      onKeyDown={keepEscape}
    >
      {children}
    </div>
  );
}
