/**
 * The functions between layers, and their gradient from what they gave. An activation that its output determines is applied
 * inside the kernel of a product or convolution; the others come after it.
 */

import {
  customGrad,
  engine,
  type GradSaveFunc,
  leakyRelu,
  mul,
  registerGradient,
  relu,
  sigmoid,
  step,
  sub,
  type Tensor,
  tanh,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { hasKernel, runKernel } from './fused-kernel.ts';
import { gelu } from './gelu.ts';

const activations = ['linear', 'relu', 'leakyRelu', 'tanh', 'sigmoid', 'gelu'] as const;

/** A function of every value; `gelu` in its tanh form. */
export type Activation = (typeof activations)[number];

/** The activations whose output determines their derivative. */
export type FusedActivation = Exclude<Activation, 'gelu'>;

/** An activation of a layer. */
export interface ActivationOptions {
  /** @default 'linear' */
  readonly activation?: Activation;
  /** What `leakyRelu` multiplies negative values by. @default 0.2 */
  readonly slope?: number;
}

/** @throws OptionError for a name that is none of an activation */
export function requireActivation(activation: Activation): void {
  if (!activations.includes(activation))
    throw new OptionError(
      'activation',
      `an activation is one of ${activations.join(', ')}; got ${activation}`,
    );
}

/**
 * Applies an activation to every value of `x`; it can be differentiated twice, but for `gelu` on backends with its kernel.
 *
 * @throws OptionError for a name that is none of an activation
 */
export function activate(
  x: Tensor,
  { activation = 'linear', slope = 0.2 }: ActivationOptions,
): Tensor {
  requireActivation(activation);
  const isTensorFlows = activation === 'linear' || activation === 'relu' || activation === 'gelu';
  return isTensorFlows || !isDifferentiatedTwice()
    ? plain(x, activation, slope)
    : activateTwice(x, activation, slope);
}

function plain(x: Tensor, activation: Activation, slope: number): Tensor {
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
 * What is applied inside a kernel, and what after it. Inside is what the output determines the derivative of, so neither `gelu`
 * nor a leaky slope below 0; and, where second derivatives are wanted, nothing that they reach through the output (see
 * `isDifferentiatedTwice`).
 */
export function splitActivation({ activation = 'linear', slope = 0.2 }: ActivationOptions): {
  inside: { activation: FusedActivation; slope: number };
  after: ActivationOptions;
} {
  requireActivation(activation);
  const isSmooth = activation === 'tanh' || activation === 'sigmoid';
  if (
    activation === 'gelu' ||
    (activation === 'leakyRelu' && !(slope >= 0)) ||
    (isSmooth && isDifferentiatedTwice())
  )
    return { inside: { activation: 'linear', slope }, after: { activation, slope } };
  return { inside: { activation, slope }, after: {} };
}

/**
 * Whether a gradient is inside another one. TensorFlow.js records the copy of an output that a gradient saves before the
 * operation itself, so that what flows back into the copy is lost: second derivatives must go through inputs. Of its leaky
 * gradient it has none at all.
 */
function isDifferentiatedTwice(): boolean {
  return engine().state.gradientDepth > 1;
}

/** An activation that can be differentiated any number of times. */
function activateTwice(
  x: Tensor,
  activation: 'leakyRelu' | 'tanh' | 'sigmoid',
  slope: number,
): Tensor {
  return customGrad((input, save) => {
    (save as GradSaveFunc)([input as Tensor]);
    return {
      value: plain(input as Tensor, activation, slope),
      gradFunc: (dy, [saved]) =>
        activation === 'leakyRelu'
          ? mul(dy, step(saved!, slope))
          : composedActivationGradient(dy, activateTwice(saved!, activation, slope), activation, 0),
    };
  })(x);
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
        return mul(dy, step(y));
      case 'leakyRelu':
        return mul(dy, step(y, slope));
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
