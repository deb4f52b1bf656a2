/** A dense layer's product, with bias and activation in one kernel. */

import {
  add,
  matMul,
  registerGradient,
  reshape,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {
  type ActivationOptions,
  activate,
  activationGradient,
  type FusedActivation,
  splitActivation,
} from './activation.ts';
import { hasKernel, runKernel } from './fused-kernel.ts';

/**
 * activation(x weight + bias): x [..., in], weight [in, out], bias [out] or null, to [..., out]. It can be differentiated twice,
 * with `gelu` on backends without its kernel only.
 *
 * @throws RangeError if the last axis of `x` is not the first of `weight`
 * @example
 * const hidden = dense(images, weight, bias, { activation: 'relu' }); // [64, 784] x [784, 256] -> [64, 256]
 */
export function dense(
  x: Tensor,
  weight: Tensor2D,
  bias: Tensor1D | null,
  options: ActivationOptions = {},
): Tensor {
  checkShapes(x, weight, bias);
  if (!hasKernel('ferrogen.Dense')) return composedDense(x, weight, bias, options);
  const { inside, after } = splitActivation(options);
  const inputs = bias === null ? { x, weight } : { x, weight, bias };
  return tidy(() => activate(runKernel('ferrogen.Dense', inputs, inside), after));
}

/** The same of plain operations. */
export function composedDense(
  x: Tensor,
  weight: Tensor2D,
  bias: Tensor1D | null,
  options: ActivationOptions = {},
): Tensor {
  return tidy(() => {
    const product = matMul(asRows(x), weight);
    const y = bias === null ? product : add(product, bias);
    return reshape(activate(y, options), [...x.shape.slice(0, -1), weight.shape[1]]);
  });
}

registerGradient({
  kernelName: 'ferrogen.Dense',
  inputsToSave: ['x', 'weight'],
  outputsToSave: [true],
  gradFunc: (gradient, [x, weight, y], attributes) => {
    const { activation, slope } = attributes as unknown as {
      activation: FusedActivation;
      slope: number;
    };
    // [rows, out]
    const dy = asRows(activationGradient(gradient as Tensor, y!, activation, slope));
    return {
      x: () => reshape(matMul(dy, weight!, false, true), x!.shape),
      weight: () => matMul(asRows(x!), dy, true, false),
      bias: () => sum(dy, 0),
    };
  },
});

/** [..., size] as [rows, size]. */
function asRows(x: Tensor): Tensor2D {
  const rows = x.shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return reshape(x, [rows, x.shape.at(-1)!]);
}

function checkShapes(x: Tensor, weight: Tensor, bias: Tensor | null): void {
  if (weight.rank !== 2 || x.rank === 0 || x.shape.at(-1) !== weight.shape[0])
    throw new RangeError(
      `dense cannot multiply x [${x.shape}] by weight [${weight.shape}]: the last axis of x is the first of weight [in, out]`,
    );
  if (bias !== null && (bias.rank !== 1 || bias.shape[0] !== weight.shape[1]))
    throw new RangeError(
      `dense cannot add bias [${bias.shape}] to [..., ${weight.shape[1]}]: a bias has one value for each output`,
    );
}
