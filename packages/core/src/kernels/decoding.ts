/**
 * Decoding as kernels see it: complete settings, a decoder that is pulled, the hypotheses that it ends with. Knows no model, no text
 * and no names of options that are missing.
 *
 * A decoder is handed logits and answers which rows go on with which tokens, so any source of logits can drive it. Fields mean what they mean in
 * Hugging Face's `generate()`.
 */

/** When a search of several beams ends: see `earlyStopping`. */
export type EarlyStopping = boolean | 'never';

/** What the sum of log-probabilities is divided by: see `lengthRule`. */
export type LengthRule = 'generated' | 'sequence' | 'gnmt';

/** How tokens are chosen. `defaultDecodingSettings` has every default. */
export interface DecodingSettings {
  /** Beams of a prompt; 1 is greedy decoding, or plain sampling. @default 1 */
  readonly numBeams: number;
  /** Groups that the beams are divided into; the later ones shun what the earlier ones chose (arXiv 1610.02424). @default 1 */
  readonly numBeamGroups: number;
  /** Taken from the score of a token for each time that an earlier group chose it in this step. @default 0 */
  readonly diversityPenalty: number;
  /** Draw tokens by their probabilities instead of taking the likeliest. @default false */
  readonly doSample: boolean;
  /** Sequences of each prompt to give back. @default 1 */
  readonly numReturnSequences: number;
  /** Tokens to generate at most, a closing EOS counted. @default 20 */
  readonly maxNewTokens: number;
  /** No EOS before the sequence, prompt and padding included, has this many tokens. @default 0 */
  readonly minLength: number;
  /** No EOS before this many tokens are generated. @default 0 */
  readonly minNewTokens: number;
  /** Tokens that end a sequence. @default [] */
  readonly eosTokenIds: readonly number[];
  /**
   * With several beams: `true` ends when enough hypotheses have finished, `false` when the best beam cannot beat the worst of them at its present
   * length, `never` when it could not at any length. @default false
   */
  readonly earlyStopping: EarlyStopping;
  /** Exponent of the length that a score is divided by: 0 for none, above 0 favours longer sequences, below 0 shorter ones. @default 1 */
  readonly lengthPenalty: number;
  /**
   * The length meant by `lengthPenalty`: `generated` tokens, the EOS counted, as transformers has it; the whole `sequence` with its prompt and without
   * the EOS (onnxruntime, rust-bert); or (5 + generated) / 6 (`gnmt`, arXiv 1609.08144). @default 'generated'
   */
  readonly lengthRule: LengthRule;
  /** With `earlyStopping: true`, how many hypotheses are enough, as a multiple of the beams (arXiv 2204.05424). @default 1 */
  readonly patience: number;
  /** Phrases that every hypothesis must hold, each a list of alternatives, each of those tokens. @default [] */
  readonly forceWordsIds: readonly (readonly (readonly number[])[])[];
  /** Added to the score of the last token of a sequence where the tokens before it stand already. @default [] */
  readonly sequenceBias: readonly (readonly [tokens: readonly number[], bias: number])[];
  /** Above 1 tokens of the sequence, prompt included, become less likely; below 1 more (arXiv 1909.05858). @default 1 */
  readonly repetitionPenalty: number;
  /** No run of this many tokens occurs twice; 0 allows all. Padding counts as tokens. @default 0 */
  readonly noRepeatNgramSize: number;
  /** Sequences that are never completed. @default [] */
  readonly badWordsIds: readonly (readonly number[])[];
  /** The first generated token where the prompt has one token; null for none. @default null */
  readonly forcedBosTokenId: number | null;
  /** The only tokens allowed as the last one of the longest sequences. @default [] */
  readonly forcedEosTokenIds: readonly number[];
  /** After `start` generated tokens the score of an EOS rises by its size times factor^excess - 1; null for none. @default null */
  readonly exponentialDecayLengthPenalty: readonly [start: number, factor: number] | null;
  /** Tokens that are never generated. @default [] */
  readonly suppressTokens: readonly number[];
  /** Tokens that are not generated first. @default [] */
  readonly beginSuppressTokens: readonly number[];
  /** When sampling: what scores are divided by. @default 1 */
  readonly temperature: number;
  /** When sampling: the likeliest tokens whose entropy is this share of that of the 100 likeliest (arXiv 2509.02510); null for all. @default null */
  readonly topH: number | null;
  /** When sampling: how many of the likeliest tokens; 0 for all. @default 50 */
  readonly topK: number;
  /** When sampling: the fewest tokens that have this much probability (arXiv 1904.09751). @default 1 */
  readonly topP: number;
  /** When sampling: tokens with at least this share of the likeliest one's probability (arXiv 2407.01082). @default 0 */
  readonly minP: number;
  /** When sampling: the most typical tokens that have this much probability (arXiv 2202.00666). @default 1 */
  readonly typicalP: number;
  /** When sampling: tokens with at least this probability (arXiv 2210.15191). @default 0 */
  readonly epsilonCutoff: number;
  /** When sampling: as `epsilonCutoff`, lower where the distribution is flat (arXiv 2210.15191). @default 0 */
  readonly etaCutoff: number;
  /** Normalise scores once more after all that changes them. @default false */
  readonly renormalizeLogits: boolean;
}

/** Every default: greedy decoding of 20 tokens. */
export const defaultDecodingSettings: DecodingSettings = {
  numBeams: 1,
  numBeamGroups: 1,
  diversityPenalty: 0,
  doSample: false,
  numReturnSequences: 1,
  maxNewTokens: 20,
  minLength: 0,
  minNewTokens: 0,
  eosTokenIds: [],
  earlyStopping: false,
  lengthPenalty: 1,
  lengthRule: 'generated',
  patience: 1,
  forceWordsIds: [],
  sequenceBias: [],
  repetitionPenalty: 1,
  noRepeatNgramSize: 0,
  badWordsIds: [],
  forcedBosTokenId: null,
  forcedEosTokenIds: [],
  exponentialDecayLengthPenalty: null,
  suppressTokens: [],
  beginSuppressTokens: [],
  temperature: 1,
  topH: null,
  topK: 50,
  topP: 1,
  minP: 0,
  typicalP: 1,
  epsilonCutoff: 0,
  etaCutoff: 0,
  renormalizeLogits: false,
};

/** Prompts of one length, padded on the left. */
export interface PromptRows {
  /** [batch, length]; padding holds the token that it is filled with. */
  readonly tokens: Int32Array;
  readonly batch: number;
  /** At least 1. */
  readonly length: number;
  /** How many tokens at the left of each row are padding, [batch]. */
  readonly padding: Int32Array;
}

/** What is to be decoded, and how. */
export interface DecodingRequest {
  readonly vocabSize: number;
  readonly prompts: PromptRows;
  readonly settings: DecodingSettings;
  /** Key of the counter-based generator that samples are drawn with, two words of 32 bits. */
  readonly key: readonly [number, number];
}

/** The tokens that each row may go on with: those of row r are `ids[offsets[r]]` to `ids[offsets[r + 1] - 1]`. */
export interface AllowedTokens {
  /** [rows + 1], ascending from 0. */
  readonly offsets: Int32Array;
  readonly ids: Int32Array;
}

/** Rows with a token appended to each, of which some will be taken. */
export interface DecodingCandidates {
  readonly refused: null;
  /** The row that each goes on from. */
  readonly parents: Int32Array;
  readonly tokens: Int32Array;
}

/** The rows after a step: row r goes on from row `parents[r]` of before with `tokens[r]`. */
export interface DecodingStep {
  readonly refused: null;
  readonly tokens: Int32Array;
  readonly parents: Int32Array;
  /** The prompt that each row belongs to. */
  readonly items: Int32Array;
  /** Sum of the log-probabilities of each row's generated tokens. */
  readonly scores: Float32Array;
  /** Whether no row is left. */
  readonly done: boolean;
}

/** Why a step was not made. */
export interface DecodingRefusal {
  /** A row holds NaN or infinity, or nothing but -infinity; or, without beams, its every token is banned. A beam without a way on just ends. */
  readonly refused: 'DECODING_LOGITS_NOT_FINITE' | 'DECODING_NO_TOKEN_LEFT';
  readonly row: number;
}

/** Why a sequence ended: with an EOS, at a stop text, or at `maxNewTokens`. */
export type FinishReason = 'eos' | 'stop' | 'length';

/** A finished sequence. */
export interface Hypothesis {
  /** Its prompt. */
  readonly item: number;
  /** Generated tokens, an EOS included. */
  readonly tokens: Int32Array;
  /** Log-probability of each token by the scores that it was chosen by: with several beams as processors leave them, otherwise normalised. */
  readonly logProbs: Float32Array;
  /** The beam that each token was chosen from, prompt times `numBeams` plus the beam's number. */
  readonly beamIndices: Int32Array;
  /** Sum of the log-probabilities over the power of the length; null where `numBeams` is 1. */
  readonly score: number | null;
  readonly reason: FinishReason;
}

/**
 * Sequences under way. At first a row for each prompt; each step replaces the rows. Of equal scores the lower row wins, then the lower token.
 *
 * A refused step leaves all as it was.
 */
export interface Decoder {
  /** Rows that the next logits are for. */
  readonly rows: number;
  /**
   * One step: chooses what every sequence goes on with.
   *
   * @param logits of the next token, [rows, vocabSize]; read during the call, not kept
   */
  advance(logits: Float32Array, allowed?: AllowedTokens): DecodingStep | DecodingRefusal;
  /** The first half of `advance`: all that may be chosen, so that a caller can look at their texts. Only where `numBeamGroups` is 1. */
  propose(logits: Float32Array, allowed?: AllowedTokens): DecodingCandidates | DecodingRefusal;
  /** The second half. @param stopped for each candidate 1 where its text ends the sequence */
  accept(stopped: Uint8Array): DecodingStep;
  /** Scores of the next tokens as the settings leave them, -infinity for those that are banned, [rows, vocabSize]. Changes nothing. */
  scores(logits: Float32Array, allowed?: AllowedTokens): Float32Array | DecodingRefusal;
  /**
   * Generated tokens of a prompt that are settled: all that may still become its best hypothesis begins so. Without beams the tokens of its
   * sequence number `sequence`.
   */
  settled(item: number, sequence: number): Int32Array;
  /** The finished sequences, prompt by prompt, best first; fewer than `numReturnSequences` where so few exist. */
  finish(): readonly Hypothesis[];
}
