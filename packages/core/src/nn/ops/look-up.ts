/** Rows of a table by their numbers, in two ways whose gradients differ in cost. */

import {
  equal,
  expandDims,
  gather,
  matMul,
  range,
  reshape,
  type Tensor,
  type Tensor1D,
  tidy,
  where,
} from '@tensorflow/tfjs-core';

/**
 * The rows that the ids name: int32 [...] to [..., size].
 *
 * @param table [count, size]
 * @param options `asProduct`: whether to multiply the table with one-hot rows instead of looking it up; see `EmbeddingConfig.oneHotUpTo`
 */
export function lookUp(
  table: Tensor,
  ids: Tensor,
  { asProduct = false }: { readonly asProduct?: boolean } = {},
): Tensor {
  const [count, size] = table.shape as [number, number];
  return tidy(() => {
    const flat = reshape(ids, [ids.size]) as Tensor1D;
    const rows = asProduct ? matMul(oneHot(flat, count), table) : gather(table, flat); // [ids, size]
    return reshape(rows, [...ids.shape, size]);
  });
}

/**
 * [..., count] of ids [...], 1 where id and column are equal. TensorFlow.js's own writes int32 bits into float32 tensors on wasm.
 */
export function oneHot(ids: Tensor, count: number): Tensor {
  return tidy(() => where(equal(expandDims(ids, -1), range(0, count, 1, 'int32')), 1, 0));
}
