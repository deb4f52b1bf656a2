/** The repetition penalty of Keskar et al. (arXiv 1909.05858). */

import type { Sequence } from './sequence.ts';

/** Multiplies scores below 0 and divides the others, once for each token that the sequence holds; padding does not count. */
export function penalizeRepetition(
  scores: Float32Array,
  { tokens, padding }: Sequence,
  penalty: number,
): void {
  const factor = Math.fround(penalty);
  for (const token of new Set(tokens.slice(padding))) {
    const score = scores[token]!;
    scores[token] = score < 0 ? score * factor : score / factor;
  }
}
