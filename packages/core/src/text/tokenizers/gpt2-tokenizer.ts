/** GPT-2's own vocabulary: 50,256 strings of bytes, as the package `gpt-tokenizer` has them, and `<|endoftext|>`. */

import { ByteLevelTokenizer } from './byte-level/byte-level-tokenizer.ts';
import { byteString, utf8String } from './byte-level/byte-strings.ts';

/**
 * The tokenizer of the published GPT-2s. Half a megabyte of vocabulary is loaded when it is first called.
 *
 * @example
 * const tokenizer = await gpt2Tokenizer();
 * tokenizer.encode('I enjoy walking with my cute dog'); // 40, 2883, 6155, 351, 616, 13779, 3290
 */
export async function gpt2Tokenizer(): Promise<ByteLevelTokenizer> {
  const { default: tokens } = await import('gpt-tokenizer/bpeRanks/r50k_base');
  return new ByteLevelTokenizer({
    // A token that is no text by itself stands there as bytes.
    tokens: tokens.map((token) =>
      typeof token === 'string' ? utf8String(token) : byteString(token),
    ),
    specials: new Map([['<|endoftext|>', tokens.length]]),
  });
}
