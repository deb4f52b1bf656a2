/**
 * Batch normalisation over all axes but the last, in training and in inference, with the leaky rectifier that often follows:
 * Ioffe & Szegedy, "Batch normalization" (2015), algorithms 1 and 2. Knows nothing of running averages.
 */

import {
  add,
  clone,
  customGrad,
  leakyRelu,
  mean as meanOver,
  mul,
  registerGradient,
  reshape,
  rsqrt,
  square,
  sub,
  type Tensor,
  batchNorm as tfjsBatchNorm,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { checkChannels } from './channels.ts';
import { hasKernel, runKernel } from './fused-kernel.ts';

/** How channels are normalised. */
export interface BatchNormOptions {
  /** Added to the variance, so that a constant channel has a root to be divided by. @default 1e-5 */
  readonly epsilon?: number;
  /** Slope below 0 of the leaky rectifier that the result goes through: 0 is relu, 1 is none. @default 1 */
  readonly slope?: number;
}

/** What a batch was normalised to, and the moments that it was normalised by. */
export interface BatchNormResult {
  /** [..., channels] */
  readonly y: Tensor;
  /** Each channel's mean, [channels]. No gradient goes through it. */
  readonly mean: Tensor;
  /** Each channel's variance, [channels]: the sum of squares over the number of rows (biased). No gradient goes through it. */
  readonly variance: Tensor;
}

const EPSILON = 1e-5;

/**
 * In training: each channel brought to mean 0 and variance 1 over the batch, times `weight`, plus `bias`, then rectified.
 * `y` is differentiable once in x, weight and bias; twice on the composed body only.
 *
 * @param x [..., channels]
 * @param weight [channels]
 * @param bias [channels]
 * @throws RangeError if the shapes do not agree
 */
export function batchNorm(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  { epsilon = EPSILON, slope = 1 }: BatchNormOptions = {},
): BatchNormResult {
  checkChannels('batchNorm', x, { weight, bias });
  if (!hasKernel('ferrogen.BatchNorm'))
    return composedBatchNorm(x, weight, bias, { epsilon, slope });
  const inputs = { x, weight, bias };
  const [y, mean, variance] = runKernel<[Tensor, Tensor, Tensor]>('ferrogen.BatchNorm', inputs, {
    epsilon,
    slope,
  });
  return { y, mean, variance };
}

/** The same of plain operations. */
export function composedBatchNorm(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  { epsilon = EPSILON, slope = 1 }: BatchNormOptions = {},
): BatchNormResult {
  const rows = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
  return tidy(() => {
    const mean = meanOver(x, rows); // [channels]
    const deviation = sub(x, mean);
    const variance = meanOver(square(deviation), rows); // [channels]
    const scale = mul(weight, rsqrt(add(variance, epsilon)));
    return {
      y: rectify(add(mul(deviation, scale), bias), slope),
      mean: withoutGradient(mean),
      variance: withoutGradient(variance),
    };
  }) as unknown as BatchNormResult;
}

/** The same values, as constants. */
function withoutGradient(x: Tensor): Tensor {
  return customGrad((values) => ({
    value: clone(values as Tensor),
    gradFunc: (gradient) => zerosLike(gradient),
  }))(x);
}

/**
 * In inference: the same with moments that are given, the running averages of training.
 *
 * @param x [..., channels]
 * @param weight [channels]
 * @param bias [channels]
 * @param mean [channels]
 * @param variance [channels]
 * @throws RangeError if the shapes do not agree
 */
export function batchNormInference(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  mean: Tensor,
  variance: Tensor,
  { epsilon = EPSILON, slope = 1 }: BatchNormOptions = {},
): Tensor {
  checkChannels('batchNormInference', x, { weight, bias, mean, variance });
  return tidy(() => {
    const rows = reshape(x, [-1, weight.size]) as Tensor; // [rows, channels]
    const y = tfjsBatchNorm(rows, mean, variance, bias, weight, epsilon);
    return reshape(rectify(y, slope), x.shape);
  });
}

function rectify(x: Tensor, slope: number): Tensor {
  return slope === 1 ? x : leakyRelu(x, slope);
}

registerGradient({
  kernelName: 'ferrogen.BatchNorm',
  inputsToSave: ['x', 'weight', 'bias'],
  outputsToSave: [false, true, true],
  gradFunc: (dy, saved, attributes) => {
    const [x, weight, bias, mean, variance] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const inputs = { dy: (dy as Tensor[])[0]!, x, weight, bias, mean, variance };
    const [dx, dweight, dbias] = runKernel<[Tensor, Tensor, Tensor]>(
      'ferrogen.BatchNormGrad',
      inputs,
      attributes,
    );
    return { x: () => dx, weight: () => dweight, bias: () => dbias };
  },
});
