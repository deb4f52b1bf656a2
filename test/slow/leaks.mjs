/**
 * Trains one task of the bench on the backend `native` and prints, as JSON, what the process holds every hundred steps, garbage
 * collected; see leaks.test.ts. `node --expose-gc leaks.mjs TASK STEPS`.
 */

import { tasks } from '@ferrogen/bench/tasks';
import { Prng } from '@ferrogen/core';
import { loadNativeBackend } from '@ferrogen/native/backend';
import { backend, memory, setBackend } from '@tensorflow/tfjs-core';

const [name, steps] = process.argv.slice(2);
loadNativeBackend();
if (!(await setBackend('native'))) throw new Error('the backend native was refused');

const task = tasks[name](new Prng(1));
const looks = [];
for (let step = 1; step <= Number(steps); step++) {
  await task.step();
  if (step % 100 === 0) looks.push(look());
}
task.dispose();
process.stdout.write(JSON.stringify(looks));

function look() {
  globalThis.gc();
  return {
    tensors: memory().numTensors,
    buffers: backend().numDataIds(),
    resident: process.memoryUsage().rss,
  };
}
