/** Prompts of a batch, padded on the left to one length. */
export interface TokenBatch {
  /** [batch, length] */
  readonly tokens: Int32Array;
  readonly batch: number;
  readonly length: number;
  /** How many tokens at the left of each row are padding, [batch]. */
  readonly padding: Int32Array;
}
/** What text is drawn from: GPT-2, a recurrent network, or a model of one's own. Knows no decoder. */
export interface LanguageModel {
  readonly vocabSize: number;
  /** Tokens that fit, prompt included; null where there is no bound. */
  readonly contextLength: number | null;
  start(prompts: TokenBatch): LanguageModelState;
}
/** Sequences under way: one row each, at first one a prompt. */
export interface LanguageModelState {
  /** Logits of the next token of every row, [rows, vocabSize]. The array is the state's: it is good until the next push or reorder. */
  next(): Float32Array | Promise<Float32Array>;
  /** Replaces the rows by those of `parents` (any number of rows, any order, repeats too). */
  reorder(parents: Int32Array): void;
  /** Appends a token to each row, [rows]. */
  push(tokens: Int32Array): void;
  dispose(): void;
}
