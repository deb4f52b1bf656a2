/** One process of the training bench: `node step-worker.js TASK STEPS` prints the median milliseconds of a step as JSON. */

import { performance } from 'node:perf_hooks';
import { Prng } from '@ferrogen/core';
import { loadNativeBackend } from '@ferrogen/native/backend';
import { setBackend } from '@tensorflow/tfjs-core';
import { median } from '../measure.ts';
import { isTaskName, tasks } from './tasks/index.ts';

const WARM_UP = 5;

const [name = '', steps = '30'] = process.argv.slice(2);
if (!isTaskName(name)) throw new Error(`no training task is called '${name}'`);
const loaded = loadNativeBackend();
if (loaded.kernels === null || !(await setBackend('native')))
  throw new Error(`the backend native cannot be used: ${loaded.reason}`);

const task = tasks[name](new Prng(1));
for (let step = 0; step < WARM_UP; step++) await task.step();
const times: number[] = [];
let losses: readonly number[] = [];
for (let step = 0; step < Number(steps); step++) {
  const start = performance.now();
  losses = await task.step();
  times.push(performance.now() - start);
}
task.dispose();
const { rss } = process.memoryUsage();
process.stdout.write(
  `${JSON.stringify({ fw: 'ferrogen native', task: name, ms: median(times), min: Math.min(...times), losses, rssMb: Math.round(rss / 1e6) })}\n`,
);
