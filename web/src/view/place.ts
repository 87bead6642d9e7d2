// Puts what floats (a menu, a card) beside the button it belongs to, and keeps
// it on the screen.

export type Side = 'below' | 'above' | 'beside';

const gap = 6;
const edge = 8;

export function place(floating: HTMLElement, anchor: Element, side: Side): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  let left = at.left;
  let top = at.bottom + gap;
  if (side === 'above') top = at.top - height - gap;
  if (side === 'beside') {
    left = at.left - width - gap;
    top = at.top - 4;
    if (left < edge) left = at.left + at.width / 2 - width / 2;
  }
  if (side === 'below' && left + width > innerWidth - edge) left = at.right - width;
  floating.style.left = `${within(left, innerWidth - width)}px`;
  floating.style.top = `${within(top, innerHeight - height)}px`;
}

function within(value: number, most: number): number {
  return Math.max(edge, Math.min(value, most - edge));
}
