/** Runs tfjs-core's own suite on a backend, in a process of its own under any Node. */

import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleSuite } from './bundle.ts';

/** What became of the specs. */
export interface SuiteReport {
  /** How many were run, pending ones included. */
  readonly specs: number;
  readonly failed: readonly SpecOutcome[];
  /** Those that say of themselves that they are not to be run, and why. */
  readonly pending: readonly SpecOutcome[];
}

/** A spec by its full name, in which tfjs-core writes the backend's name and flags: `add native {} adds scalars`. */
export interface SpecOutcome {
  readonly name: string;
  readonly reason: string;
}

/**
 * Runs every spec of tfjs-core on the backend.
 *
 * @param options.backend a name that `run-specs.mjs` knows
 * @param options.node the Node binary to run under. @default process.execPath
 * @throws Error if the process ends without a report; its last output is in the message
 */
export async function runTfjsSuite(options: {
  readonly backend: string;
  readonly node?: string;
}): Promise<SuiteReport> {
  const folder = await mkdtemp(join(tmpdir(), 'ferrogen-tfjs-suite-'));
  try {
    await bundleSuite(folder);
    return await runSpecs(
      options.backend,
      join(folder, 'suite.cjs'),
      options.node ?? process.execPath,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

function runSpecs(backend: string, bundle: string, node: string): Promise<SuiteReport> {
  return new Promise((resolve, reject) => {
    const program = fileURLToPath(new URL('run-specs.mjs', import.meta.url));
    const child = fork(program, [backend, bundle], { execPath: node, execArgv: [], silent: true });
    let report: SuiteReport | undefined;
    let output = '';
    const keepTheEnd = (chunk: unknown) => {
      output = (output + String(chunk)).slice(-4000);
    };
    child.stdout?.on('data', keepTheEnd);
    child.stderr?.on('data', keepTheEnd);
    child.on('message', (message) => {
      report = message as SuiteReport;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (report !== undefined) resolve(report);
      else reject(new Error(`the suite ended without a report (${signal ?? code}): ${output}`));
    });
  });
}
