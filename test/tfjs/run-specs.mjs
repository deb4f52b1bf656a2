/**
 * The process that runs tfjs-core's specs: `node run-specs.mjs <which backend> <bundle>`, forked, so that it can send its report.
 * Plain JavaScript, since Node 20 runs no TypeScript.
 */

import { setBackend } from '@tensorflow/tfjs-core';
import Jasmine from 'jasmine';

const [, , which, bundle] = process.argv;
/** `stock wasm` is called `wasm`. */
const backend = which.split(' ').at(-1);

/** What makes each backend known to TensorFlow.js. */
const register = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  native: async () => {
    const { loadNativeBackend } = await import('@ferrogen/native/backend');
    const { reason } = loadNativeBackend();
    if (reason !== null) throw new Error(`there is no backend native: ${reason}`);
  },
  wasm: async () => {
    const { wasmRung } = await import('@ferrogen/core/backends');
    await wasmRung().prepare();
  },
  // TensorFlow.js's own, to compare with.
  'stock wasm': () => import('@tensorflow/tfjs-backend-wasm'),
};

/** Collects what `run-suite.ts` calls a SuiteReport. */
class Collector {
  report = { specs: 0, failed: [], pending: [] };

  specDone({ fullName, status, failedExpectations, pendingReason }) {
    if (status === 'excluded') return;
    this.report.specs++;
    if (status === 'failed')
      this.report.failed.push({ name: fullName, reason: failedExpectations[0]?.message ?? '' });
    if (status === 'pending') this.report.pending.push({ name: fullName, reason: pendingReason });
  }

  suiteDone({ fullName, failedExpectations }) {
    for (const { message } of failedExpectations)
      this.report.failed.push({ name: fullName, reason: message });
  }

  jasmineDone({ failedExpectations }) {
    for (const { message } of failedExpectations)
      this.report.failed.push({ name: 'outside all specs', reason: message });
  }
}

await register[which]();
if (!(await setBackend(backend))) throw new Error(`the backend ${backend} was refused`);

const collector = new Collector();
const jasmine = new Jasmine();
jasmine.clearReporters();
jasmine.addReporter(collector);
jasmine.randomizeTests(false);
jasmine.exitOnCompletion = false;
await jasmine.execute([bundle]);
process.send(collector.report, () => process.exit(0));
