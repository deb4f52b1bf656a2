/**
 * Training steps on every backend: an adversarial pair of convolutional networks, a recurrent network over embedded characters
 * and an attention block. The losses are those of TensorFlow.js's cpu backend, and no tensor is left.
 */

import {
  add,
  concat,
  conv2d,
  conv2dTranspose,
  gather,
  leakyRelu,
  logSoftmax,
  matMul,
  mean,
  memory,
  moments,
  mul,
  neg,
  oneHot,
  relu,
  reshape,
  rsqrt,
  type Scalar,
  setBackend,
  sigmoid,
  slice,
  softmax,
  softplus,
  split,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tanh,
  tensor,
  tidy,
  train,
  transpose,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { uniformNumbers } from '../support/operation-check.ts';
import { itWith } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';

const STEPS = 5;
const BATCH = 4;

/** A model: shapes of its parameters, and the losses of a step, each with the parameters that it trains. */
interface Task {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  losses(
    parameters: Variable[],
    step: number,
  ): readonly { readonly of: () => Scalar; readonly trains: Variable[] }[];
}

const adversarial: Task = {
  name: 'an adversarial pair',
  shapes: [
    [6, 128],
    [4, 4, 4, 8],
    [4, 4, 1, 4],
    [4, 4, 1, 4],
    [4, 4, 4, 8],
    [128, 1],
  ],
  losses: (parameters, step) => {
    const [dense, up1, up2, down1, down2, judge] = parameters as unknown as [
      Tensor2D,
      ...Tensor4D[],
    ];
    const noise = uniform([BATCH, 6], 10 + step) as Tensor2D;
    const real = uniform([BATCH, 16, 16, 1], 20 + step) as Tensor4D;
    const generate = (): Tensor4D => {
      const seeds = reshape(matMul(noise, dense), [BATCH, 4, 4, 8]) as Tensor4D;
      const middle = conv2dTranspose(relu(normalised(seeds)), up1!, [BATCH, 8, 8, 4], 2, 'same');
      return tanh(conv2dTranspose(relu(normalised(middle)), up2!, [BATCH, 16, 16, 1], 2, 'same'));
    };
    const judgement = (image: Tensor4D): Tensor => {
      const first = leakyRelu(conv2d(image, down1!, 2, 'same'), 0.2);
      const second = leakyRelu(conv2d(first, down2!, 2, 'same'), 0.2);
      return matMul(reshape(second, [BATCH, 128]) as Tensor2D, judge as unknown as Tensor2D);
    };
    const discriminator = (): Scalar =>
      mean(add(softplus(neg(judgement(real))), softplus(judgement(generate()))));
    const generator = (): Scalar => mean(softplus(neg(judgement(generate()))));
    return [
      { of: discriminator, trains: parameters.slice(3) },
      { of: generator, trains: parameters.slice(0, 3) },
    ];
  },
};

const recurrent: Task = {
  name: 'a recurrent network',
  shapes: [[11, 7], [7 + 9, 4 * 9], [4 * 9], [9, 11]],
  losses: (parameters, step) => {
    const [table, weights, bias, head] = parameters as unknown as Tensor2D[];
    const length = 6;
    const ids = characters(BATCH * (length + 1), 11, step);
    const of = (): Scalar => {
      let hidden = zeroState(9);
      let cell = zeroState(9);
      const losses: Tensor[] = [];
      for (let t = 0; t < length; t++) {
        const x = gather(table!, slice(ids, t * BATCH, BATCH)) as Tensor2D;
        const gates = add(matMul(concat([x, hidden], 1), weights!), bias!);
        const [input, forget, candidate, output] = split(gates, 4, 1) as [
          Tensor2D,
          Tensor2D,
          Tensor2D,
          Tensor2D,
        ];
        cell = add(mul(sigmoid(forget), cell), mul(sigmoid(input), tanh(candidate)));
        hidden = mul(sigmoid(output), tanh(cell));
        losses.push(
          crossEntropy(matMul(hidden, head!), slice(ids, (t + 1) * BATCH, BATCH) as Tensor1D),
        );
      }
      return mean(concat(losses));
    };
    return [{ of, trains: parameters }];
  },
};

const attention: Task = {
  name: 'an attention block',
  shapes: [
    [11, 8],
    [8, 3 * 8],
    [8, 11],
  ],
  losses: (parameters, step) => {
    const [table, projection, head] = parameters as unknown as Tensor2D[];
    const [time, heads, size] = [5, 2, 4];
    const ids = characters(BATCH * time, 11, step);
    const of = (): Scalar => {
      const x = gather(table!, ids) as Tensor2D;
      const [q, k, v] = split(matMul(x, projection!), 3, 1).map(
        (part) => transpose(reshape(part, [BATCH, time, heads, size]), [0, 2, 1, 3]), // [batch, heads, time, size]
      );
      const weights = softmax(mul(matMul(q!, k!, false, true), 1 / Math.sqrt(size)));
      const mixed = transpose(matMul(weights, v!), [0, 2, 1, 3]);
      const y = add(x, reshape(mixed, [BATCH * time, heads * size])) as Tensor2D;
      return mean(crossEntropy(matMul(y, head!), ids)) as Scalar;
    };
    return [{ of, trains: parameters }];
  },
};

for (const task of [adversarial, recurrent, attention]) {
  for (const { name, lacking } of tensorBackends.filter((each) => each.name !== 'cpu')) {
    itWith(lacking)(
      `${STEPS} steps of ${task.name}: losses on ${name} are those on cpu`,
      async () => {
        const expected = await lossesOn('cpu', task);
        const seen = await lossesOn(name, task);
        expect(expected[0]).not.toBeCloseTo(expected.at(-1)!, 3);
        for (const [k, loss] of seen.entries())
          expect(Math.abs(loss - expected[k]!), `loss ${k}: ${loss}, ${expected[k]}`).toBeLessThan(
            1e-5 * Math.abs(expected[k]!),
          );
      },
    );
  }
}

/** Trains with Adam, and returns every loss; asserts that nothing is left over. */
async function lossesOn(backend: string, { shapes, losses }: Task): Promise<number[]> {
  await setBackend(backend);
  const atStart = memory().numTensors;
  const parameters = shapes.map((shape, k) => {
    const initial = tidy(() => mul(uniform(shape, k), 1 / Math.sqrt(shape.at(-2) ?? 1)));
    const parameter = variable(initial);
    initial.dispose();
    return parameter;
  });
  const optimisers = [train.adam(2e-2, 0.5), train.adam(2e-2, 0.5)];
  const seen: number[] = [];
  let afterFirst = 0;
  for (let step = 0; step < STEPS; step++) {
    const values = tidy(() =>
      losses(parameters, step).map(
        ({ of, trains }, k) => optimisers[k]!.minimize(of, true, trains)!,
      ),
    );
    for (const value of values) seen.push((await value.data())[0]!);
    for (const value of values) value.dispose();
    if (step === 0) afterFirst = memory().numTensors;
    expect(memory().numTensors).toBe(afterFirst);
  }
  for (const each of [...optimisers, ...parameters]) each.dispose();
  expect(memory().numTensors).toBe(atStart);
  return seen;
}

function uniform(shape: readonly number[], seed: number): Tensor {
  const next = uniformNumbers(seed + 1);
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float32Array.from({ length: size }, () => 2 * next() - 1),
    [...shape],
  );
}

function characters(length: number, vocabulary: number, seed: number): Tensor1D {
  const next = uniformNumbers(seed + 100);
  return tensor(
    Int32Array.from({ length }, () => Math.floor(next() * vocabulary)),
    [length],
    'int32',
  ) as Tensor1D;
}

const zeroState = (size: number): Tensor2D =>
  tensor(new Float32Array(BATCH * size), [BATCH, size]) as Tensor2D;

/** Each image's channels with mean 0 and variance 1 over the batch. */
function normalised<T extends Tensor>(x: T): T {
  const { mean: centre, variance } = moments(x, [0, 1, 2]);
  return mul(sub(x, centre), rsqrt(add(variance, 1e-5)));
}

/** Cross-entropy of logits [rows, vocabulary] on ids [rows]: [rows]. */
function crossEntropy(logits: Tensor2D, ids: Tensor1D): Tensor1D {
  const chosen = oneHot(ids, logits.shape[1], 1, 0, 'float32');
  return neg(sum(mul(chosen, logSoftmax(logits)), 1));
}
