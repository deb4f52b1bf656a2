/** Attention of each position to itself and those before it. */

import {
  add,
  linalg,
  matMul,
  mul,
  ones,
  reshape,
  softmax,
  split,
  sub,
  type Tensor,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';

/** @param qkv [batch, time, 3 size]; the result is [batch, time, size]. */
export function causalAttention(qkv: Tensor, heads: number): Tensor {
  return tidy(() => {
    const [batch, time, packed] = qkv.shape as [number, number, number];
    const size = packed / 3 / heads;
    const [q, k, v] = split(qkv, 3, -1).map((part) =>
      transpose(reshape(part, [batch, time, heads, size]), [0, 2, 1, 3]),
    ) as [Tensor, Tensor, Tensor];
    const mask = mul(sub(1, linalg.bandPart(ones([time, time]) as never, -1, 0)), -1e9);
    const weights = softmax(add(mul(matMul(q, k, false, true), 1 / Math.sqrt(size)), mask));
    return reshape(transpose(matMul(weights, v), [0, 2, 1, 3]), [batch, time, heads * size]);
  });
}
