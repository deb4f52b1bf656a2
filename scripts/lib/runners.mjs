/**
 * The two test runners, vitest and cargo, each run to its end and counted.
 * Both return `{ code, counts }`; a code other than 0 with nothing counted is one failure.
 */

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cargo } from '../../packages/native/scripts/cargo.mjs';
import { countCargoTests, noTests } from './counts.mjs';
import { stampDirectory } from './freshness.mjs';
import { isOnPath } from './path.mjs';
import { runNode, say } from './process.mjs';
import { root } from './workspace.mjs';

/** Runs vitest over `projects` with further arguments of vitest's own. */
export async function runVitest(projects, args) {
  const manifest = createRequire(join(root, 'package.json')).resolve('vitest/package.json');
  const vitest = join(dirname(manifest), 'vitest.mjs');
  const countsFile = join(stampDirectory, `counts.${process.pid}.json`);
  mkdirSync(stampDirectory, { recursive: true });
  const { code } = await runNode(
    vitest,
    [
      'run',
      '--passWithNoTests',
      ...projects.map((project) => `--project=${project}`),
      '--reporter=default',
      `--reporter=${join(root, 'scripts/lib/vitest-counts.mjs')}`,
      ...args,
    ],
    { env: { ...process.env, FERROGEN_TEST_COUNTS: countsFile } },
  );
  try {
    return counted(code, JSON.parse(readFileSync(countsFile, 'utf8')));
  } catch {
    return counted(code, noTests);
  } finally {
    rmSync(countsFile, { force: true });
  }
}

/**
 * Runs the tests of the Rust crates, those named like `pattern` where one is given.
 * Where cargo or the crates that it needs are not to be had, that is one skipped test, or a failed one under CI.
 */
export async function runCargoTests(pattern) {
  if (!isOnPath('cargo')) return withoutCargo('there is no cargo here');
  // ferrogen-node is left out: it holds no tests, and its symbols exist only inside of Node.
  const args = ['test', '--workspace', '--exclude', 'ferrogen-node', '--locked', '--quiet'];
  const { code, stdout, stderr, lacking } = await cargo(pattern ? [...args, pattern] : args);
  if (lacking !== null) return withoutCargo(lacking.reason);
  const counts = countCargoTests(stdout);
  if (code === 0) say(`cargo test: ${counts.passed} passed`);
  else process.stdout.write(`${stdout}${stderr}`);
  return counted(code, counts);
}

function counted(code, counts) {
  return { code, counts: code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts };
}

function withoutCargo(reason) {
  const strict = !['', '0', 'false'].includes(process.env.CI ?? '');
  say(`${strict ? 'cannot run' : 'skipping'} the tests of the Rust crates: ${reason}`);
  return strict
    ? { code: 1, counts: { ...noTests, failed: 1 } }
    : { code: 0, counts: { ...noTests, skipped: 1 } };
}
