/**
 * Steps of optimisers, over the addon. The addon changes a parameter and its slots in place: their own memory where nobody
 * else can see it, else a copy. The outputs are the new values either way.
 */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../native-backend.ts';
import { nativeKernel } from './native-kernel.ts';
import { writable } from './writable.ts';

export interface OptimizerAddon {
  adamUpdate(
    gradient: Float32Array,
    parameter: Float32Array,
    first: Float32Array,
    second: Float32Array,
    stepSize: number,
    beta1: number,
    beta2: number,
    rootCorrection: number,
    epsilon: number,
    shrinkage: number,
    l2: number,
    gradientScale: number,
  ): void;
  sgdUpdate(
    gradient: Float32Array,
    parameter: Float32Array,
    stepSize: number,
    l2: number,
    gradientScale: number,
  ): void;
  sgdMomentumUpdate(
    gradient: Float32Array,
    parameter: Float32Array,
    buffer: Float32Array,
    stepSize: number,
    momentum: number,
    nesterov: boolean,
    l2: number,
    gradientScale: number,
  ): void;
  rmsPropUpdate(
    gradient: Float32Array,
    parameter: Float32Array,
    square: Float32Array,
    stepSize: number,
    decay: number,
    epsilon: number,
    l2: number,
    gradientScale: number,
  ): void;
  rmsPropMomentumUpdate(
    gradient: Float32Array,
    parameter: Float32Array,
    square: Float32Array,
    buffer: Float32Array,
    stepSize: number,
    decay: number,
    epsilon: number,
    momentum: number,
    l2: number,
    gradientScale: number,
  ): void;
  emaUpdate(value: Float32Array, average: Float32Array, decay: number): void;
  sumOfSquares(values: Float32Array): number;
}

interface Inputs {
  readonly parameter: TensorInfo;
  readonly gradient: TensorInfo;
  /** A scalar that takes the attribute's place. */
  readonly gradientScale?: TensorInfo;
}

interface Attributes {
  readonly stepSize: number;
  readonly l2: number;
  readonly gradientScale: number;
}

type AdamInputs = Inputs & Record<'firstMoment' | 'secondMoment', TensorInfo>;
type AdamAttributes = Attributes &
  Record<'beta1' | 'beta2' | 'rootCorrection' | 'epsilon' | 'shrinkage', number>;

export const optimizerKernels = (addon: OptimizerAddon): KernelConfig[] => [
  nativeKernel<AdamInputs, AdamAttributes>('ferrogen.AdamUpdate', (inputs, backend, attributes) => {
    const gradient = backend.floats(inputs.gradient);
    const parameter = writable(inputs.parameter, gradient, backend);
    const first = writable(inputs.firstMoment, gradient, backend);
    const second = writable(inputs.secondMoment, gradient, backend);
    addon.adamUpdate(
      gradient,
      parameter.values,
      first.values,
      second.values,
      attributes.stepSize,
      attributes.beta1,
      attributes.beta2,
      attributes.rootCorrection,
      attributes.epsilon,
      attributes.shrinkage,
      attributes.l2,
      scaleOf(inputs, backend, attributes),
    );
    return [parameter, first, second];
  }),
  nativeKernel<
    Inputs & { buffer?: TensorInfo },
    Attributes & { momentum: number; nesterov: boolean }
  >('ferrogen.SgdUpdate', (inputs, backend, attributes) => {
    const gradient = backend.floats(inputs.gradient);
    const scale = scaleOf(inputs, backend, attributes);
    const parameter = writable(inputs.parameter, gradient, backend);
    const { stepSize, momentum, nesterov, l2 } = attributes;
    if (inputs.buffer === undefined) {
      addon.sgdUpdate(gradient, parameter.values, stepSize, l2, scale);
      return [parameter];
    }
    const buffer = writable(inputs.buffer, gradient, backend);
    addon.sgdMomentumUpdate(
      gradient,
      parameter.values,
      buffer.values,
      stepSize,
      momentum,
      nesterov,
      l2,
      scale,
    );
    return [parameter, buffer];
  }),
  nativeKernel<
    Inputs & { meanSquare: TensorInfo; buffer?: TensorInfo },
    Attributes & Record<'decay' | 'epsilon' | 'momentum', number>
  >('ferrogen.RmsPropUpdate', (inputs, backend, attributes) => {
    const gradient = backend.floats(inputs.gradient);
    const scale = scaleOf(inputs, backend, attributes);
    const parameter = writable(inputs.parameter, gradient, backend);
    const square = writable(inputs.meanSquare, gradient, backend);
    const { stepSize, decay, epsilon, momentum, l2 } = attributes;
    if (inputs.buffer === undefined) {
      addon.rmsPropUpdate(
        gradient,
        parameter.values,
        square.values,
        stepSize,
        decay,
        epsilon,
        l2,
        scale,
      );
      return [parameter, square];
    }
    const buffer = writable(inputs.buffer, gradient, backend);
    addon.rmsPropMomentumUpdate(
      gradient,
      parameter.values,
      square.values,
      buffer.values,
      stepSize,
      decay,
      epsilon,
      momentum,
      l2,
      scale,
    );
    return [parameter, square, buffer];
  }),
  nativeKernel<Record<'average' | 'value', TensorInfo>, { decay: number }>(
    'ferrogen.EmaUpdate',
    (inputs, backend, { decay }) => {
      const value = backend.floats(inputs.value);
      const average = writable(inputs.average, value, backend);
      addon.emaUpdate(value, average.values, decay);
      return average;
    },
  ),
  nativeKernel<{ x: TensorInfo }>('ferrogen.SumOfSquares', ({ x }, backend) => {
    const sum = backend.output([]);
    sum.values[0] = addon.sumOfSquares(backend.floats(x));
    return sum;
  }),
];

function scaleOf(inputs: Inputs, backend: NativeBackend, { gradientScale }: Attributes): number {
  return inputs.gradientScale === undefined
    ? gradientScale
    : backend.floats(inputs.gradientScale)[0]!;
}
