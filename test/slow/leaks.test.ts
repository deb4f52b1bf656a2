/**
 * A thousand training steps of each task of the bench: no tensor, no buffer and no memory of the process is left behind.
 *
 * Each task has a process of its own, where nothing else grows. V8 lets the young generation of its heap grow to tens of
 * megabytes whatever a program holds; here it is kept at one, so that resident memory is what the task holds.
 */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { taskNames } from '@ferrogen/bench/tasks';
import { loadNativeBackend } from '@ferrogen/native/backend';
import { describe, expect } from 'vitest';
import { itWith } from '../support/shared-data.ts';

const run = promisify(execFile);
const loaded = loadNativeBackend();
const itHere = itWith(loaded.kernels === null ? [loaded.reason] : []);

/** After so many steps everything that is made once has been made: pools are filled, functions compiled. */
const WARM_UP = 200;
const STEPS = 1000;
/** What the process may grow by, in bytes: 10 kB for each step, where one batch of images has 200 kB. */
const SLACK = 10e6;

describe('tasks', () => {
  for (const name of taskNames)
    itHere(`${name}: nothing is left behind by ${STEPS} training steps`, async () => {
      const looks = (await memoryOf(name)).slice(WARM_UP / 100 - 1);
      const [warm] = looks;
      expect(looks).toHaveLength(1 + STEPS / 100);
      for (const { tensors, buffers } of looks)
        expect({ tensors, buffers }).toEqual({ tensors: warm!.tensors, buffers: warm!.buffers });
      const highest = Math.max(...looks.map(({ resident }) => resident));
      expect(highest - warm!.resident).toBeLessThan(SLACK);
    });
});

interface Look {
  readonly tensors: number;
  readonly buffers: number;
  /** Resident memory of the process, in bytes. */
  readonly resident: number;
}

/** What a process that trains the task holds after each hundred steps. */
async function memoryOf(task: string): Promise<Look[]> {
  const program = fileURLToPath(new URL('leaks.mjs', import.meta.url));
  const flags = ['--expose-gc', '--max-semi-space-size=1'];
  const { stdout } = await run(process.execPath, [
    ...flags,
    program,
    task,
    String(WARM_UP + STEPS),
  ]);
  return JSON.parse(stdout);
}
