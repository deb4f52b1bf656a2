/** Entropy-bounded sampling (arXiv 2509.02510). */

import { entropy, ranked } from './ranked.ts';
import { banOthers } from './sequence.ts';

/** How many of the likeliest tokens make the entropy that is shared out. */
const COUNTED = 100;

/** Keeps the likeliest tokens as long as their part of the entropy is at most `share` of that of the 100 likeliest; the first always. */
export function keepTopH(scores: Float32Array, share: number): void {
  banOthers(scores, ranked(scores).tokens.slice(0, COUNTED));
  const order = ranked(scores);
  const most = share * entropy(order);
  let kept = 0;
  for (let reached = 0; kept < order.tokens.length; kept++) {
    const token = order.tokens[kept]!;
    reached -= order.probability(token) * order.logProbability(token);
    if (kept > 0 && reached > most) break;
  }
  banOthers(scores, order.tokens.slice(0, kept));
}
