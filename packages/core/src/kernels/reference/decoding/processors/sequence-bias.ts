/** Biases of tokens that would complete a sequence; a banned one is a bias of -infinity. */

import { type Sequence, standsAt } from './sequence.ts';

/**
 * Adds each bias to the last token of its sequence where the tokens before it are the last ones of `sequence`. Sequences longer than what
 * stands already are passed over.
 */
export function addSequenceBias(
  scores: Float32Array,
  { tokens }: Sequence,
  biases: readonly (readonly [tokens: readonly number[], bias: number])[],
): void {
  for (const [ids, bias] of biases) {
    const before = ids.slice(0, -1);
    if (before.length > 0 && ids.length > tokens.length) continue;
    const last = ids.at(-1)!;
    if (standsAt(tokens, tokens.length - before.length, before))
      scores[last] = scores[last]! + Math.fround(bias);
  }
}

/** Bans the last token of each sequence whose other tokens stand already; one that is an EOS alone is passed over. */
export function banSequences(
  scores: Float32Array,
  sequence: Sequence,
  banned: readonly (readonly number[])[],
  eosTokenIds: readonly number[],
): void {
  const isEos = (ids: readonly number[]) => ids.length === 1 && eosTokenIds.includes(ids[0]!);
  addSequenceBias(
    scores,
    sequence,
    banned.filter((ids) => !isEos(ids)).map((ids) => [ids, Number.NEGATIVE_INFINITY]),
  );
}
