/** Stretches of a long text for models that learn to tell the next token: which tokens they are, and which follow. Knows no tokenizer. */

import { OptionError } from '../../errors.ts';

/** Stretches of one length. */
export interface TokenWindows {
  /** Tokens and, behind each row's last one, the one that follows it: [batch, length + 1]. */
  readonly tokens: Int32Array;
  readonly batch: number;
  /** Tokens of a row that are read; each has one that follows. */
  readonly length: number;
}

/**
 * The stretches that begin at these places.
 *
 * @param text all tokens
 * @param starts places of the first tokens, each at most text.length - length - 1
 * @throws OptionError for a stretch that leaves the text
 * @example
 * const windows = windowsAt(train, Int32Array.of(0, 1000), 64); // [2, 65]
 */
export function windowsAt(
  text: Int32Array,
  starts: ArrayLike<number>,
  length: number,
): TokenWindows {
  const batch = starts.length;
  const tokens = new Int32Array(batch * (length + 1));
  for (let row = 0; row < batch; row++) {
    const start = starts[row]!;
    if (!(start >= 0 && start + length + 1 <= text.length))
      throw new OptionError(
        'starts',
        `a stretch of ${length} tokens and the next one begins from 0 to ${text.length - length - 1} here; got ${start}`,
      );
    tokens.set(text.subarray(start, start + length + 1), row * (length + 1));
  }
  return { tokens, batch, length };
}
