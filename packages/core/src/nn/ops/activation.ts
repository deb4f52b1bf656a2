/**
 * The functions between layers, and their gradient from what they gave. An activation that its output determines is applied
 * inside the kernel of a product or convolution; the others come after it.
 */

import {
  greater,
  leakyRelu,
  mul,
  registerGradient,
  relu,
  sigmoid,
  sub,
  type Tensor,
  tanh,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './fused-kernel.ts';
import { gelu } from './gelu.ts';

/** A function of every value; `gelu` in its tanh form. */
export type Activation = 'linear' | 'relu' | 'leakyRelu' | 'tanh' | 'sigmoid' | 'gelu';

/** The activations whose output determines their derivative. */
export type FusedActivation = Exclude<Activation, 'gelu'>;

/** An activation of a layer. */
export interface ActivationOptions {
  /** @default 'linear' */
  readonly activation?: Activation;
  /** What `leakyRelu` multiplies negative values by. @default 0.2 */
  readonly slope?: number;
}

/** Applies an activation to every value of `x`. */
export function activate(
  x: Tensor,
  { activation = 'linear', slope = 0.2 }: ActivationOptions,
): Tensor {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return relu(x);
    case 'leakyRelu':
      return leakyRelu(x, slope);
    case 'tanh':
      return tanh(x);
    case 'sigmoid':
      return sigmoid(x);
    case 'gelu':
      return gelu(x);
  }
}

/**
 * What is applied inside a kernel, and what after it: everything inside, but for `gelu` and a leaky slope below 0, whose outputs
 * do not tell the sign of their inputs.
 */
export function splitActivation({ activation = 'linear', slope = 0.2 }: ActivationOptions): {
  inside: { activation: FusedActivation; slope: number };
  after: ActivationOptions;
} {
  if (activation === 'gelu' || (activation === 'leakyRelu' && !(slope >= 0)))
    return { inside: { activation: 'linear', slope }, after: { activation, slope } };
  return { inside: { activation, slope }, after: {} };
}

/**
 * `dy` times the derivative of an activation whose output is `y`: of the same shape. It can be differentiated again.
 *
 * @param slope of `leakyRelu`, at least 0
 */
export function activationGradient(
  dy: Tensor,
  y: Tensor,
  activation: FusedActivation,
  slope: number,
): Tensor {
  if (activation === 'linear') return dy;
  return hasKernel('ferrogen.ActivationGradient')
    ? runKernel('ferrogen.ActivationGradient', { dy, y }, { activation, slope })
    : composedActivationGradient(dy, y, activation, slope);
}

/** The same of plain operations. */
export function composedActivationGradient(
  dy: Tensor,
  y: Tensor,
  activation: FusedActivation,
  slope: number,
): Tensor {
  return tidy(() => {
    switch (activation) {
      case 'linear':
        return dy;
      case 'relu':
        return where(greater(y, 0), dy, zerosLike(dy));
      case 'leakyRelu':
        return where(greater(y, 0), dy, mul(dy, slope));
      case 'tanh':
        return mul(dy, sub(1, mul(y, y)));
      case 'sigmoid':
        return mul(dy, mul(y, sub(1, y)));
    }
  });
}

registerGradient({
  kernelName: 'ferrogen.ActivationGradient',
  inputsToSave: ['dy', 'y'],
  gradFunc: (gradient, [dy, y], attributes) => {
    const { activation, slope } = attributes as unknown as {
      activation: FusedActivation;
      slope: number;
    };
    const g = gradient as Tensor;
    return {
      dy: () => activationGradient(g, y!, activation, slope),
      y: () => {
        if (activation === 'tanh') return mul(mul(g, dy!), mul(-2, y!));
        if (activation === 'sigmoid') return mul(mul(g, dy!), sub(1, mul(2, y!)));
        return zerosLike(y!);
      },
    };
  },
});
