/** Nucleus sampling (arXiv 1904.09751). */

import { ranked } from './ranked.ts';
import { ban } from './sequence.ts';

/**
 * Keeps the fewest likeliest tokens with at least the probability `mass`, and at least `least` tokens. Of equal ones the higher tokens are kept
 * first, as transformers' ascending sort has it.
 */
export function keepNucleus(scores: Float32Array, mass: number, least: number): void {
  const { tokens, probability } = ranked(scores, 'higher');
  let kept = 0;
  for (let reached = 0; kept < tokens.length && (reached < mass || kept < least); kept++)
    reached += probability(tokens[kept]!);
  ban(scores, tokens.slice(kept));
}
