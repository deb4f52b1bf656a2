/**
 * A toy with all that can go wrong when training resumes: batch norm with running statistics, dropout, Adam, an average of
 * the weights, shuffled batches. It learns the product of two numbers.
 */

import '@ferrogen/core/nn';
import type { Prng } from '@ferrogen/core';
import {
  type BatchSource,
  shuffledBatches,
  type Trainable,
  type UpdateState,
} from '@ferrogen/core/train';
import {
  add,
  div,
  step as heaviside,
  matMul,
  mean,
  mul,
  type NamedTensorMap,
  randomUniform,
  relu,
  type Scalar,
  sqrt,
  square,
  sub,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
  type Variable,
  variable,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';

/** Inputs [batch, 2] and targets [batch, 1], row by row. */
export interface ToyBatch {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export const TOY_BATCH = 16;
const HIDDEN = 24;
const DROPOUT = 0.1;
const LEARNING_RATE = 1e-2;

/** 200 examples in 12 batches an epoch. */
export function toyBatches(random: Prng): BatchSource<ToyBatch> {
  const options = { examples: 200, batchSize: TOY_BATCH, random };
  return shuffledBatches(options, (indices) => {
    const x = Float32Array.from({ length: 2 * indices.length }, (_, k) =>
      Math.sin(indices[k >> 1]! * (1.3 + (k % 2))),
    );
    return { x, y: Float32Array.from(indices, (_, k) => x[2 * k]! * x[2 * k + 1]!) };
  });
}

/** The toy; `random` decides its first weights. */
export function makeToy(random: Prng): Trainable<ToyBatch> {
  const uniform = (shape: number[], index: number, bound: number) =>
    own(randomUniform(shape, -bound, bound, 'float32', random.split(index).key[0]));
  const weights = {
    'fc1.weight': uniform([2, HIDDEN], 0, 1),
    'norm.weight': own(add(zeros([HIDDEN]), 1)),
    'norm.bias': own(zeros([HIDDEN])),
    'fc2.weight': uniform([HIDDEN, 1], 1, 0.3),
    'fc2.bias': own(zeros([1])),
  };
  const runningMean = own(zeros([HIDDEN]), false);
  const runningVariance = own(add(zeros([HIDDEN]), 1), false);
  const parameters = new Map<string, Variable>(Object.entries(weights));
  const slots = (...words: string[]) =>
    new Map(
      words.flatMap((word) =>
        [...parameters].map(
          ([name, { shape }]) => [`${word}.${name}`, own(zeros(shape), false)] as const,
        ),
      ),
    );
  const adam: UpdateState = { steps: 0, slots: slots('exp_avg', 'exp_avg_sq') };
  const ema: UpdateState = { steps: 0, slots: slots('average') };

  /** Predictions [batch, 1] of x [batch, 2]; in training, `dropped` draws what is left out. */
  const predict = (x: Tensor2D, dropped: Prng | null): Tensor => {
    const hidden = matMul(x, weights['fc1.weight'] as unknown as Tensor2D); // [batch, hidden]
    let [center, spread]: Tensor[] = [runningMean, runningVariance];
    if (dropped !== null) {
      center = mean(hidden, 0);
      spread = mean(square(sub(hidden, center)), 0);
      track(runningMean, center);
      track(runningVariance, spread);
    }
    const normal = div(sub(hidden, center!), sqrt(add(spread!, 1e-5)));
    let active: Tensor = relu(add(mul(normal, weights['norm.weight']), weights['norm.bias']));
    if (dropped !== null) {
      const drawn = randomUniform(active.shape, 0, 1, 'float32', dropped.key[0]);
      active = mul(active, div(heaviside(sub(drawn, DROPOUT)), 1 - DROPOUT));
    }
    return add(
      matMul(active as Tensor2D, weights['fc2.weight'] as unknown as Tensor2D),
      weights['fc2.bias'],
    );
  };
  const lossOf = ({ x, y }: ToyBatch, dropped: Prng | null): Scalar => {
    const [inputs, targets] = [tensor2d(x, [y.length, 2]), tensor2d(y, [y.length, 1])];
    return mean(square(sub(predict(inputs, dropped), targets)));
  };

  return {
    variables: new Map([
      ...parameters,
      ['norm.running_mean', runningMean],
      ['norm.running_var', runningVariance],
    ]),
    optimizers: new Map([
      ['adam', adam],
      ['ema', ema],
    ]),
    step: (batch, { random: drawn }) =>
      tidy(() => {
        const { value, grads } = variableGrads(
          () => lossOf(batch, drawn),
          [...parameters.values()],
        );
        applyAdam(parameters, grads, adam);
        applyAverage(parameters, ema);
        return { loss: value };
      }),
    evaluate: (batch) => tidy(() => ({ loss: lossOf(batch, null) })),
    dispose() {
      for (const each of [
        ...this.variables.values(),
        ...adam.slots.values(),
        ...ema.slots.values(),
      ])
        each.dispose();
    },
  };
}

function own(initial: Tensor, trainable = true): Variable {
  const made = variable(initial, trainable);
  initial.dispose();
  return made;
}

function track(running: Variable, seen: Tensor): void {
  running.assign(add(mul(running, 0.9), mul(seen, 0.1)));
}

/** Kingma & Ba, "Adam" (2015), algorithm 1. */
function applyAdam(
  parameters: ReadonlyMap<string, Variable>,
  gradients: NamedTensorMap,
  adam: UpdateState,
): void {
  adam.steps++;
  const rate = (LEARNING_RATE * Math.sqrt(1 - 0.999 ** adam.steps)) / (1 - 0.9 ** adam.steps);
  for (const [name, parameter] of parameters) {
    const gradient = gradients[parameter.name]!;
    const [first, second] = [
      adam.slots.get(`exp_avg.${name}`)!,
      adam.slots.get(`exp_avg_sq.${name}`)!,
    ];
    first.assign(add(mul(first, 0.9), mul(gradient, 0.1)));
    second.assign(add(mul(second, 0.999), mul(square(gradient), 0.001)));
    parameter.assign(sub(parameter, div(mul(first, rate), add(sqrt(second), 1e-8))));
  }
}

/** An average whose memory grows with the number of updates, as long as that is small. */
function applyAverage(parameters: ReadonlyMap<string, Variable>, ema: UpdateState): void {
  const decay = Math.min(0.99, (1 + ema.steps) / (10 + ema.steps));
  ema.steps++;
  for (const [name, parameter] of parameters) {
    const average = ema.slots.get(`average.${name}`)!;
    average.assign(add(mul(average, decay), mul(parameter, 1 - decay)));
  }
}
