/** Generates, and stops between two steps when Ctrl-C asks for it, with what there is by then. */

import {
  type GenerateEvent,
  type GenerateOptions,
  generateSteps,
  type LanguageModel,
} from '@ferrogen/core/text';
import { takeTurn } from '../breathe.ts';
import type { Context } from '../context.ts';
import { type SequenceResult, sequenceResult } from './generation-result.ts';
import { RowsUnderWay, type RowTokens } from './rows-under-way.ts';

/** What came of it. */
export interface Generation {
  readonly sequences: readonly SequenceResult[];
  /** All that was tried. */
  readonly rows: RowsUnderWay;
  readonly isInterrupted: boolean;
}

/** Tokens that will stay, as `generateSteps` tells of them. */
export type SettledTokens = Extract<GenerateEvent, { kind: 'tokens' }>;

/**
 * Runs to the end, or to the step in which the signal is aborted.
 *
 * @throws OptionError before the first step, for options that cannot be honoured
 * @throws DecodingError where no token can be chosen
 */
export async function runGeneration(
  model: LanguageModel,
  prompts: readonly Int32Array[],
  options: GenerateOptions,
  onTokens: (event: SettledTokens) => Promise<void> | undefined,
  { signal }: Pick<Context, 'signal'>,
): Promise<Generation> {
  const rows = new RowsUnderWay(prompts.length);
  const told: SettledTokens[] = [];
  const steps = generateSteps(model, prompts, options);
  try {
    for (;;) {
      const { done, value } = await steps.next();
      if (done) return { sequences: value.map(sequenceResult), rows, isInterrupted: false };
      if (value.kind === 'tokens') {
        told.push(value);
        await onTokens(value);
        continue;
      }
      rows.step(value);
      // A model that keeps the processor must not keep Ctrl-C from being heard.
      await takeTurn();
      if (signal.aborted) break;
    }
  } finally {
    await steps.return([]);
  }
  const { numBeams = 1, numReturnSequences = 1 } = options;
  const there = numBeams === 1 ? settledRows(told) : rows.likeliest(numReturnSequences);
  const sequences = there.map((row) => interrupted(row, prompts, options));
  return { sequences, rows, isInterrupted: true };
}

/** All that was told of each sequence. */
function settledRows(told: readonly SettledTokens[]): readonly RowTokens[] {
  const sequences = new Map<string, { prompt: number; sequence: number; tokens: number[] }>();
  for (const { prompt, sequence, tokens } of told) {
    const key = `${prompt} ${sequence}`;
    const own = sequences.get(key) ?? { prompt, sequence, tokens: [] };
    own.tokens.push(...tokens);
    sequences.set(key, own);
  }
  return [...sequences.values()].sort(
    (one, other) => one.prompt - other.prompt || one.sequence - other.sequence,
  );
}

function interrupted(
  { prompt, tokens }: RowTokens,
  prompts: readonly Int32Array[],
  { tokenizer, eosTokenIds = [] }: GenerateOptions,
): SequenceResult {
  const said = tokens.filter((token) => !eosTokenIds.includes(token));
  return {
    prompt,
    tokens: [...prompts[prompt]!, ...tokens],
    text: tokenizer ? tokenizer.decode(said) : null,
    score: null,
    logProbs: null,
    beamIndices: null,
    finishReason: 'interrupted',
  };
}
