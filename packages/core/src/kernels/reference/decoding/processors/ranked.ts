/** Tokens in the order of their scores, with their probabilities: what the filters of a distribution walk along. */

import { exponential } from '../exponential.ts';
import { normalizer } from '../normalizer.ts';

/** The tokens that are not banned. */
export interface Ranked {
  /** Best first. */
  readonly tokens: number[];
  /** Probability of a token. */
  readonly probability: (token: number) => number;
  /** Its natural logarithm. */
  readonly logProbability: (token: number) => number;
}

/** Ranks a row. @param ties which of two tokens with equal scores comes first */
export function ranked(scores: Float32Array, ties: 'lower' | 'higher' = 'lower'): Ranked {
  const tokens: number[] = [];
  for (let token = 0; token < scores.length; token++)
    if (scores[token]! > Number.NEGATIVE_INFINITY) tokens.push(token);
  const sign = ties === 'lower' ? 1 : -1;
  tokens.sort((a, b) => scores[b]! - scores[a]! || sign * (a - b));
  const { max, sum, logSum } = normalizer(scores);
  return {
    tokens,
    probability: (token) => exponential(Math.fround(scores[token]! - max)) / sum,
    logProbability: (token) => Math.fround(Math.fround(scores[token]! - max) - logSum),
  };
}

/** Minus the sum of p ln p. */
export function entropy({ tokens, probability, logProbability }: Ranked): number {
  let sum = 0;
  for (const token of tokens) sum -= probability(token) * logProbability(token);
  return sum;
}
