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

/** Heights of rows that are not there just now, kept in case they come again. */
const remembered = 2000;

/** The heights of the rows: measured where they were drawn, guessed where not. */
export class Heights<R extends { readonly key: string }> {
  /** Measured ones, by key: they hold when rows come before them. */
  readonly #known = new Map<string, number>();
  readonly #guess: (row: R) => number;
  #rows: readonly R[] = [];
  #each = new Float64Array(0);
  #offsets = new Float64Array(1);
  #stale = false;

  constructor(guess: (row: R) => number) {
    this.#guess = guess;
  }

  /** The top of each row, and, last, the height of all. */
  offsets(rows: readonly R[]): Float64Array {
    if (rows !== this.#rows) {
      this.#rows = rows;
      if (this.#known.size > remembered + 2 * rows.length) this.#forgetOthers();
      this.#each = Float64Array.from(rows, (row) => this.#known.get(row.key) ?? this.#guess(row));
      this.#stale = true;
    }
    if (this.#stale) {
      this.#stale = false;
      this.#offsets = new Float64Array(rows.length + 1);
      for (let i = 0, top = 0; i < rows.length; i++) {
        top += this.#each[i] ?? 0;
        this.#offsets[i + 1] = top;
      }
    }
    return this.#offsets;
  }

  /** Whoever goes through a long past leaves most of it behind. */
  #forgetOthers(): void {
    const keys = new Set(this.#rows.map((row) => row.key));
    for (const key of this.#known.keys()) {
      if (!keys.has(key)) this.#known.delete(key);
    }
  }

  measured(index: number, height: number): void {
    const row = this.#rows[index];
    if (row === undefined || this.#each[index] === height) return;
    this.#each[index] = height;
    this.#known.set(row.key, height);
    this.#stale = true;
  }

  /** Every line breaks elsewhere now. */
  forget(): void {
    this.#known.clear();
    this.#rows = [];
  }
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
