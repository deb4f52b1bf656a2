/** What the operations of recurrent layers have in common: shapes, and the gradient of what comes in. */

import { matMul, reshape, squeeze, type Tensor, unstack } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';

/** Refuses an input that is not [batch, time, input] with at least one step, and other tensors of a shape than that expected. */
export function requireRecurrent(
  operation: string,
  x: Tensor,
  tensors: Readonly<Record<string, readonly [tensor: Tensor, shape: readonly number[]]>>,
): void {
  if (x.rank !== 3 || x.shape[1] === 0)
    throw new OptionError(
      'x',
      `${operation} needs [batch, time, input] with at least one step; it is [${x.shape}]`,
    );
  for (const [name, [{ shape }, expected]] of Object.entries(tensors))
    if (shape.length !== expected.length || expected.some((size, axis) => size !== shape[axis]))
      throw new OptionError(
        name,
        `${operation} of [${x.shape}] needs ${name} [${expected}]; it is [${shape}]`,
      );
}

/** Rows [batch, time, from] times a matrix [from, to], or times its transpose, [batch, time, to]. */
export function timesMatrix(rows: Tensor, matrix: Tensor, isTransposed = false): Tensor {
  const [batch, time, from] = rows.shape as [number, number, number];
  const product = matMul(reshape(rows, [batch * time, from]), matrix, false, isTransposed);
  return reshape(product, [batch, time, product.shape[1]!]);
}

/** What [batch, time, size] holds of each step, [batch, size]. */
export function stepsOf(sequences: Tensor): Tensor[] {
  // TensorFlow.js's gradient of unstack fails where there is but one piece.
  return sequences.shape[1] === 1 ? [squeeze(sequences, [1])] : unstack(sequences, 1);
}
