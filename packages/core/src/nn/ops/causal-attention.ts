/** Causal self-attention: Vaswani et al., "Attention is all you need" (2017), section 3.2, as GPT-2 has it. */

import {
  add,
  cast,
  expandDims,
  greater,
  matMul,
  mul,
  type NamedAttrMap,
  range,
  registerGradient,
  reshape,
  softmax,
  type Tensor,
  tidy,
  transpose,
  unstack,
} from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import type { Prng } from '../../random/prng.ts';
import { dropout } from './dropout.ts';
import { hasKernel, runKernel } from './fused-kernel.ts';

export interface CausalAttentionOptions {
  /**
   * Dropout of the attention weights, after the softmax: `rate` from 0 to below 1, and a source that decides which. Weights can
   * be dropped only where they exist, so plain operations then make all of them, [batch, heads, time, time], as the fused kernel
   * never does. @default none
   */
  readonly dropout?: { readonly rate: number; readonly random: Prng };
}

/**
 * softmax(Q K^T / sqrt(head size)) V of every head, where each position attends to itself and those before it.
 *
 * @param qkv queries, keys and values side by side, [batch, time, 3 * size], as GPT-2's `c_attn` gives them; each
 * [heads, size / heads]
 * @returns [batch, time, size], to be projected
 * @throws OptionError if `qkv` has another rank, or its last dimension is not 3 * heads * a whole head size, and for a rate of
 * dropout without meaning
 */
export function causalAttention(
  qkv: Tensor,
  heads: number,
  options: CausalAttentionOptions = {},
): Tensor {
  requireHeads(qkv, heads);
  const drops = (options.dropout?.rate ?? 0) !== 0;
  if (drops || !hasKernel('ferrogen.CausalAttention'))
    return composedCausalAttention(qkv, heads, options);
  const [y, sums] = runKernel<Tensor[]>('ferrogen.CausalAttention', { qkv }, { heads });
  sums!.dispose();
  return y!;
}

/** The same of plain operations. */
export function composedCausalAttention(
  qkv: Tensor,
  heads: number,
  { dropout: drops }: CausalAttentionOptions = {},
): Tensor {
  return tidy(() => {
    const [batch, time, packed] = qkv.shape as [number, number, number];
    const size = packed / 3;
    const perHead = transpose(
      reshape(qkv, [batch, time, 3, heads, size / heads]),
      [2, 0, 3, 1, 4], // [3, batch, heads, time, size / heads]
    );
    const [q, k, v] = unstack(perHead) as [Tensor, Tensor, Tensor];
    const scores = mul(matMul(q, k, false, true), Math.sqrt(heads / size)); // [batch, heads, time, time]
    const positions = range(0, time);
    const isHidden = cast(greater(positions, expandDims(positions, 1)), 'float32'); // [time, time]
    const weights = softmax(add(scores, mul(isHidden, -1e30)));
    const kept = drops ? dropout(weights, drops.rate, drops.random) : weights;
    return reshape(transpose(matMul(kept, v), [0, 2, 1, 3]), [batch, time, size]);
  });
}

function requireHeads(qkv: Tensor, heads: number): void {
  if (qkv.rank !== 3)
    throw new OptionError(
      'qkv',
      `causalAttention needs [batch, time, 3 * size]; it is [${qkv.shape}]`,
    );
  const headSize = qkv.shape[2]! / (3 * heads);
  if (!(Number.isInteger(heads) && heads > 0 && Number.isInteger(headSize)))
    throw new OptionError(
      'heads',
      `causalAttention needs [batch, time, 3 * heads * head size]; [${qkv.shape}] is not that for ${heads} heads`,
    );
}

registerGradient({
  kernelName: 'ferrogen.CausalAttention',
  inputsToSave: ['qkv'],
  outputsToSave: [false, true],
  gradFunc: (dys, [qkv, logSumExp], attributes) => ({
    qkv: () =>
      runKernel(
        'ferrogen.CausalAttentionGrad',
        { dy: (dys as Tensor[])[0]!, qkv: qkv!, logSumExp: logSumExp! },
        attributes as NamedAttrMap,
      ),
  }),
});
