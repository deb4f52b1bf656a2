import { defineConfig } from 'vitest/config';

/** Three projects: `unit` beside the code, `test` across packages, and `slow`, which only `pnpm test:slow` runs. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['packages/*/src/**/*.test.ts'] } },
      {
        test: {
          name: 'test',
          include: ['test/**/*.test.ts'],
          exclude: ['test/slow/**', '**/node_modules/**'],
          // For what hangs, not for what is slow: many of these train, or start processes, on a machine that has other work.
          testTimeout: 120_000,
        },
      },
      { test: { name: 'slow', include: ['test/slow/**/*.test.ts'], testTimeout: 20 * 60_000 } },
    ],
  },
});
