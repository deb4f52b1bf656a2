/** A growing pull towards the end. */

import type { Sequence } from './sequence.ts';

/** From `start` generated tokens on raises each EOS by its size times factor^excess - 1; one that is banned stays so. */
export function raiseEos(
  scores: Float32Array,
  { tokens, promptLength }: Sequence,
  [start, factor]: readonly [start: number, factor: number],
  eosTokenIds: readonly number[],
): void {
  const excess = tokens.length - promptLength - start;
  if (excess <= 0) return;
  const share = Math.fround(factor ** excess - 1);
  for (const eos of eosTokenIds) {
    const score = scores[eos]!;
    if (score > Number.NEGATIVE_INFINITY)
      scores[eos] = score + Math.fround(Math.abs(score) * share);
  }
}
