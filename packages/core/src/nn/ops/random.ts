/** Tensors of random numbers from the counter-based generator. */

import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { normalQuantile } from '../../kernels/random/normal-quantile.ts';
import { fillGaussian, fillUniform } from '../../kernels/random/stream.ts';
import type { Prng } from '../../random/prng.ts';

/** Gaussian numbers. */
export function randomNormal(
  shape: readonly number[],
  random: Prng,
  { mean = 0, deviation = 1 }: { mean?: number; deviation?: number } = {},
): Tensor {
  const draws = new Float64Array(shape.reduce((a, b) => a * b, 1));
  fillGaussian(random.key, 0, draws);
  return tensor(
    Float32Array.from(draws, (z) => mean + deviation * z),
    [...shape],
    'float32',
  );
}

/** Uniform numbers on (low, high). */
export function randomUniform(
  shape: readonly number[],
  random: Prng,
  { low = 0, high = 1 }: { low?: number; high?: number } = {},
): Tensor {
  const draws = new Float64Array(shape.reduce((a, b) => a * b, 1));
  fillUniform(random.key, 0, draws);
  return tensor(
    Float32Array.from(draws, (u) => low + (high - low) * u),
    [...shape],
    'float32',
  );
}

/** Gaussian numbers within two deviations of the mean. */
export function truncatedNormal(
  shape: readonly number[],
  random: Prng,
  { mean = 0, deviation = 1 }: { mean?: number; deviation?: number } = {},
): Tensor {
  const draws = new Float64Array(shape.reduce((a, b) => a * b, 1));
  fillUniform(random.key, 0, draws);
  const tail = 0.02275013194817921;
  return tensor(
    Float32Array.from(draws, (u) => mean + deviation * normalQuantile(tail + (1 - 2 * tail) * u)),
    [...shape],
    'float32',
  );
}
