// Figures: printed where the run is read, written down for the next run to be
// compared with, and held to their budgets.

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

/** Prints and keeps a figure; what is over its budget is told by withinBudget, so that all figures are seen. */
export function budget(what, value, most) {
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
  console.log(`budget: ${what}: ${value.toFixed(1)} (at most ${most}; last run ${last ?? 'none'})`);
  if (value > most) over.push(`${what}: ${value.toFixed(1)}, at most ${most}`);
}

export function withinBudget() {
  assert.deepEqual(over.splice(0), [], 'over budget');
}
