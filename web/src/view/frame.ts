// Reads a signal at most once per animation frame. Ten thousand lines in a
// second are ten thousand states but only sixty pictures; what is drawn by many
// lines (the log, the sidebar) reads its signal through here.

import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useState } from 'preact/hooks';

export function useFrame<T>(signal: ReadonlySignal<T>): T {
  const [, redraw] = useState(0);
  useLayoutEffect(() => {
    let due = 0;
    let drawn = signal.peek();
    const stop = signal.subscribe((value) => {
      if (value === drawn || due !== 0) return;
      due = requestAnimationFrame(() => {
        due = 0;
        drawn = signal.peek();
        redraw((n) => n + 1);
      });
    });
    return () => {
      stop();
      cancelAnimationFrame(due);
    };
  }, [signal]);
  return signal.peek();
}
