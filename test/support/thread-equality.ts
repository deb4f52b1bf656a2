/**
 * Whether computations give the same bytes on 1, 2 and 4 threads. Each count needs a process of its own, since the addon's
 * threads are started once; Node 20 runs no TypeScript, so what such a process runs is a .mjs file (see thread-report.mjs).
 */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const run = promisify(execFile);

/**
 * Asserts that a program prints the same lines with FERROGEN_THREADS 1, 2 and 4.
 *
 * @param program a .mjs file that prints a line for each computation, with `report`
 */
export async function expectThreadEquality(program: URL): Promise<void> {
  const printed: string[][] = [];
  for (const threads of ['1', '2', '4']) {
    const env = { ...process.env, FERROGEN_THREADS: threads };
    const { stdout } = await run(process.execPath, [fileURLToPath(program)], { env });
    printed.push(stdout.trim().split('\n'));
  }
  const [one, two, four] = printed;
  expect(one!.join('')).not.toBe('');
  expect(two).toEqual(one);
  expect(four).toEqual(one);
}
