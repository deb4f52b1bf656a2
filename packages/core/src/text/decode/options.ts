/** What `generate` takes: the settings of decoding, each with its default, and what only a driver knows. */

import type { DecodingSettings } from '../../kernels/decoding.ts';
import type { Prng } from '../../random/prng.ts';

/** What turns tokens into text; every tokenizer does. */
export interface TokenText {
  /** The text of tokens. */
  decode(tokens: ArrayLike<number>): string;
  /** A text that comes token by token: `push` gives what is certain and was not before, `end` what is left. */
  stream(): { push(token: number): string; end(): string };
}

/** How to generate: see `DecodingSettings` for the fields and defaults not told here. */
export interface GenerateOptions extends Partial<DecodingSettings> {
  /** Tokens of a sequence at most, its prompt and padding included; instead of `maxNewTokens`. */
  readonly maxLength?: number;
  /** What the shorter prompts of a batch are filled up with on the left. @default the first EOS, or 0 */
  readonly padTokenId?: number;
  /** Where draws come from; needed to sample. The same source gives the same tokens. */
  readonly random?: Prng;
  /** Texts that end a sequence, which is cut before them. Needs `tokenizer`. @default [] */
  readonly stopStrings?: readonly string[];
  /**
   * The tokens that a sequence may go on with.
   *
   * @param prompt its number in the batch
   * @param tokens the prompt and what was generated, without padding
   */
  readonly allowedTokens?: (prompt: number, tokens: readonly number[]) => ArrayLike<number>;
  /** Turns tokens into text; without it every `text` is null. */
  readonly tokenizer?: TokenText;
  /** Looked at between steps; an aborted one rejects with its reason. */
  readonly signal?: AbortSignal;
}
