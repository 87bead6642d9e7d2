import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/unit/**/*.test.ts', 'test/view/**/*.test.ts'],
    // Dates are drawn in somebody's zone; the tests' somebody is in this one.
    env: { TZ: 'Europe/Berlin' },
    testTimeout: 5_000,
  },
});
