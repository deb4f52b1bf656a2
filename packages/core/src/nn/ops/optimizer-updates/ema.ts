/** An exponential moving average of a parameter, as GANs and diffusion models are sampled from. */

import { add, mul, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from '../fused-kernel.ts';
import { assignAll, checkShapes } from './update.ts';

/**
 * Makes `average` decay * average + (1 - decay) * value. Clones taken before keep the old values.
 *
 * @throws RangeError if the shapes differ
 */
export function emaUpdate(average: Variable, value: Tensor, decay: number): void {
  checkShapes('ferrogen.EmaUpdate', average, { value });
  tidy(() => {
    const after = hasKernel('ferrogen.EmaUpdate')
      ? runKernel('ferrogen.EmaUpdate', { average, value }, { decay })
      : add(mul(average, decay), mul(value, 1 - decay));
    assignAll([average], [after]);
  });
}
