/** Tensors of one value, in arrays of the pool. */

import {
  Fill,
  type FillAttrs,
  type KernelConfig,
  OnesLike,
  type TensorInfo,
  ZerosLike,
} from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../native-backend.ts';
import { areFloats, override, type Tensors } from './native-kernel.ts';

export const fillKernels = (): KernelConfig[] => [
  override<object, FillAttrs>(
    Fill,
    (_, { value, dtype }) => typeof value === 'number' && (dtype ?? 'float32') === 'float32',
    (_, backend, { shape, value }) => fill(shape, value as number, backend),
  ),
  override<Tensors<'x'>>(
    OnesLike,
    ({ x }) => areFloats(x),
    ({ x }, backend) => fill(x.shape, 1, backend),
  ),
  override<Tensors<'x'>>(
    ZerosLike,
    ({ x }) => areFloats(x),
    ({ x }, backend) => fill(x.shape, 0, backend),
  ),
];

function fill(shape: number[], value: number, backend: NativeBackend): TensorInfo {
  const out = backend.output(shape);
  out.values.fill(value);
  return out;
}
