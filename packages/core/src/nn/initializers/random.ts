/** Weights drawn independently, with a spread that is given or follows from the fan. */

import { randomNormal, randomUniform, truncatedNormal as truncated } from '../ops/random.ts';
import type { Fan, Initializer } from './initializer.ts';

/** Gaussian with mean 0, as GPT-2 (0.02) and DCGAN (0.02) begin. */
export function normalValues(deviation: number): Initializer {
  return (shape, _, random) => randomNormal(shape, random, { deviation });
}

/** Gaussian with mean 0, cut off at two deviations (`deviation` is that before the cut, as in PyTorch and Keras). */
export function truncatedNormalValues(deviation: number): Initializer {
  return (shape, _, random) => truncated(shape, random, { deviation });
}

/** Uniform on (-limit, limit). */
export function uniformValues(limit: number): Initializer {
  return (shape, _, random) => randomUniform(shape, random, { low: -limit, high: limit });
}

/** Variance 2 / (in + out): Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010), equation 16. */
export const glorotUniform: Initializer = uniformOf((fan) => 2 / (fan.in + fan.out));

/** The same variance, Gaussian. */
export const glorotNormal: Initializer = normalOf((fan) => 2 / (fan.in + fan.out));

/** Variance 2 / in, for rectified units: He et al., "Delving deep into rectifiers" (2015), equation 10. */
export const heUniform: Initializer = uniformOf((fan) => 2 / fan.in);

/** The same variance, Gaussian. */
export const heNormal: Initializer = normalOf((fan) => 2 / fan.in);

/** Variance 1 / in: LeCun et al., "Efficient backprop" (1998), section 4.6. */
export const lecunUniform: Initializer = uniformOf((fan) => 1 / fan.in);

/** The same variance, Gaussian. */
export const lecunNormal: Initializer = normalOf((fan) => 1 / fan.in);

/** Uniform on (-1 / sqrt(in), 1 / sqrt(in)): what PyTorch's dense and convolution layers begin with, weights and biases. */
export const fanInUniform: Initializer = uniformOf((fan) => 1 / (3 * fan.in));

/** Uniform on (-1 / sqrt(units), 1 / sqrt(units)): what PyTorch's recurrent layers begin with. */
export function recurrentUniform(units: number): Initializer {
  return uniformValues(1 / Math.sqrt(units));
}

function uniformOf(variance: (fan: Fan) => number): Initializer {
  return (shape, fan, random) => uniformValues(Math.sqrt(3 * variance(fan)))(shape, fan, random);
}

function normalOf(variance: (fan: Fan) => number): Initializer {
  return (shape, fan, random) => normalValues(Math.sqrt(variance(fan)))(shape, fan, random);
}
