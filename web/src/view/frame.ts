// Reads a signal at most once per animation frame. Ten thousand lines in a
// second are ten thousand states but only sixty pictures; what is drawn by many
// lines (the log, the sidebar) reads its signal through here. In such a flood no
// eye follows sixty pictures either: then only some are drawn, and the time goes
// to the lines that still wait.

import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useState } from 'preact/hooks';

/** More changes than this since the last picture are a flood ... */
const flood = 40;
/** ... in which pictures are at least so far apart, in milliseconds. */
const apart = 120;

export function useFrame<T>(signal: ReadonlySignal<T>): T {
  const [, redraw] = useState(0);
  useLayoutEffect(() => {
    let due = 0;
    let changes = 0;
    let drawnAt = 0;
    let drawn = signal.peek();
    const draw = (now: number) => {
      if (changes > flood && now - drawnAt < apart) {
        due = requestAnimationFrame(draw);
        return;
      }
      due = 0;
      changes = 0;
      drawnAt = now;
      drawn = signal.peek();
      redraw((n) => n + 1);
    };
    const stop = signal.subscribe((value) => {
      if (value === drawn) return;
      changes++;
      if (due === 0) due = requestAnimationFrame(draw);
    });
    return () => {
      stop();
      cancelAnimationFrame(due);
    };
  }, [signal]);
  return signal.peek();
}
