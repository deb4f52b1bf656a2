/** Timing: medians of repeated runs, in the process or of whole child processes with their peak memory. */

import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

/** The middle value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median milliseconds of `runs` calls, after one that does not count. */
export function medianMs(runs: number, call: () => unknown): number {
  call();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    call();
    return performance.now() - start;
  });
  return median(times);
}

/** What a child process took, from its start to its end. */
export interface ProcessCost {
  readonly seconds: number;
  /** Peak resident memory in megabytes (10^6 bytes). */
  readonly megabytes: number;
  readonly stdout: string;
}

/** Median wall time and largest peak memory of `runs` runs of `node script ...args`. */
export async function medianNode(
  runs: number,
  script: string,
  args: readonly string[],
): Promise<ProcessCost> {
  const probe = fileURLToPath(new URL('./report-memory.js', import.meta.url));
  const costs: ProcessCost[] = [];
  for (let run = 0; run < runs; run++)
    costs.push(await runProcess(process.execPath, ['--import', probe, script, ...args]));
  return {
    seconds: median(costs.map(({ seconds }) => seconds)),
    megabytes: Math.max(...costs.map(({ megabytes }) => megabytes)),
    stdout: costs[0]!.stdout,
  };
}

/**
 * Runs a program to its end, with `env` beside the variables of this process. It reports its own peak memory in kilobytes on file descriptor 3.
 *
 * @throws Error with the program's stderr if it fails
 */
export function runProcess(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessCost> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    const text = ['', '', ''];
    [child.stdout, child.stderr, child.stdio[3]].forEach((stream, k) => {
      stream?.on('data', (chunk: Buffer) => {
        text[k] += chunk.toString();
      });
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - start) / 1000;
      if (code === 0)
        resolve({ seconds, megabytes: (Number(text[2]) * 1024) / 1e6, stdout: text[0]! });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${text[1]}`));
    });
  });
}
