/** What `gen generate --json` prints. */

import type { FinishReason } from '@ferrogen/core';
import type { GeneratedSequence, GenerateOptions } from '@ferrogen/core/text';

export interface GenerationResult {
  readonly schemaVersion: 1;
  readonly kind: 'generation';
  readonly model: string;
  readonly promptTokens: readonly (readonly number[])[];
  readonly sequences: readonly SequenceResult[];
  /** The options that differ from their defaults. */
  readonly settings: object;
  /** Null where nothing is drawn. */
  readonly seed: number | null;
  readonly backend: string;
  readonly seconds: number;
  /** Generated tokens a second; of a search with beams those of the best text of each prompt. */
  readonly tokensPerSecond: number;
}

/** One of the texts. */
export interface SequenceResult {
  /** Number of its prompt. */
  readonly prompt: number;
  /** The prompt's, and those that were generated. */
  readonly tokens: readonly number[];
  /** Of the generated tokens; null without a tokenizer. */
  readonly text: string | null;
  /** What ranked the beams; null without beams. */
  readonly score: number | null;
  /** Of each generated token; null where the sequence was interrupted. */
  readonly logProbs: readonly number[] | null;
  /** The beam that each was chosen from; null where the sequence was interrupted. */
  readonly beamIndices: readonly number[] | null;
  readonly finishReason: FinishReason | 'interrupted';
}

/** A sequence as JSON has it. */
export function sequenceResult(sequence: GeneratedSequence): SequenceResult {
  const { prompt, tokens, text, score, logProbs, beamIndices, finishReason } = sequence;
  return {
    prompt,
    tokens: [...tokens],
    text,
    score,
    logProbs: [...logProbs],
    beamIndices: [...beamIndices],
    finishReason,
  };
}

/** Options that say how to choose; the others say with what. */
export function settingsOf({
  random: _random,
  tokenizer: _tokenizer,
  signal: _signal,
  allowedTokens: _allowed,
  ...settings
}: GenerateOptions): object {
  return settings;
}
