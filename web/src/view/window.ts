// Which rows of a long list are drawn. Only those near the reader become
// elements; above and below them stands empty space of the height the others
// have (measured once drawn, guessed before). Pure: no DOM here.

/** Half-open: rows[start] ... rows[end - 1]. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the reader is: `into` pixels below the top edge of the row `key`. */
export interface Anchor {
  readonly key: string;
  readonly into: number;
}

/** The top of each row, and, last, the height of all. */
export function offsetsOf<R extends { readonly key: string }>(
  rows: readonly R[],
  heights: ReadonlyMap<string, number>,
  guess: (row: R) => number,
): Float64Array {
  const offsets = new Float64Array(rows.length + 1);
  let top = 0;
  rows.forEach((row, i) => {
    offsets[i] = top;
    top += heights.get(row.key) ?? guess(row);
  });
  offsets[rows.length] = top;
  return offsets;
}

/** The row at that height: the last one that begins at or above it. */
export function rowAt(offsets: Float64Array, y: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The rows that touch the stretch from `top` to `bottom`. */
export function rangeOf(offsets: Float64Array, top: number, bottom: number): Range {
  const count = offsets.length - 1;
  if (count <= 0) return { start: 0, end: 0 };
  return { start: rowAt(offsets, top), end: Math.min(count, rowAt(offsets, bottom) + 1) };
}

export function covers(drawn: Range, wanted: Range): boolean {
  return drawn.start <= wanted.start && drawn.end >= wanted.end;
}
