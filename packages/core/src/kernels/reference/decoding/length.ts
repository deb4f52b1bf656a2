/** The length that a sum of log-probabilities is divided by. */

import type { DecodingSettings, FinishReason } from '../../decoding.ts';

/** What the score of a sequence is divided by. @param prompt tokens of its prompt, padding left out */
export function lengthDivisor(
  { lengthRule, lengthPenalty }: DecodingSettings,
  prompt: number,
  generated: number,
  reason: FinishReason | null,
): number {
  return lengthOf[lengthRule](prompt, generated, reason) ** lengthPenalty;
}

const lengthOf = {
  generated: (_prompt: number, generated: number) => generated,
  sequence: (prompt: number, generated: number, reason: FinishReason | null) =>
    prompt + generated - (reason === 'eos' ? 1 : 0),
  gnmt: (_prompt: number, generated: number) => (5 + generated) / 6,
};
