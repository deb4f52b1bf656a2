/** The last line of `pnpm test`: what is counted, and that nothing that failed goes uncounted. */

import { spawn } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { addCounts, countCargoTests, summaryLine } from '../../scripts/lib/counts.mjs';
import { outcomeOf } from '../support/mini-workspace.ts';
import { repositoryRoot } from '../support/shared-data.ts';

it('countCargoTests adds up the results of every test binary', () => {
  const output = `
running 2 tests
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

test result: FAILED. 11 passed; 3 failed; 4 ignored; 0 measured; 1 filtered out; finished in 1.10s
`;
  expect(countCargoTests(output)).toEqual({ passed: 13, failed: 3, skipped: 4 });
  expect(countCargoTests('error: could not compile')).toEqual({ passed: 0, failed: 0, skipped: 0 });
});

it('summaryLine is the one plain line', () => {
  const counts = addCounts(
    { passed: 1, failed: 0, skipped: 2 },
    { passed: 9, failed: 1, skipped: 0 },
  );
  expect(summaryLine(counts)).toBe('10 passed, 1 failed, 2 skipped');
});

it('the counts of vitest hold tests, hooks and files that cannot be loaded', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ferrogen-counts-')));
  const countsFile = join(folder, 'counts.json');
  try {
    symlinkSync(
      join(repositoryRoot, 'test/node_modules'),
      join(folder, 'node_modules'),
      'junction',
    );
    writeFileSync(
      join(folder, 'a.test.ts'),
      `import { describe, it, expect, afterAll } from 'vitest';
       it('passes', () => {});
       it('fails', () => expect(1).toBe(2));
       it.skip('is skipped', () => {});
       it.todo('is to do');
       describe('with a broken hook', () => { afterAll(() => { throw new Error('x'); }); it('is fine', () => {}); });`,
    );
    writeFileSync(join(folder, 'b.test.ts'), `import './not-there.ts';`);
    const vitest = dirname(createRequire(import.meta.url).resolve('vitest/package.json'));
    const reporter = join(repositoryRoot, 'scripts/lib/vitest-counts.mjs');
    const args = [join(vitest, 'vitest.mjs'), 'run', '--root', folder, `--reporter=${reporter}`];
    await outcomeOf(
      spawn(process.execPath, args, {
        env: { ...process.env, FERROGEN_TEST_COUNTS: countsFile },
      }),
    );
    expect(JSON.parse(readFileSync(countsFile, 'utf8'))).toEqual({
      passed: 2,
      failed: 3,
      skipped: 2,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
