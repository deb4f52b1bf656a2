/** Layer normalisation: Ba, Kiros & Hinton, "Layer normalization" (2016), section 3. */

import {
  add,
  mean as meanOver,
  mul,
  registerGradient,
  rsqrt,
  square,
  sub,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { checkChannels } from './channels.ts';
import { hasKernel, runKernel } from './fused-kernel.ts';

/** How rows are normalised. */
export interface LayerNormOptions {
  /** Added to the variance, so that a constant row has a root to be divided by. @default 1e-5 */
  readonly epsilon?: number;
}

const EPSILON = 1e-5;

/**
 * The last axis brought to mean 0 and variance 1, times `weight`, plus `bias`. Differentiable once in all three; twice on the
 * composed body only.
 *
 * @param x [..., size]
 * @param weight [size]
 * @param bias [size]
 * @throws RangeError if the shapes do not agree
 */
export function layerNorm(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  { epsilon = EPSILON }: LayerNormOptions = {},
): Tensor {
  checkChannels('layerNorm', x, { weight, bias });
  if (!hasKernel('ferrogen.LayerNorm')) return composedLayerNorm(x, weight, bias, { epsilon });
  return tidy(
    () => runKernel<Tensor[]>('ferrogen.LayerNorm', { x, weight, bias }, { epsilon })[0]!,
  );
}

/** The same of plain operations. */
export function composedLayerNorm(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  { epsilon = EPSILON }: LayerNormOptions = {},
): Tensor {
  return tidy(() => {
    const deviation = sub(x, meanOver(x, -1, true));
    const rstd = rsqrt(add(meanOver(square(deviation), -1, true), epsilon)); // [..., 1]
    return add(mul(mul(deviation, rstd), weight), bias);
  });
}

registerGradient({
  kernelName: 'ferrogen.LayerNorm',
  inputsToSave: ['x', 'weight'],
  outputsToSave: [false, true, true],
  gradFunc: (dy, saved) => {
    const [x, weight, mean, rstd] = saved as [Tensor, Tensor, Tensor, Tensor];
    const inputs = { dy: (dy as Tensor[])[0]!, x, weight, mean, rstd };
    const [dx, dweight, dbias] = runKernel<[Tensor, Tensor, Tensor]>(
      'ferrogen.LayerNormGrad',
      inputs,
    );
    return { x: () => dx, weight: () => dweight, bias: () => dbias };
  },
});
