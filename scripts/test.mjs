/**
 * `pnpm test [PATTERN...]`: builds what is stale and runs every test, or those whose file (vitest) or name (cargo)
 * holds a pattern. Arguments that begin with a dash go to vitest, and then vitest runs alone. With `--slow` first
 * (`pnpm test:slow`), the slow tests run instead. Ends with one plain line, `N passed, N failed, N skipped`.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeKernels, ensureBuilt } from './lib/build.mjs';
import { addCounts, summaryLine } from './lib/counts.mjs';
import { say } from './lib/process.mjs';
import { runCargoTests, runVitest } from './lib/runners.mjs';
import { root } from './lib/workspace.mjs';

const args = process.argv.slice(2);
const slow = args[0] === '--slow';
const filters = slow ? args.slice(1) : args;

await ensureBuilt('all');
say(describeKernels());
process.exitCode = slow ? await testSlow() : await testAll();

async function testAll() {
  const vitest = await runVitest(['unit', 'test'], filters);
  const vitestAlone = filters.some((filter) => filter.startsWith('-'));
  const patterns = filters.length > 0 ? filters : [undefined];
  const runs = [vitest];
  if (!vitestAlone) for (const pattern of patterns) runs.push(await runCargoTests(pattern));
  return finish(runs);
}

async function testSlow() {
  if (holdsTests(join(root, 'test/slow'))) return finish([await runVitest(['slow'], filters)]);
  say('there are no slow tests yet; they would stand in test/slow');
  return finish([]);
}

function finish(runs) {
  const counts = addCounts(...runs.map((run) => run.counts));
  const nothing = counts.passed + counts.failed + counts.skipped === 0;
  if (nothing && filters.length > 0) say(`no test matches ${filters.join(' ')}`);
  process.stdout.write(`${summaryLine(counts)}\n`);
  return runs.find(({ code }) => code !== 0)?.code ?? (nothing && filters.length > 0 ? 1 : 0);
}

function holdsTests(directory) {
  try {
    return readdirSync(directory, { recursive: true }).some((file) => file.endsWith('.test.ts'));
  } catch {
    return false;
  }
}
