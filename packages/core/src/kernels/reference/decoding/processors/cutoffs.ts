/** Truncation by absolute probability: epsilon and eta sampling (arXiv 2210.15191). */

import { entropy, type Ranked, ranked } from './ranked.ts';
import { ban } from './sequence.ts';

/** Bans what has a probability below `epsilon`; what scores no less than the `least`-th best stays. */
export function cutEpsilon(scores: Float32Array, epsilon: number, least: number): void {
  cut(scores, ranked(scores), epsilon, least);
}

/** As `cutEpsilon`, with the threshold sqrt(eta) e^-entropy where that is lower. */
export function cutEta(scores: Float32Array, eta: number, least: number): void {
  const order = ranked(scores);
  cut(scores, order, Math.min(eta, Math.sqrt(eta) * Math.exp(-entropy(order))), least);
}

function cut(scores: Float32Array, order: Ranked, threshold: number, least: number): void {
  const { tokens, probability } = order;
  const safe = scores[tokens[Math.min(least, tokens.length) - 1]!]!;
  ban(
    scores,
    tokens.filter((token) => probability(token) < threshold && scores[token]! < safe),
  );
}
