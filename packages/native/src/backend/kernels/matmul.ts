/** Products of matrices, with bias and activation: TensorFlow.js's two kernels and a dense layer's. */

import {
  type BatchMatMulAttrs,
  broadcast_util,
  type KernelConfig,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../native-backend.ts';
import { activationCode, fusedActivationCode } from './activation.ts';
import { nativeKernel, onCpu } from './native-kernel.ts';

/** The part of the addon that this file calls. */
export interface MatMulAddon {
  matmul(
    left: Float32Array,
    right: Float32Array,
    bias: Float32Array,
    out: Float32Array,
    pairs: Int32Array,
    rows: number,
    columns: number,
    depth: number,
    transposeLeft: boolean,
    transposeRight: boolean,
    activation: number,
    slope: number,
  ): void;
}

interface FusedInputs {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

interface FusedAttributes extends BatchMatMulAttrs {
  readonly activation?: string | null;
  readonly leakyreluAlpha?: number;
}

const NONE = new Float32Array(0);
/** One product, of the first matrix on either side. */
const FIRST = new Int32Array(2);

export const matMulKernels = (addon: MatMulAddon): KernelConfig[] => [
  nativeKernel<{ a: TensorInfo; b: TensorInfo }, BatchMatMulAttrs>(
    'BatchMatMul',
    ({ a, b }, backend, attributes) =>
      product(addon, backend, a, b, attributes) ??
      onCpu('BatchMatMul', { a, b }, backend, attributes),
  ),

  nativeKernel<FusedInputs, FusedAttributes>('_FusedMatMul', (inputs, backend, attributes) => {
    const { a, b, bias } = inputs;
    const columns = b.shape.at(attributes.transposeB ? -2 : -1);
    const isFusable =
      bias === undefined ||
      (bias.dtype === 'float32' && bias.shape.length === 1 && bias.shape[0] === columns);
    const code = activationCode(attributes.activation);
    if (isFusable && code !== undefined) {
      const slope = attributes.leakyreluAlpha ?? 0.2;
      const y = product(addon, backend, a, b, attributes, bias, code, slope);
      if (y !== null) return y;
    }
    return onCpu('_FusedMatMul', { ...inputs }, backend, attributes);
  }),

  // x [..., in], weight [in, out], bias [out]
  nativeKernel<
    { x: TensorInfo; weight: TensorInfo; bias?: TensorInfo },
    { activation: string; slope: number }
  >('ferrogen.Dense', ({ x, weight, bias }, backend, { activation, slope }) => {
    const [depth, columns] = weight.shape as [number, number];
    const y = backend.output([...x.shape.slice(0, -1), columns]);
    addon.matmul(
      backend.floats(x),
      backend.floats(weight),
      bias === undefined ? NONE : backend.floats(bias),
      y.values,
      FIRST,
      util.sizeFromShape(x.shape.slice(0, -1)),
      columns,
      depth,
      false,
      false,
      fusedActivationCode(activation),
      slope,
    );
    return y;
  }),
];

/** The product of two batches, or null where the addon does not have it: other types, or shapes that do not fit. */
function product(
  addon: MatMulAddon,
  backend: NativeBackend,
  a: TensorInfo,
  b: TensorInfo,
  { transposeA, transposeB }: BatchMatMulAttrs,
  bias?: TensorInfo,
  activation = 0,
  slope = 0,
): TensorInfo | null {
  const rank = Math.min(a.shape.length, b.shape.length);
  if (a.dtype !== 'float32' || b.dtype !== 'float32' || rank < 2) return null;
  const depth = a.shape.at(transposeA ? -2 : -1)!;
  const columns = b.shape.at(transposeB ? -2 : -1)!;
  if (depth !== b.shape.at(transposeB ? -1 : -2)) return null;
  const rows = a.shape.at(transposeA ? -1 : -2)!;
  const aBatch = a.shape.slice(0, -2);
  const bBatch = b.shape.slice(0, -2);
  const batch = broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  const y = backend.output([...batch, rows, columns]);
  const products = util.sizeFromShape(batch);
  // One right factor for all: the batch is only more rows.
  const isOne = util.sizeFromShape(bBatch) === 1 && !transposeA;
  addon.matmul(
    backend.floats(a),
    backend.floats(b),
    bias === undefined ? NONE : backend.floats(bias),
    y.values,
    isOne || products === 1 ? FIRST : pairsOf(batch, aBatch, bBatch),
    isOne ? rows * products : rows,
    columns,
    depth,
    transposeA,
    transposeB,
    activation,
    slope,
  );
  return y;
}

/** For every matrix of the result, which of the left and which of the right matrices make it. */
function pairsOf(batch: number[], aBatch: number[], bBatch: number[]): Int32Array {
  const products = util.sizeFromShape(batch);
  const pairs = new Int32Array(2 * products);
  const aStrides = strides(batch, aBatch);
  const bStrides = strides(batch, bBatch);
  for (let index = 0; index < products; index++) {
    let rest = index;
    for (let axis = batch.length - 1; axis >= 0; axis--) {
      const at = rest % batch[axis]!;
      rest = (rest - at) / batch[axis]!;
      pairs[2 * index]! += at * aStrides[axis]!;
      pairs[2 * index + 1]! += at * bStrides[axis]!;
    }
  }
  return pairs;
}

/** Steps of `shape` along the axes of the shape that it is broadcast to; 0 where it repeats. */
function strides(to: number[], shape: number[]): number[] {
  const steps = new Array<number>(to.length).fill(0);
  let step = 1;
  for (let axis = 1; axis <= shape.length; axis++) {
    const size = shape[shape.length - axis]!;
    if (size !== 1) steps[to.length - axis] = step;
    step *= size;
  }
  return steps;
}
