/** Min-p sampling (arXiv 2407.01082). */

import { ranked } from './ranked.ts';
import { ban } from './sequence.ts';

/** Bans what has less than `share` of the likeliest token's probability; the `least` best stay. */
export function keepMinP(scores: Float32Array, share: number, least: number): void {
  const { tokens, probability } = ranked(scores);
  const threshold = share * probability(tokens[0]!);
  ban(
    scores,
    tokens.slice(least).filter((token) => probability(token) < threshold),
  );
}
