/** The search of one prompt, or of a part of its beams, as the decoder sees it: proposed to, then told what ended. */

import type { DecodingSettings, FinishReason, Hypothesis } from '../../decoding.ts';
import type { Candidate } from './best-candidates.ts';

/** A sequence that goes on. */
export interface Live {
  /** Padding, prompt, generated tokens. */
  readonly tokens: readonly number[];
  readonly logProbs: readonly number[];
  readonly beamIndices: readonly number[];
  /** Sum of the log-probabilities, added up in single precision. */
  readonly score: number;
  /** The row of logits that its next token is chosen by. */
  readonly row: number;
}

/** A candidate and the log-probability of its token. */
export interface Proposal extends Candidate {
  readonly logProb: number;
}

/** What a search begins with. */
export interface SearchStart {
  readonly settings: DecodingSettings;
  /** The prompt's number in the batch. */
  readonly item: number;
  /** Padding and prompt. */
  readonly tokens: readonly number[];
  /** How many of them are padding. */
  readonly padding: number;
  /** Key of the random numbers. */
  readonly key: readonly [number, number];
}

/** One prompt's sequences, or those of a group of its beams. */
export interface Search {
  /** The sequences that go on, in the order of their beams. */
  readonly live: readonly Live[];
  /**
   * What may be chosen, best first.
   *
   * @param scores a copy of the logits of each live sequence, which is changed
   */
  propose(scores: readonly Float32Array[], context: StepContext): readonly Proposal[];
  /** Chooses among them. Those that go on have the row of the sequence that they go on from. @param stopped per proposal */
  accept(proposals: readonly Proposal[], stopped: ArrayLike<number>): void;
  /** Renumbers the rows of the live sequences. */
  useRows(rows: readonly number[]): void;
  /** Finished sequences, best first. */
  readonly finished: readonly Hypothesis[];
  /** The generated tokens of all that may still become its best sequence; without beams its sequence number `sequence` alone. */
  contenders(sequence: number): readonly ArrayLike<number>[];
}

/** What a step knows beyond a search. */
export interface StepContext {
  /** The tokens allowed for a row; null for any. */
  readonly allowed: (row: number) => Int32Array | null;
  /** How often earlier groups of the same prompt have chosen each token in this step. */
  readonly chosen: ReadonlyMap<number, number>;
}

/** Why a sequence ends with its latest token, or null where it goes on. */
export function endOf(
  token: number,
  generated: number,
  isStopped: boolean,
  settings: DecodingSettings,
): FinishReason | null {
  if (settings.eosTokenIds.includes(token)) return 'eos';
  if (isStopped) return 'stop';
  return generated >= settings.maxNewTokens ? 'length' : null;
}
