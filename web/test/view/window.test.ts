import { describe, expect, it } from 'vitest';
import { Heights, covers, rangeOf, rowAt } from '../../src/view/window';

const rows = (...keys: string[]) => keys.map((key) => ({ key }));
const tenEach = () => new Heights<{ readonly key: string }>(() => 10);

describe('the heights of the rows', () => {
  it('are guessed before they are measured', () => {
    expect([...tenEach().offsets(rows('a', 'b', 'c'))]).toEqual([0, 10, 20, 30]);
  });

  it('hold once measured, also when older rows come before', () => {
    const heights = tenEach();
    heights.offsets(rows('b', 'c'));
    heights.measured(0, 25);
    expect([...heights.offsets(rows('a', 'b', 'c'))]).toEqual([0, 10, 35, 45]);
  });

  it('are forgotten when the lines break elsewhere', () => {
    const heights = tenEach();
    const same = rows('a', 'b');
    heights.offsets(same);
    heights.measured(1, 70);
    expect(heights.offsets(same)[2]).toBe(80);
    heights.forget();
    expect(heights.offsets(same)[2]).toBe(20);
  });

  it('have one end and no rows where nothing was said', () => {
    const offsets = tenEach().offsets([]);
    expect([...offsets]).toEqual([0]);
    expect(rangeOf(offsets, 0, 500)).toEqual({ start: 0, end: 0 });
  });
});

describe('the row at a height', () => {
  const offsets = Float64Array.of(0, 10, 40, 50);
  it.each([
    [-5, 0],
    [0, 0],
    [9.5, 0],
    [10, 1],
    [39, 1],
    [40, 2],
    [1000, 2],
  ])('%d is row %d', (y, row) => expect(rowAt(offsets, y)).toBe(row));
});

describe('the range that is drawn', () => {
  const offsets = tenEach().offsets(rows(...Array.from({ length: 100 }, (_, i) => `r${i}`)));

  it('is every row that touches the view', () => {
    expect(rangeOf(offsets, 105, 135)).toEqual({ start: 10, end: 14 });
  });

  it('ends at the ends', () => {
    expect(rangeOf(offsets, -300, 25)).toEqual({ start: 0, end: 3 });
    expect(rangeOf(offsets, 975, 2000)).toEqual({ start: 97, end: 100 });
  });

  it('covers what lies within it, and no more', () => {
    const drawn = { start: 10, end: 20 };
    expect(covers(drawn, { start: 10, end: 20 })).toBe(true);
    expect(covers(drawn, { start: 9, end: 15 })).toBe(false);
    expect(covers(drawn, { start: 12, end: 21 })).toBe(false);
  });
});
