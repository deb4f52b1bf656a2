/** Losses against torch 2.x and by hand. Inputs are waves, see support.ts. */

import {
  type AdversarialLoss,
  gaussianLoss,
  hingeLoss,
  meanSquaredError,
  minimaxLoss,
  nonSaturatingLoss,
  normalDivergence,
  relativisticLoss,
  sigmoidCrossEntropyLoss,
  softmaxCrossEntropyLoss,
} from '@ferrogen/core/nn';
import { exp, memory, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';
import { expectNear, wave } from './support.ts';

const ids = () => tensor([1, 3, 0], [3], 'int32');
const withIgnored = () => tensor([1, -100, 0], [3], 'int32');

/** Name, what is computed, the number that it is. `F` is torch.nn.functional. */
const cases: readonly [string, () => Tensor, number[]][] = [
  [
    'F.cross_entropy(wave(3, 4, scale=2.), tensor([1, 3, 0]), label_smoothing=0.1)',
    () => softmaxCrossEntropyLoss(wave([3, 4], 2), ids(), 'mean', { labelSmoothing: 0.1 }),
    [0.6685445],
  ],
  [
    "the same with reduction='sum'",
    () => softmaxCrossEntropyLoss(wave([3, 4], 2), ids(), 'sum', { labelSmoothing: 0.1 }),
    [2.0056334],
  ],
  [
    'F.cross_entropy(wave(3, 4, scale=2.), tensor([1, -100, 0]), label_smoothing=0.1, ignore_index=-100)',
    () =>
      softmaxCrossEntropyLoss(wave([3, 4], 2), withIgnored(), 'mean', {
        labelSmoothing: 0.1,
        ignoredId: -100,
      }),
    [0.6747922],
  ],
  [
    "F.cross_entropy(wave(3, 4, scale=2.), tensor([1, -100, 0]), ignore_index=-100, reduction='none')",
    () => softmaxCrossEntropyLoss(wave([3, 4], 2), withIgnored(), 'none', { ignoredId: -100 }),
    [0.7533123, 0, 0.3053198],
  ],
  [
    'softmaxCrossEntropyLoss of rows that are all ignored',
    () =>
      softmaxCrossEntropyLoss(wave([1, 4]), tensor([9], [1], 'int32'), 'mean', { ignoredId: 9 }),
    [0],
  ],
  [
    'F.binary_cross_entropy_with_logits(wave(2, 2, scale=3.), tensor([[1., 0.], [0.3, 0.9]]))',
    () =>
      sigmoidCrossEntropyLoss(
        wave([2, 2], 3),
        tensor([
          [1, 0],
          [0.3, 0.9],
        ]),
      ),
    [1.452491],
  ],
  [
    'F.gaussian_nll_loss(wave(2, 2), wave(2, 2, scale=1.), wave(2, 2, scale=1.5).exp(), full=True)',
    () => gaussianLoss(wave([2, 2]), wave([2, 2], 1), wave([2, 2], 1.5)),
    [1.2008353],
  ],
  [
    'kl_divergence(Normal(wave(2, 3), exp(0.5 * wave(2, 3, scale=1.5))), Normal(0., 1.)).sum(-1)',
    () => normalDivergence(wave([2, 3]), wave([2, 3], 1.5), 'none'),
    [1.615715, 0.8007966],
  ],
  [
    "F.mse_loss(wave(2, 2), wave(2, 2, scale=1.), reduction='sum')",
    () => meanSquaredError(wave([2, 2]), wave([2, 2], 1), 'sum'),
    [0.53189],
  ],
];

/** Losses of one pair of logits by the papers' formulas, in double precision. */
const softplus = (x: number) => Math.log1p(Math.exp(x));
const games: readonly {
  name: string;
  loss: AdversarialLoss;
  discriminator: (real: number, fake: number) => number;
  generator: (fake: number, real: number) => number;
}[] = [
  {
    name: 'minimaxLoss',
    loss: minimaxLoss,
    discriminator: (real, fake) => softplus(-real) + softplus(fake),
    generator: (fake) => -softplus(fake),
  },
  {
    name: 'nonSaturatingLoss',
    loss: nonSaturatingLoss,
    discriminator: (real, fake) => softplus(-real) + softplus(fake),
    generator: (fake) => softplus(-fake),
  },
  {
    name: 'hingeLoss',
    loss: hingeLoss,
    discriminator: (real, fake) => Math.max(0, 1 - real) + Math.max(0, 1 + fake),
    generator: (fake) => -fake,
  },
  {
    name: 'relativisticLoss',
    loss: relativisticLoss,
    discriminator: (real, fake) => softplus(fake - real),
    generator: (fake, real) => softplus(real - fake),
  },
];

overBackends((_, it) => {
  for (const [name, compute, expected] of cases)
    it(`${name} is ${expected}`, () => {
      const before = memory().numTensors;
      tidy(() => {
        const y = compute();
        expect(y.shape).toEqual(expected.length === 1 ? [] : [expected.length]);
        expectNear(y, expected);
      });
      expect(memory().numTensors).toBe(before);
    });

  for (const { name, loss, discriminator, generator } of games)
    it(`${name} is the formula of its paper, under every reduction`, () => {
      const [reals, fakes] = [
        [0.5, 2, -3, 30],
        [-0.25, 1.5, -40, 4],
      ] as const;
      const d = reals.map((real, k) => discriminator(real, fakes[k]!));
      const g = fakes.map((fake, k) => generator(fake, reals[k]!));
      const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
      tidy(() => {
        const [real, fake] = [tensor(reals, [4, 1]), tensor(fakes, [4, 1])];
        expectNear(loss.discriminator(real, fake, 'none'), d, 1e-5);
        expectNear(loss.generator(fake, real, 'none'), g, 1e-5);
        expectNear(loss.discriminator(real, fake), [total(d) / 4], 1e-5);
        expectNear(loss.generator(fake, real), [total(g) / 4], 1e-5);
        expectNear(loss.discriminator(real, fake, 'sum'), [total(d)], 2e-5);
        expectNear(loss.generator(fake, real, 'sum'), [total(g)], 2e-5);
      });
    });

  it('gaussianLoss takes one log variance for all, and is the density of the normal distribution', () => {
    tidy(() => {
      const one = gaussianLoss(wave([3]), wave([3], 1), 0.4, 'none');
      const each = gaussianLoss(wave([3]), wave([3], 1), tensor([0.4, 0.4, 0.4]), 'none');
      expectNear(one, [...each.dataSync()], 1e-6);
      expectNear(gaussianLoss(tensor([0]), tensor([0]), 0), [Math.log(2 * Math.PI) / 2], 1e-6);
      expectNear(
        exp(gaussianLoss(tensor([1]), tensor([3]), Math.log(4), 'sum')),
        [Math.sqrt(2 * Math.PI * 4) * Math.exp(0.5)],
        1e-4,
      );
    });
  });

  it('losses refuse shapes that would be stretched, and words that are no reduction', () => {
    tidy(() => {
      const [column, row, one] = [wave([3, 1]), wave([3]), wave([])];
      expect(() => meanSquaredError(column, row)).toThrow(/target .* \[3, 1\]; got \[3\]/);
      expect(() => gaussianLoss(column, row, 0)).toThrow(/mean .* \[3, 1\]; got \[3\]/);
      expect(() => gaussianLoss(column, column, row)).toThrow(/logVariance .* got \[3\]/);
      expect(() => normalDivergence(column, row)).toThrow(/logVariance .* got \[3\]/);
      for (const { loss } of games) {
        expect(() => loss.discriminator(column, row)).toThrow(RangeError);
        expect(() => loss.generator(row, column)).toThrow(RangeError);
      }
      expect(meanSquaredError(column, one, 'none').shape).toEqual([3, 1]);
      expect(gaussianLoss(column, column, one, 'none').shape).toEqual([3, 1]);
      const word = 'avg' as 'mean';
      expect(() => meanSquaredError(row, row, word)).toThrow(/mean, sum or none; got avg/);
    });
  });

  it('softmaxCrossEntropyLoss refuses a smoothing outside 0 to 1', () => {
    const [x, y] = [wave([3, 4]), ids()];
    expect(() => softmaxCrossEntropyLoss(x, y, 'mean', { labelSmoothing: 1.5 })).toThrow(/got 1.5/);
    x.dispose();
    y.dispose();
  });
});
