/** Inverted dropout: Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov, "Dropout" (2014), section 10. */

import { clone, mul, registerGradient, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { fillUniform } from '../../kernels/random/stream.ts';
import type { Prng } from '../../random/prng.ts';
import { hasKernel, runKernel } from './fused-kernel.ts';

/**
 * Each value times 0 with probability `rate`, else times 1 / (1 - rate), so that the mean stays. The mask is a function of
 * `random`: the same source drops the same values on every backend, and every step needs a source of its own.
 * Differentiable any number of times: the gradient goes through the same mask.
 *
 * @param rate from 0 to less than 1
 * @throws OptionError for another rate
 */
export function dropout(x: Tensor, rate: number, random: Prng): Tensor {
  if (!(rate >= 0 && rate < 1))
    throw new OptionError('rate', `a dropout rate is at least 0 and below 1; got ${rate}`);
  if (rate === 0) return clone(x);
  return hasKernel('ferrogen.Dropout')
    ? runKernel('ferrogen.Dropout', { x }, { rate, key: [...random.key] })
    : composedDropout(x, rate, random);
}

/** The same of plain operations. */
export function composedDropout(x: Tensor, rate: number, random: Prng): Tensor {
  const numbers = new Float64Array(x.size);
  fillUniform(random.key, 0, numbers);
  const scale = 1 / (1 - rate);
  const factors = Float32Array.from(numbers, (number) => (number < rate ? 0 : scale));
  return tidy(() => mul(x, tensor(factors, x.shape, 'float32')));
}

registerGradient({
  kernelName: 'ferrogen.Dropout',
  gradFunc: (dy, _, attributes) => ({
    x: () => runKernel('ferrogen.Dropout', { x: dy as Tensor }, attributes),
  }),
});
