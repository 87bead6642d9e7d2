// Figures: printed where the run is read, and written down for the next run to be
// compared with. What can be counted is held to its budget; a time only tells,
// for it is as much the machine's as ours.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../screenshots');
const file = join(folder, 'budgets.json');
const over = [];

/** The value below which that part of the values lies. */
export function nearest(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)];
}

/** Prints and keeps a count; one over its budget is told by withinBudget, so that all figures are seen. */
export function budget(what, value, most) {
  record(what, value, most);
  if (value > most) over.push(`${what}: ${value.toFixed(1)}, at most ${most}`);
}

/** Prints and keeps a time. */
export function timed(what, value, most) {
  record(what, value, most);
}

function record(what, value, most) {
  let figures = {};
  try {
    figures = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The first run has nothing to compare with.
  }
  const last = figures[what];
  figures[what] = Number(value.toFixed(1));
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  const verdict = value > most ? 'OVER' : 'within';
  console.log(`budget: ${what}: ${value.toFixed(1)} (${verdict} ${most}; last run ${last ?? 'none'})`);
}

export function withinBudget() {
  assert.deepEqual(over.splice(0), [], 'over budget');
}
