/** No run of tokens twice. */

import { type Sequence, standsAt } from './sequence.ts';

/** Bans every token that followed the last `size - 1` tokens before; with size 1 every token seen. Padding counts. */
export function banRepeatedNgrams(scores: Float32Array, { tokens }: Sequence, size: number): void {
  const prefix = tokens.slice(tokens.length - (size - 1));
  if (prefix.length < size - 1) return;
  for (let start = 0; start + size <= tokens.length; start++)
    if (standsAt(tokens, start, prefix))
      scores[tokens[start + size - 1]!] = Number.NEGATIVE_INFINITY;
}
