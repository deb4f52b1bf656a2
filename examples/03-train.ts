/**
 * Lesson 3: train a network, stop it, go on from its checkpoint, use the model.
 *
 * Run it with `pnpm example 03-train`.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Prng } from '@ferrogen/core';
import { cpuRung, selectBackend, wasmRung } from '@ferrogen/core/backends';
import {
  adam,
  countParameters,
  Dense,
  type Layer,
  loadVariables,
  minimize,
  Sequential,
  softmaxCrossEntropyLoss,
  storeVariables,
} from '@ferrogen/core/nn';
import { RunFolder, readModelFile } from '@ferrogen/core/node';
import {
  fit,
  shuffledBatches,
  type Trainable,
  type TrainingState,
  train,
} from '@ferrogen/core/train';
import { nativeRung } from '@ferrogen/native/backend';
import { argMax, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';

// The first backend that works here. `native` is Rust; the others run the same code on WebAssembly and plain JavaScript.
await selectBackend({ rungs: [nativeRung, wasmRung(), cpuRung] });

// Two spirals, wound around each other. On which of them does a point lie?
interface Points {
  readonly xy: Float32Array; // [points, 2]
  readonly spiral: Int32Array; // [points], 0 or 1
}

function pointsOf(numbers: Uint32Array): Points {
  const spiral = Int32Array.from(numbers, (number) => number % 2);
  const xy = Float32Array.from({ length: 2 * numbers.length }, (_, k) => {
    const along = numbers[k >> 1]! / 400;
    const angle = 9 * along + Math.PI * spiral[k >> 1]!;
    return (0.3 + 3 * along) * (k % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  });
  return { xy, spiral };
}

// Layers are made with their weights, which come from a source of randomness: the same source, the same network.
function makeNetwork(random: Prng): Layer {
  return new Sequential({
    hidden1: new Dense({ inputs: 2, outputs: 32, activation: 'relu', random: random.split(0) }),
    hidden2: new Dense({ inputs: 32, outputs: 32, activation: 'relu', random: random.split(1) }),
    logits: new Dense({ inputs: 32, outputs: 2, random: random.split(2) }),
  });
}

// What the training loop wants to know of a model: a step, and all that a step changes.
function trainableOf(network: Layer): Trainable<Points> {
  const optimizer = adam(network.variables, { learningRate: 1e-2 });
  const lossOf = ({ xy, spiral }: Points) => {
    const logits = network.apply(tensor2d(xy, [spiral.length, 2])); // [points, 2]
    return softmaxCrossEntropyLoss(logits, tensor1d(spiral, 'int32'));
  };
  return {
    step: (points) => minimize(optimizer, () => lossOf(points)),
    evaluate: (points) => tidy(() => ({ loss: lossOf(points) })),
    variables: network.variables,
    optimizers: new Map([['adam', optimizer]]),
    dispose: () => {
      network.dispose();
      optimizer.dispose();
    },
  };
}

// One seed for everything; each use takes a source of its own.
const random = new Prng(42);
const examples = { examples: 400, batchSize: 50, random: random.split(0) };
const settings = {
  batches: shuffledBatches(examples, pointsOf), // 8 an epoch
  random: random.split(1),
  epochs: 30,
};
const freshModel = () => trainableOf(makeNetwork(random.split(2)));

// The loop is a generator of events. A run keeps them in its folder, with checkpoints and the model as it stands.
async function trainIn(run: RunFolder, resume: TrainingState | null, stopAfter = Infinity) {
  const model = freshModel();
  const checkpoint = { save: run.save, every: 80 };
  for await (const event of train(model, { ...settings, checkpoint, resume })) {
    run.record(event);
    if (event.kind === 'epoch' && event.epoch % 2 === 0) {
      const { loss } = event.losses;
      console.log(`epoch ${event.epoch}`.padEnd(9), loss!.toFixed(3), '#'.repeat(60 * loss!));
    }
    if (event.step === stopAfter) break;
  }
  run.close();
  model.dispose();
}

const path = mkdtempSync(join(tmpdir(), 'spirals-'));
await trainIn(RunFolder.create(path, { kind: 'spirals', config: {}, card: null }), null, 150);
console.log('the lights go out after step 150');

// The newest checkpoint holds all that a training is: weights, Adam's averages, its place in the data and in the randomness.
const { run, checkpoint } = RunFolder.resume(path);
console.log(`resumed at step ${checkpoint.state.step}`);
await trainIn(run, checkpoint.state);

// So it ends where it would have ended without the stop, to the last bit.
const { tensors } = readModelFile(join(path, 'model.safetensors'), 'spirals');
const model = freshModel();
await fit(model, settings);
const same = isDeepStrictEqual(tensors, await storeVariables(model.variables));
console.log(`the ${countParameters(model.variables)} parameters of a training left alone: ${same}`);

// The model in use: parameters go by their names, `hidden1.weight` and so on, into a network with other weights.
const network = makeNetwork(random.split(3));
loadVariables(network.variables, tensors);
for (let y = 3; y >= -3; y -= 0.4) {
  const xs = Array.from({ length: 41 }, (_, k) => (k - 20) * 0.17);
  const classes = tidy(() => {
    const logits = network.apply(tensor2d(xs.map((x) => [x, y]))); // [points, 2]
    return argMax(logits, 1).arraySync() as number[];
  });
  console.log(classes.map((spiral) => (spiral === 0 ? '.' : '#')).join(''));
}
rmSync(path, { recursive: true });
