/** Spectral normalisation against singular values found by power iteration in double precision. */

import {
  Conv2d,
  ConvTranspose2d,
  Dense,
  differentiate,
  disposeAll,
  gradientPenalty,
  type Layer,
} from '@ferrogen/core/nn';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { Prng } from '../../packages/core/src/random/prng.ts';
import { overBackends } from '../support/tensor-backends.ts';
import { expectNear, wave } from './support.ts';

const random = new Prng(11);
const cases: readonly { name: string; layer: () => Layer; input: number[]; outputAxis: number }[] =
  [
    {
      name: 'Dense',
      layer: () => new Dense({ inputs: 6, outputs: 4, spectralNorm: true, random }),
      input: [1, 6],
      outputAxis: 1,
    },
    {
      name: 'Conv2d',
      layer: () => new Conv2d({ inputs: 2, outputs: 5, size: 3, spectralNorm: true, random }),
      input: [1, 3, 3, 2],
      outputAxis: 3,
    },
    {
      name: 'ConvTranspose2d',
      layer: () =>
        new ConvTranspose2d({ inputs: 2, outputs: 5, size: 3, spectralNorm: true, random }),
      input: [1, 3, 3, 2],
      outputAxis: 2,
    },
  ];

overBackends((_, it) => {
  for (const { name, layer: make, input, outputAxis } of cases)
    it(`${name} with spectralNorm ends at its outputs divided by the largest singular value`, () => {
      const [normed, x] = [make(), wave(input)];
      const weight = normed.variables.get('weight_orig')!;
      const start = [...weight.dataSync()];
      const sigma = largestSingularValue(start, weight.shape, outputAxis);
      for (let step = 0; step < 300; step++) normed.apply(x, { training: true }).dispose();
      const u = normed.variables.get('weight_u')!.dataSync().slice();
      const y = normed.apply(x);
      expect(normed.variables.get('weight_u')!.dataSync()).toEqual(u);
      const plain = plainTwin(name);
      tidy(() => {
        const divided = start.map((w) => w / sigma);
        plain.variables.get('weight')!.assign(tensor(divided, weight.shape));
        expectNear(plain.apply(x), [...y.dataSync()], 1e-5);
      });
      for (const each of [x, y]) each.dispose();
      normed.dispose();
      plain.dispose();
    });

  it('spectralNorm can be part of a gradient penalty', () => {
    const critic = new Dense({ inputs: 3, outputs: 1, spectralNorm: true, random });
    const x = wave([2, 3]);
    // One output: the normalised weight has length 1, so its slope is 1 everywhere and no step changes that.
    const { loss, gradients } = differentiate(
      () => gradientPenalty((images) => critic.apply(images, { training: true }), x),
      critic.variables,
      { allowUnused: true },
    );
    expectNear(loss, [0.5], 1e-6);
    expectNear(gradients.get('weight_orig')!, [0, 0, 0], 1e-6);
    for (const each of [loss, x]) each.dispose();
    disposeAll(gradients);
    critic.dispose();
  });
});

function plainTwin(name: string): Layer {
  if (name === 'Dense') return new Dense({ inputs: 6, outputs: 4, random });
  const config = { inputs: 2, outputs: 5, size: 3, random };
  return name === 'Conv2d' ? new Conv2d(config) : new ConvTranspose2d(config);
}

/** Of the weight as a matrix with a column for each index along `outputAxis`. */
function largestSingularValue(
  values: readonly number[],
  shape: readonly number[],
  outputAxis: number,
): number {
  const outputs = shape[outputAxis]!;
  const inner = shape.slice(outputAxis + 1).reduce((a, b) => a * b, 1);
  const columns = Array.from({ length: outputs }, (_, o) =>
    values.filter((_, k) => Math.floor(k / inner) % outputs === o),
  );
  let v = columns[0]!.map((_, k) => Math.cos(k));
  let sigma = 0;
  for (let step = 0; step < 2000; step++) {
    const u = columns.map((column) => column.reduce((total, w, k) => total + w * v[k]!, 0));
    v = v.map((_, k) => columns.reduce((total, column, o) => total + column[k]! * u[o]!, 0));
    // v comes in with length 1, so that the product with W^T W has length sigma^2.
    const length = Math.hypot(...v);
    v = v.map((value) => value / length);
    sigma = Math.sqrt(length);
  }
  return sigma;
}
