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
          testTimeout: 30_000,
        },
      },
      { test: { name: 'slow', include: ['test/slow/**/*.test.ts'], testTimeout: 20 * 60_000 } },
    ],
  },
});
