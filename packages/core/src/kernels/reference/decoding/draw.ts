/** Drawing tokens by their probabilities. Knows no source of randomness: uniform numbers are handed in. */

import type { Candidate } from './best-candidates.ts';
import { exponential } from './exponential.ts';

/**
 * Draws candidates without replacement, each with probability proportional to e^score among those left, one for each uniform number, in the order
 * of the draws; fewer where fewer have a probability above 0.
 *
 * @param candidates in the order of their rows and tokens
 */
export function drawWithoutReplacement(
  candidates: readonly Candidate[],
  uniforms: Float64Array,
): Candidate[] {
  let max = Number.NEGATIVE_INFINITY;
  for (const { score } of candidates) if (score > max) max = score;
  const weights = Float64Array.from(candidates, ({ score }) =>
    exponential(Math.fround(score - max)),
  );
  const drawn: Candidate[] = [];
  for (const uniform of uniforms) {
    const index = drawOne(weights, uniform);
    if (index === null) break;
    drawn.push(candidates[index]!);
    weights[index] = 0;
  }
  return drawn;
}

/** The first index at which the running sum of the weights exceeds `uniform` times their sum; null where all are 0. */
function drawOne(weights: Float64Array, uniform: number): number | null {
  let sum = 0;
  for (const weight of weights) sum += weight;
  const target = uniform * sum;
  let reached = 0;
  let last: number | null = null;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index]!;
    if (weight === 0) continue;
    reached += weight;
    last = index;
    if (reached > target) break;
  }
  return last;
}

/** Every token of a row as a candidate, those that are -infinity left out. */
export function candidatesOfRow(scores: Float32Array, added: number, beam: number): Candidate[] {
  const candidates: Candidate[] = [];
  for (let token = 0; token < scores.length; token++) {
    const score = Math.fround(scores[token]! + added);
    if (score > Number.NEGATIVE_INFINITY) candidates.push({ score, beam, token });
  }
  return candidates;
}
