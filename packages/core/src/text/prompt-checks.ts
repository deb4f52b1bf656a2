/** What every model of text asks of its prompts and tokens. Knows no model. */

import { OptionError } from '../errors.ts';
import type { TokenBatch } from './language-model.ts';

/** @throws OptionError for prompts that are no batch, are empty, or hold what is no token */
export function requirePrompts(prompts: TokenBatch, vocabSize: number): void {
  const { tokens, batch, length, padding } = prompts;
  if (!(batch >= 1 && tokens.length === batch * length && padding.length === batch))
    throw new OptionError(
      'prompts',
      `prompts are a batch of one or more rows, [batch, length], with the padding of each; got ${tokens.length} tokens and ${padding.length} paddings for [${batch}, ${length}]`,
    );
  for (let row = 0; row < batch; row++) {
    const left = padding[row]!;
    if (!(left >= 0 && left < length))
      throw new OptionError(
        'prompts',
        `a prompt has one token at least; prompt ${row} has ${length - left}: begin with the token that begins a text`,
      );
    for (let at = left; at < length; at++) requireToken(tokens[row * length + at]!, vocabSize);
  }
}

/** @throws OptionError for what is no token */
function requireToken(token: number, vocabSize: number): void {
  if (!(token >= 0 && token < vocabSize))
    throw new OptionError(
      'tokens',
      `a token of this model is from 0 to ${vocabSize - 1}; got ${token}`,
    );
}

/** @throws OptionError unless there is a token for each row */
export function requirePushed(tokens: Int32Array, rows: number, vocabSize: number): void {
  if (tokens.length !== rows)
    throw new OptionError(
      'tokens',
      `one token is pushed to each of the ${rows} rows; got ${tokens.length}`,
    );
  for (const token of tokens) requireToken(token, vocabSize);
}
