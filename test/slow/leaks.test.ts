/** A thousand training steps of each task of the bench: no tensor, no buffer and no memory of the process is left behind. */

import { type TaskName, taskNames, tasks } from '@ferrogen/bench/tasks';
import { Prng } from '@ferrogen/core';
import { loadNativeBackend } from '@ferrogen/native/backend';
import { backend, memory, setBackend } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { itWith } from '../support/shared-data.ts';

const loaded = loadNativeBackend();
const itHere = itWith(loaded.kernels === null ? [loaded.reason] : []);

/** After so many steps everything that is made once has been made. */
const WARM_UP = 100;
/** What the process may grow by in the other 900 steps, in bytes: the garbage collector's own ups and downs. */
const SLACK = 30e6;

for (const name of taskNames)
  itHere(`${name}: nothing is left behind by 1,000 training steps`, async () => {
    await setBackend('native');
    const { tensors, buffers, resident } = await grownBy(name);
    expect(tensors).toBe(0);
    expect(buffers).toBe(0);
    expect(resident).toBeLessThan(SLACK);
  });

async function grownBy(name: TaskName) {
  const task = tasks[name](new Prng(1));
  for (let step = 0; step < WARM_UP; step++) await task.step();
  const before = look();
  let highest = 0;
  for (let step = WARM_UP; step < 1000; step++) {
    await task.step();
    if (step % 100 === 99) highest = Math.max(highest, look().resident);
  }
  const after = look();
  task.dispose();
  return {
    tensors: after.tensors - before.tensors,
    buffers: after.buffers - before.buffers,
    resident: highest - before.resident,
  };
}

function look() {
  return {
    tensors: memory().numTensors,
    buffers: backend().numDataIds(),
    resident: process.memoryUsage().rss,
  };
}
