/** Functions of one value, over the addon. */

import {
  Abs,
  backend_util,
  Ceil,
  ClipByValue,
  type ClipByValueAttrs,
  Cos,
  Elu,
  Erf,
  Exp,
  Expm1,
  Floor,
  IsFinite,
  IsInf,
  IsNan,
  type KernelConfig,
  LeakyRelu,
  type LeakyReluAttrs,
  Log,
  Log1p,
  Neg,
  Reciprocal,
  Relu,
  Relu6,
  Round,
  Rsqrt,
  Selu,
  Sigmoid,
  Sign,
  Sin,
  Softplus,
  Sqrt,
  Square,
  Step,
  type StepAttrs,
  Tanh,
} from '@tensorflow/tfjs-core';
import { areFloats, override, type Tensors } from './native-kernel.ts';

/** Under napi's names, which have a capital after a digit. */
type Plain =
  | 'abs'
  | 'ceil'
  | 'cos'
  | 'elu'
  | 'erf'
  | 'exp'
  | 'expm1'
  | 'floor'
  | 'log'
  | 'log1P'
  | 'neg'
  | 'reciprocal'
  | 'relu'
  | 'relu6'
  | 'round'
  | 'rsqrt'
  | 'sigmoid'
  | 'sign'
  | 'sin'
  | 'softplus'
  | 'sqrt'
  | 'square'
  | 'tanh';
type Test = 'isFinite' | 'isInf' | 'isNan';

/** What the addon exports for them. */
export interface UnaryAddon
  extends Record<Plain, (x: Float32Array, out: Float32Array) => void>,
    Record<Test, (x: Float32Array, out: Uint8Array) => void> {
  clip(x: Float32Array, min: number, max: number, out: Float32Array): void;
  leakyRelu(x: Float32Array, alpha: number, out: Float32Array): void;
  selu(x: Float32Array, scale: number, scaleAlpha: number, out: Float32Array): void;
  step(x: Float32Array, alpha: number, out: Float32Array): void;
}

const plain: readonly (readonly [string, Plain])[] = [
  [Abs, 'abs'],
  [Ceil, 'ceil'],
  [Cos, 'cos'],
  [Elu, 'elu'],
  [Erf, 'erf'],
  [Exp, 'exp'],
  [Expm1, 'expm1'],
  [Floor, 'floor'],
  [Log, 'log'],
  [Log1p, 'log1P'],
  [Neg, 'neg'],
  [Reciprocal, 'reciprocal'],
  [Relu, 'relu'],
  [Relu6, 'relu6'],
  [Round, 'round'],
  [Rsqrt, 'rsqrt'],
  [Sigmoid, 'sigmoid'],
  [Sign, 'sign'],
  [Sin, 'sin'],
  [Softplus, 'softplus'],
  [Sqrt, 'sqrt'],
  [Square, 'square'],
  [Tanh, 'tanh'],
];

const tests: readonly (readonly [string, Test])[] = [
  [IsFinite, 'isFinite'],
  [IsInf, 'isInf'],
  [IsNan, 'isNan'],
];

export const unaryKernels = (addon: UnaryAddon): KernelConfig[] => {
  /** From floats to floats. */
  const floats = <Attributes extends object>(
    kernelName: string,
    run: (x: Float32Array, out: Float32Array, attributes: Attributes) => void,
  ): KernelConfig =>
    override<Tensors<'x'>, Attributes>(
      kernelName,
      ({ x }) => areFloats(x),
      ({ x }, backend, attributes) => {
        const y = backend.output(x.shape);
        run(backend.floats(x), y.values, attributes);
        return y;
      },
    );
  return [
    ...plain.map(([kernelName, name]) => floats(kernelName, addon[name])),
    ...tests.map(([kernelName, name]) =>
      override<Tensors<'x'>>(
        kernelName,
        ({ x }) => areFloats(x),
        ({ x }, backend) => {
          const y = backend.output(x.shape, 'bool');
          addon[name](backend.floats(x), y.values);
          return y;
        },
      ),
    ),
    floats<ClipByValueAttrs>(ClipByValue, (x, out, { clipValueMin, clipValueMax }) =>
      addon.clip(x, clipValueMin, clipValueMax, out),
    ),
    floats<LeakyReluAttrs>(LeakyRelu, (x, out, { alpha }) => addon.leakyRelu(x, alpha, out)),
    floats(Selu, (x, out) =>
      addon.selu(x, backend_util.SELU_SCALE, backend_util.SELU_SCALEALPHA, out),
    ),
    floats<StepAttrs>(Step, (x, out, { alpha }) => addon.step(x, alpha, out)),
  ];
};
