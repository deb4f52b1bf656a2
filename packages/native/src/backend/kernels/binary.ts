/** Functions of two values, with broadcasting, over the addon. */

import {
  Add,
  backend_util,
  type DataType,
  EluGrad,
  Equal,
  FloorDiv,
  Greater,
  GreaterEqual,
  type KernelConfig,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalOr,
  Maximum,
  Minimum,
  Mod,
  Multiply,
  NotEqual,
  Pow,
  Prelu,
  RealDiv,
  SquaredDifference,
  Sub,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Arrays } from '../buffer-pool.ts';
import type { NativeBackend } from '../native-backend.ts';
import { areEqual, geometry, MAX_RANK } from './geometry.ts';
import { override, type Tensors } from './native-kernel.ts';

/** A function of the addon: values of a and b, their shapes as `geometry` writes them, values of the output. */
type Call<Input, Output> = (a: Input, b: Input, shapes: Int32Array, out: Output) => void;

type Arithmetic =
  | 'add'
  | 'div'
  | 'maximum'
  | 'minimum'
  | 'modulo'
  | 'mul'
  | 'pow'
  | 'squaredDifference'
  | 'sub';
/** Those that whole numbers have too. */
type WholeArithmetic = Extract<Arithmetic, 'add' | 'maximum' | 'minimum' | 'mul' | 'sub'>;
type Comparison = 'equal' | 'greater' | 'greaterEqual' | 'less' | 'lessEqual' | 'notEqual';

/** What the addon exports for them. */
export interface BinaryAddon
  extends Record<Arithmetic | 'eluGrad' | 'prelu', Call<Float32Array, Float32Array>>,
    Record<`${WholeArithmetic | 'floorDiv'}Ints`, Call<Int32Array, Int32Array>>,
    Record<Comparison, Call<Float32Array, Uint8Array>>,
    Record<`${Comparison}Ints`, Call<Int32Array, Uint8Array>>,
    Record<'and' | 'or', Call<Uint8Array, Uint8Array>> {}

const arithmetic: readonly (readonly [string, Exclude<Arithmetic, WholeArithmetic>])[] = [
  [Mod, 'modulo'],
  [RealDiv, 'div'],
  [SquaredDifference, 'squaredDifference'],
];

const wholeArithmetic: readonly (readonly [string, WholeArithmetic])[] = [
  [Add, 'add'],
  [Maximum, 'maximum'],
  [Minimum, 'minimum'],
  [Multiply, 'mul'],
  [Sub, 'sub'],
];

const comparisons: readonly (readonly [string, Comparison])[] = [
  [Equal, 'equal'],
  [Greater, 'greater'],
  [GreaterEqual, 'greaterEqual'],
  [Less, 'less'],
  [LessEqual, 'lessEqual'],
  [NotEqual, 'notEqual'],
];

const logic: readonly (readonly [string, 'and' | 'or'])[] = [
  [LogicalAnd, 'and'],
  [LogicalOr, 'or'],
];

export const binaryKernels = (
  addon: BinaryAddon & { square(x: Float32Array, out: Float32Array): void },
): KernelConfig[] => [
  ...arithmetic.map(([kernelName, name]) =>
    override<Tensors<'a' | 'b'>>(
      kernelName,
      ({ a, b }) => areBoth('float32', a, b),
      ({ a, b }, backend) => onFloats(addon[name], a, b, backend),
    ),
  ),
  ...wholeArithmetic.map(([kernelName, name]) =>
    override<Tensors<'a' | 'b'>>(
      kernelName,
      ({ a, b }) => areBoth('float32', a, b) || areBoth('int32', a, b),
      ({ a, b }, backend) =>
        a.dtype === 'float32'
          ? onFloats(addon[name], a, b, backend)
          : onInts(addon[`${name}Ints`], a, b, backend),
    ),
  ),
  override<Tensors<'a' | 'b'>>(
    FloorDiv,
    ({ a, b }) => areBoth('int32', a, b),
    ({ a, b }, backend) => onInts(addon.floorDivInts, a, b, backend),
  ),
  override<Tensors<'a' | 'b'>>(
    Pow,
    ({ a, b }) => areBoth('float32', a, b),
    ({ a, b }, backend) => {
      if (b.shape.length > 0 || backend.floats(b)[0] !== 2)
        return onFloats(addon.pow, a, b, backend);
      const out = backend.output(a.shape);
      addon.square(backend.floats(a), out.values);
      return out;
    },
  ),
  override<Tensors<'x' | 'alpha'>>(
    Prelu,
    ({ x, alpha }) => areBoth('float32', x, alpha),
    ({ x, alpha }, backend) => onFloats(addon.prelu, x, alpha, backend),
  ),
  override<Tensors<'dy' | 'y'>>(
    EluGrad,
    ({ dy, y }) => areBoth('float32', dy, y) && areEqual(dy.shape, y.shape),
    ({ dy, y }, backend) => onFloats(addon.eluGrad, dy, y, backend),
  ),
  ...comparisons.map(([kernelName, name]) =>
    override<Tensors<'a' | 'b'>>(
      kernelName,
      ({ a, b }) => areBoth('float32', a, b) || areBoth('int32', a, b),
      ({ a, b }, backend) => {
        const out = backend.output(broadcastShape(a, b), 'bool');
        const shapes = geometry(a.shape, b.shape);
        if (a.dtype === 'float32')
          addon[name](backend.floats(a), backend.floats(b), shapes, out.values);
        else addon[`${name}Ints`](backend.ints(a), backend.ints(b), shapes, out.values);
        return out;
      },
    ),
  ),
  ...logic.map(([kernelName, name]) =>
    override<Tensors<'a' | 'b'>>(
      kernelName,
      ({ a, b }) => areBoth('bool', a, b),
      ({ a, b }, backend) => {
        const out = backend.output(broadcastShape(a, b), 'bool');
        addon[name](backend.bools(a), backend.bools(b), geometry(a.shape, b.shape), out.values);
        return out;
      },
    ),
  ),
];

/** Whether both are of that type and of no more dimensions than Rust takes. */
function areBoth(dtype: DataType, a: TensorInfo, b: TensorInfo): boolean {
  const isTaken = (x: TensorInfo) => x.dtype === dtype && x.shape.length <= MAX_RANK;
  return isTaken(a) && isTaken(b);
}

function onFloats(
  call: Call<Arrays['float32'], Arrays['float32']>,
  a: TensorInfo,
  b: TensorInfo,
  backend: NativeBackend,
): TensorInfo {
  const out = backend.output(broadcastShape(a, b));
  call(backend.floats(a), backend.floats(b), geometry(a.shape, b.shape), out.values);
  return out;
}

function onInts(
  call: Call<Arrays['int32'], Arrays['int32']>,
  a: TensorInfo,
  b: TensorInfo,
  backend: NativeBackend,
): TensorInfo {
  const out = backend.output(broadcastShape(a, b), 'int32');
  call(backend.ints(a), backend.ints(b), geometry(a.shape, b.shape), out.values);
  return out;
}

/** @throws Error if the shapes cannot be broadcast */
function broadcastShape(a: TensorInfo, b: TensorInfo): number[] {
  if (b.shape.length === 0 || areEqual(a.shape, b.shape)) return a.shape;
  return backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
}
