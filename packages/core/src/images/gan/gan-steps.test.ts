/**
 * discriminatorStep and generatorStep against the same steps written out in plain TensorFlow.js: one matrix of a singular value
 * at a time, no layer, no fused kernel.
 */

import '@tensorflow/tfjs-backend-cpu';
import {
  add,
  concat,
  conv2d,
  conv2dTranspose,
  div,
  leakyRelu,
  matMul,
  mean,
  memory,
  moments,
  mul,
  norm,
  relu,
  reshape,
  type Scalar,
  setBackend,
  sqrt,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tanh,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { randomNormal, sgd, type Variables } from '../../nn/index.ts';
import { Prng } from '../../random/prng.ts';
import { ganConfig } from './config.ts';
import { discriminatorStep, generatorStep, type Part, partsOf } from './gan-steps.ts';
import { makePlayers, type Players } from './players.ts';

const config = ganConfig({
  height: 8,
  width: 8,
  noise: 3,
  classes: 2,
  generatorChannels: 4,
  discriminatorChannels: 2,
});
const random = new Prng(4);
const batch = {
  count: 4,
  pixels: Uint8Array.from({ length: 4 * 64 }, (_, k) => (37 * k * k) % 256),
  labels: Uint8Array.of(0, 1, 1, 0),
};

beforeAll(async () => {
  await setBackend('cpu');
});

test('discriminatorStep moves the discriminator down its gradient, and nothing of the generator', () => {
  play((players, part) => {
    const { discriminator, generator } = players;
    const { value, grads } = tidied(() => {
      const fakes = plainGenerator(generator.variables, part, random);
      const sigmas = vectorsOf(discriminator.variables);
      const lossOf = () => {
        const real = plainDiscriminator(
          discriminator.variables,
          sigmas,
          part.images,
          part.classes!,
        );
        const fake = plainDiscriminator(discriminator.variables, sigmas, fakes, part.classes!);
        return mean(add(relu(sub(1, real)), relu(add(1, fake)))) as Scalar;
      };
      return gradientsOf(lossOf, discriminator.variables);
    });
    const optimizer = sgd(discriminator.variables, { learningRate: 1 });
    const [before, others] = [valuesOf(discriminator.variables), valuesOf(generator.variables)];
    const told = discriminatorStep(config, players, optimizer, part, random);
    expect(told.discriminator!.dataSync()[0]).toBeCloseTo(value, 5);
    expectMoved(before, grads, discriminator.variables);
    expect(valuesOf(generator.variables)).toEqual(others);
    for (const each of Object.values(told)) each.dispose();
    optimizer.dispose();
  });
});

test('generatorStep moves the generator down its gradient, and nothing of the discriminator', () => {
  play((players, part) => {
    const { discriminator, generator } = players;
    const { value, grads } = tidied(() => {
      const sigmas = vectorsOf(discriminator.variables, false);
      const lossOf = () => {
        const fakes = plainGenerator(generator.variables, part, random);
        const logits = plainDiscriminator(discriminator.variables, sigmas, fakes, part.classes!);
        return mul(-1, mean(logits)) as Scalar;
      };
      return gradientsOf(lossOf, generator.variables);
    });
    const optimizer = sgd(generator.variables, { learningRate: 1 });
    const [before, others] = [valuesOf(generator.variables), valuesOf(discriminator.variables)];
    const { generator: loss } = generatorStep(config, players, optimizer, part, random);
    expect(loss!.dataSync()[0]).toBeCloseTo(value, 5);
    expectMoved(before, grads, generator.variables);
    expect(valuesOf(discriminator.variables)).toEqual(others);
    loss!.dispose();
    optimizer.dispose();
  });
});

/** Players and a batch for a step; after it no tensor more is there than before. */
function play(step: (players: Players, part: Part) => void): void {
  const before = memory().numTensors;
  const players = makePlayers(config, random.split(1));
  const [part] = partsOf(config, batch, 1);
  step(players, part!);
  part!.images.dispose();
  part!.classes!.dispose();
  players.dispose();
  expect(memory().numTensors).toBe(before);
}

/** Noise [4, 3] of the source, one-hot rows, and the layers that makeGenerator lists, by the moments of the batch. */
function plainGenerator(variables: Variables, { classes }: Part, source: Prng): Tensor {
  const at = (name: string) => variables.get(name)! as Tensor;
  const normed = (x: Tensor, name: string) => {
    const { mean: center, variance } = moments(x, [0, 1, 2]);
    const even = div(sub(x, center), sqrt(add(variance, 1e-5)));
    return relu(add(mul(even, at(`${name}.weight`)), at(`${name}.bias`)));
  };
  const codes = concat([randomNormal([4, 3], source), classes!], 1);
  const small = reshape(matMul(codes as Tensor2D, at('fc.weight') as Tensor2D), [4, 2, 2, 4]);
  const up1 = conv2dTranspose(
    normed(small, 'norm1') as Tensor4D,
    at('up1.weight') as Tensor4D,
    [4, 4, 4, 2],
    2,
    'same',
  );
  const up2 = conv2dTranspose(
    normed(up1, 'norm2') as Tensor4D,
    at('up2.weight') as Tensor4D,
    [4, 8, 8, 1],
    2,
    'same',
  );
  return tanh(add(up2, at('up2.bias')));
}

/** Singular vectors by the name of the layer: they count as constants. */
type Vectors = ReadonlyMap<string, { readonly u: Tensor; readonly v: Tensor }>;

/** After one step of power iteration from the `weight_u` that is there; or with it as it is. */
function vectorsOf(variables: Variables, iterate = true): Vectors {
  const unit = (x: Tensor) => div(x, norm(x));
  return new Map(
    [...variables]
      .filter(([name]) => name.endsWith('weight_u'))
      .map(([name, start]) => {
        const layer = name.replace('.weight_u', '');
        const matrix = matrixOf(variables, layer);
        const v = unit(matMul(start as Tensor2D, matrix, false, true)); // [1, others]
        const u = iterate ? unit(matMul(v as Tensor2D, matrix)) : start.clone(); // [1, outputs]
        return [layer, { u, v }];
      }),
  );
}

function matrixOf(variables: Variables, layer: string): Tensor2D {
  const weight = variables.get(`${layer}.weight_orig`)!;
  return reshape(weight, [-1, weight.shape.at(-1)!]) as Tensor2D;
}

function plainDiscriminator(
  variables: Variables,
  vectors: Vectors,
  images: Tensor,
  classes: Tensor,
): Tensor {
  const weight = (layer: string) => {
    const { u, v } = vectors.get(layer)!;
    const sigma = matMul(
      matMul(v as Tensor2D, matrixOf(variables, layer)),
      u as Tensor2D,
      false,
      true,
    );
    return div(variables.get(`${layer}.weight_orig`)!, reshape(sigma, []));
  };
  const bias = (layer: string) => variables.get(`${layer}.bias`)! as Tensor;
  const conv = (x: Tensor, layer: string) =>
    leakyRelu(add(conv2d(x as Tensor4D, weight(layer) as Tensor4D, 2, 'same'), bias(layer)), 0.2);
  const h = ['body.conv1', 'body.conv2', 'body.conv3'].reduce(conv, images);
  const features = reshape(h, [4, 8]) as Tensor2D; // [batch, features]
  const embedded = matMul(classes as Tensor2D, weight('embedding') as Tensor2D, false, true);
  const psi = add(matMul(features, weight('head') as Tensor2D), bias('head'));
  return add(reshape(psi, [4]), sum(mul(embedded, features), 1)); // [batch]
}

/** What a body returns that makes tensors and returns none. */
function tidied<T>(body: () => T): T {
  let result: { readonly value: T } | null = null;
  tidy(() => {
    result = { value: body() };
  });
  return (result as { readonly value: T } | null)!.value;
}

/** The loss, and its gradients by the variables' names. */
function gradientsOf(loss: () => Scalar, variables: Variables) {
  const learnt = [...variables].filter(([, { trainable }]) => trainable);
  const { value, grads } = variableGrads(
    loss,
    learnt.map(([, each]) => each),
  );
  return {
    value: value.dataSync()[0]!,
    grads: new Map(learnt.map(([name, each]) => [name, grads[each.name]!.dataSync().slice()])),
  };
}

const valuesOf = (variables: Variables) =>
  new Map([...variables].map(([name, each]) => [name, each.dataSync().slice()]));

/** Each variable is where its gradient led it; power iteration's vectors are not asked. */
function expectMoved(
  before: ReturnType<typeof valuesOf>,
  grads: ReturnType<typeof valuesOf>,
  variables: Variables,
): void {
  for (const [name, gradient] of grads) {
    const after = variables.get(name)!.dataSync();
    const largest = Math.max(...gradient.map(Math.abs));
    // Within its margins the hinge lifts real images as much as it lowers the others: a bias has nothing to win.
    if (name !== 'head.bias') expect(largest, name).toBeGreaterThan(1e-5);
    gradient.forEach((slope, k) => {
      const moved = before.get(name)![k]! - after[k]!;
      expect(Math.abs(moved - slope), `${name} ${k}`).toBeLessThan(1e-5 + 1e-4 * largest);
    });
  }
}
