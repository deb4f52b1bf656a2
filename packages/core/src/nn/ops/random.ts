/**
 * Tensors of random numbers from a source that is handed over: stream 0 of its key, rounded to float32. A seed means the same
 * on every backend (in the tails of the normal distribution but for the last bit).
 */

import { type Tensor, tensor, util } from '@tensorflow/tfjs-core';
import { normalQuantile } from '../../kernels/random/normal-quantile.ts';
import { fillUniform } from '../../kernels/random/stream.ts';
import type { Prng } from '../../random/prng.ts';
import { hasKernel, runKernel } from './fused-kernel.ts';

/** Of a normal distribution. */
export interface NormalOptions {
  /** Expectation. @default 0 */
  readonly mean?: number;
  /** Standard deviation. @default 1 */
  readonly deviation?: number;
}

/** Of a uniform distribution. */
export interface UniformOptions {
  /** Lower end. @default 0 */
  readonly low?: number;
  /** Upper end. @default 1 */
  readonly high?: number;
}

/** The probability that a Gaussian number is below -2. */
const BELOW_TWO = 0.02275013194817921;

/**
 * Gaussian numbers.
 *
 * @example
 * const noise = randomNormal([64, 100], random.split(step));
 */
export function randomNormal(
  shape: readonly number[],
  random: Prng,
  { mean = 0, deviation = 1 }: NormalOptions = {},
): Tensor {
  return draw('ferrogen.RandomNormal', shape, random, [mean, deviation]);
}

/** Numbers on the interval from `low` to `high`; rounding to float32 may give an end itself. */
export function randomUniform(
  shape: readonly number[],
  random: Prng,
  { low = 0, high = 1 }: UniformOptions = {},
): Tensor {
  return draw('ferrogen.RandomUniform', shape, random, [low, high]);
}

/**
 * Gaussian numbers given that they are within two deviations of their mean, as initialisers want them: quantiles of uniform
 * numbers on that interval, so that none is drawn twice. `deviation` is that of the Gaussian which is truncated; the numbers'
 * own is 0.8796 of it.
 */
export function truncatedNormal(
  shape: readonly number[],
  random: Prng,
  { mean = 0, deviation = 1 }: NormalOptions = {},
): Tensor {
  return draw('ferrogen.TruncatedNormal', shape, random, [mean, deviation]);
}

/** By kernel: what a uniform number becomes before it is scaled and moved. */
const standard = {
  'ferrogen.RandomNormal': normalQuantile,
  'ferrogen.RandomUniform': (number: number) => number,
  'ferrogen.TruncatedNormal': (number: number) =>
    normalQuantile(BELOW_TWO + number * (1 - 2 * BELOW_TWO)),
};

function draw(
  kernel: keyof typeof standard,
  shape: readonly number[],
  random: Prng,
  [first, second]: [number, number],
): Tensor {
  util.assertNonNegativeIntegerDimensions([...shape]);
  if (hasKernel(kernel)) {
    const attributes = { shape: [...shape], key: [...random.key], parameters: [first, second] };
    return runKernel(kernel, {}, attributes);
  }
  const numbers = new Float64Array(util.sizeFromShape([...shape]));
  fillUniform(random.key, 0, numbers);
  const scale = kernel === 'ferrogen.RandomUniform' ? second - first : second;
  const values = Float32Array.from(numbers, (number) => first + scale * standard[kernel](number));
  return tensor(values, [...shape], 'float32');
}
