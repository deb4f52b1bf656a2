/**
 * The time of a training step of four small models beside PyTorch: each in a process of its own, ours and theirs in turn, so that
 * a noisy minute falls on both.
 */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { median, runProcess } from '../measure.ts';
import { type BenchRow, row } from '../report.ts';
import { type TaskName, taskNames } from './tasks/index.ts';

const WORKER = fileURLToPath(new URL('./step-worker.js', import.meta.url));
const ROUNDS = 5;
/** Enough that the median is of steps that V8 has compiled, which takes it some fifty: a training has thousands. */
const STEPS = 200;

/** What PyTorch does best with: by default it gives large buffers back to the system at each step and pays for new pages. */
const TUNED_MALLOC = {
  MALLOC_TRIM_THRESHOLD_: '8589934592',
  MALLOC_MMAP_THRESHOLD_: '8589934592',
  MALLOC_TOP_PAD_: '268435456',
};

/**
 * Rows of every task.
 *
 * @param script the peer's program, run as `python SCRIPT TASK eager STEPS`; null, or a file that is not there: ours alone
 */
export async function trainingRows(
  python: string | null,
  script: string,
  say: (line: string) => void,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const task of taskNames) {
    say(`training steps of ${task}`);
    rows.push(await taskRow(task, python !== null && existsSync(script) ? python : null, script));
  }
  return rows;
}

async function taskRow(task: TaskName, python: string | null, script: string): Promise<BenchRow> {
  const ours: number[] = [];
  const theirs: number[] = [];
  let peer: string | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    ours.push((await stepTimes(process.execPath, [WORKER, task, String(STEPS)])).ms);
    if (python === null) continue;
    const { fw, ms } = await stepTimes(python, [script, task, 'eager', String(STEPS)]);
    theirs.push(ms);
    peer = `${fw} eager, tuned malloc`;
  }
  return row(`training step, ${task}`, 'ms', median(ours), {
    peer,
    theirs: python === null ? null : median(theirs),
    goal: '>= 1, aim 1.25',
  });
}

/** What both programs print: the median step in milliseconds. */
async function stepTimes(
  command: string,
  args: readonly string[],
): Promise<{ ms: number; fw: string }> {
  const { stdout } = await runProcess(command, args, TUNED_MALLOC);
  return JSON.parse(stdout) as { ms: number; fw: string };
}
