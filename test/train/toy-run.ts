/**
 * A program that trains the toy in a folder, or goes on where it was stopped: `node toy-run.mjs BACKEND FOLDER`. It writes a
 * dot for each step.
 */

import { Prng } from '@ferrogen/core';
import { cpuRung, selectBackend, wasmRung } from '@ferrogen/core/backends';
import { RunError, RunFolder } from '@ferrogen/core/node';
import { train } from '@ferrogen/core/train';
import { nativeRung } from '@ferrogen/native/backend';
import { makeToy, type ToyBatch, toyBatches } from './toy-model.ts';

const [backend, folder] = process.argv.slice(2) as [string, string];
await selectBackend({ rungs: [nativeRung, wasmRung(), cpuRung], wanted: backend });

const { run, resume } = open();
const random = new Prng(resume?.random.seed ?? 7);
const batches = toyBatches(random.split(1));
const options = {
  batches,
  steps: 150,
  random: random.split(0),
  evaluation: { batches, every: 10 },
  checkpoint: { save: run.save, every: 7 },
  resume,
};
for await (const event of train<ToyBatch>(makeToy(random.split(2)), options)) {
  run.record(event);
  if (event.kind === 'step') process.stdout.write('.');
}
run.close();

/** The run at its checkpoint, or a new one where it was stopped before it had any. */
function open() {
  try {
    const { run, checkpoint } = RunFolder.resume(folder);
    return { run, resume: checkpoint.state };
  } catch (error) {
    if (!(error instanceof RunError) || !error.code.endsWith('_NOT_FOUND')) throw error;
    const model = { kind: 'toy', config: {}, card: null };
    return { run: RunFolder.create(folder, model, { force: true }), resume: null };
  }
}
