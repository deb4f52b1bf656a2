/** Locally typical sampling (arXiv 2202.00666). */

import { entropy, ranked } from './ranked.ts';
import { ban } from './sequence.ts';

/**
 * Keeps the tokens whose information is nearest to the entropy, up to the one that brings their probability to `mass`, with all that are as near,
 * and at least `least` tokens.
 */
export function keepTypical(scores: Float32Array, mass: number, least: number): void {
  const order = ranked(scores);
  const mean = entropy(order);
  const distance = (token: number) => Math.fround(Math.abs(-order.logProbability(token) - mean));
  const nearest = order.tokens
    .map((token) => ({ token, distance: distance(token) }))
    .sort((a, b) => a.distance - b.distance || a.token - b.token);
  let last = 0;
  let reached = order.probability(nearest[0]!.token);
  while (reached < mass && last + 1 < nearest.length) {
    last++;
    reached += order.probability(nearest[last]!.token);
  }
  const furthest = nearest[last]!.distance;
  ban(
    scores,
    nearest
      .slice(least)
      .filter(({ distance }) => distance > furthest)
      .map(({ token }) => token),
  );
}
