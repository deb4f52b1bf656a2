/**
 * BatchMatMul without transposes and one matrix at a time, which is what stock wasm gives to XNNPACK; anything else it leaves to
 * a scalar loop.
 */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  broadcast_util,
  broadcastTo,
  engine,
  type KernelConfig,
  reshape,
  type Tensor,
  type Tensor3D,
  type TensorInfo,
  tidy,
  transpose,
  util,
} from '@tensorflow/tfjs-core';
import { floatsOf, wasmKernel, zeros } from '../wasm-kernel.ts';

/** The product of two tensors [1, rows, inner] and [1, inner, columns]. */
type Product = (a: TensorInfo, b: TensorInfo) => TensorInfo;

export function batchMatMulKernel(stock: (name: string) => KernelConfig): KernelConfig {
  const { kernelFunc } = stock('BatchMatMul');
  return wasmKernel<{ a: Tensor; b: Tensor }, { transposeA: boolean; transposeB: boolean }>(
    'BatchMatMul',
    (inputs, backend, attributes) => {
      const { a, b } = inputs;
      const { transposeA, transposeB } = attributes;
      const [rows, inner] = matrixShape(a, transposeA);
      const [innerOfB, columns] = matrixShape(b, transposeB);
      const known = a.dtype === 'float32' && b.dtype === 'float32' && inner === innerOfB;
      // Faults are told as stock tells them.
      if (!known) return kernelFunc({ inputs, backend, attrs: attributes });
      const batchShape = broadcast_util.assertAndGetBroadcastShape(
        a.shape.slice(0, -2),
        b.shape.slice(0, -2),
      );
      const shape = [...batchShape, rows, columns];
      if (a.size === 0 || b.size === 0) return zeros(shape, 'float32', backend);
      const product: Product = (left, right) =>
        kernelFunc({
          inputs: { a: left, b: right },
          backend,
          attrs: { transposeA: false, transposeB: false },
        }) as TensorInfo;
      return tidy(() => {
        const left = reshape(batchOf(straight(a, transposeA), batchShape), [-1, rows, inner]);
        const right = reshape(batchOf(straight(b, transposeB), batchShape), [-1, inner, columns]);
        const output =
          right.shape[0] === 1
            ? product(reshape(left, [1, -1, inner]), right)
            : productOfEach(left as Tensor3D, right as Tensor3D, product, backend);
        return reshape(engine().makeTensorFromTensorInfo(output), shape);
      });
    },
  );
}

function matrixShape({ shape }: Tensor, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

/** The tensor with its last two axes exchanged if it is to be taken so. */
function straight(x: Tensor, transposed: boolean): Tensor {
  if (!transposed) return x;
  const axes = x.shape.map((_, axis) => axis);
  return transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

/** The matrices as they are where there is one, or one for each product; otherwise repeated, of which stock takes the wrong ones. */
function batchOf(x: Tensor, batchShape: number[]): Tensor {
  const size = util.sizeFromShape(x.shape.slice(0, -2));
  if (size === 1 || size === util.sizeFromShape(batchShape)) return x;
  return broadcastTo(x, [...batchShape, ...x.shape.slice(-2)]);
}

/** Products of [batch or 1, rows, inner] and [batch, inner, columns], matrix by matrix, by way of copies. */
function productOfEach(
  left: Tensor3D,
  right: Tensor3D,
  product: Product,
  backend: BackendWasm,
): TensorInfo {
  const [batchOfLeft, rows, inner] = left.shape;
  const [batch, , columns] = right.shape;
  const output = backend.makeOutput([batch, rows, columns], 'float32');
  for (let k = 0; k < batch; k++) {
    const a = matrixOf(left, batchOfLeft === 1 ? 0 : k, [1, rows, inner], backend);
    // XNNPACK packs the right side once for each tensor: every matrix must be a tensor of its own.
    const b = matrixOf(right, k, [1, inner, columns], backend);
    const c = product(a, b);
    floatsOf(output, backend).set(floatsOf(c, backend), k * rows * columns);
    for (const { dataId } of [a, b, c]) backend.disposeData(dataId);
  }
  return output;
}

function matrixOf(
  batches: TensorInfo,
  index: number,
  shape: number[],
  backend: BackendWasm,
): TensorInfo {
  const matrix = backend.makeOutput(shape, 'float32');
  const size = util.sizeFromShape(shape);
  const source = floatsOf(batches, backend).subarray(index * size, (index + 1) * size);
  floatsOf(matrix, backend).set(source);
  return matrix;
}
