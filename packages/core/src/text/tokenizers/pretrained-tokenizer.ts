/** Any tokenizer that Hugging Face's libraries describe in a `tokenizer.json`, over their own package. */

import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import type { Json } from '../../io/model-file.ts';
import {
  type EncodeOptions,
  requireToken,
  type TextStream,
  type Tokenizer,
  TokenizerError,
} from './tokenizer.ts';

/** What stands at the end for bytes that are no character, or not yet one. */
const UNFINISHED = /\ufffd+$/;

/** A tokenizer of a `tokenizer.json`. No token is added at either end of a text. */
export class PretrainedTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly #tokenizer: HuggingFaceTokenizer;
  /** The same without special tokens, to which they are plain text. */
  readonly #plain: HuggingFaceTokenizer;

  /**
   * @param file what `tokenizer.json` says
   * @param config what `tokenizer_config.json` beside it says @default nothing
   * @throws TokenizerError for a file that describes no tokenizer
   */
  constructor(file: Json, config: Json = {}) {
    const { added_tokens: added = [], ...rest } = Object(file) as { added_tokens?: AddedToken[] };
    try {
      const ordinary = added.filter(({ special }) => !special);
      this.#tokenizer = new HuggingFaceTokenizer({ ...rest, added_tokens: added }, Object(config));
      this.#plain = new HuggingFaceTokenizer({ ...rest, added_tokens: ordinary }, Object(config));
      const ids = [...this.#tokenizer.get_vocab(true).values()];
      this.vocabSize = ids.reduce((most, id) => Math.max(most, id + 1), 0);
    } catch (cause) {
      throw new TokenizerError(
        'TOKENIZER_FILE',
        `this tokenizer.json describes no tokenizer that can be made: ${(cause as Error).message}`,
      );
    }
  }

  encode(text: string, { specials = false }: EncodeOptions = {}): Int32Array {
    const tokenizer = specials ? this.#tokenizer : this.#plain;
    return Int32Array.from(tokenizer.encode(text, { add_special_tokens: false }).ids);
  }

  decode(tokens: ArrayLike<number>): string {
    for (let k = 0; k < tokens.length; k++) requireToken(tokens[k]!, this.vocabSize);
    // The package refuses to decode nothing.
    if (tokens.length === 0) return '';
    return this.#tokenizer.decode(Array.from(tokens), {
      skip_special_tokens: false,
      clean_up_tokenization_spaces: false,
    });
  }

  stream(): TextStream {
    // A token's text may depend on the one before it, so that one is decoded again.
    let tokens: number[] = [];
    let given = 0;
    const rest = () => this.decode(tokens).slice(given);
    return {
      push: (token) => {
        requireToken(token, this.vocabSize);
        tokens.push(token);
        const fresh = rest();
        const certain = fresh.replace(UNFINISHED, '');
        if (certain.length < fresh.length) given += certain.length;
        else {
          tokens = [token];
          given = this.decode(tokens).length;
        }
        return certain;
      },
      end: () => {
        const last = rest();
        tokens = [];
        given = 0;
        return last;
      },
    };
  }
}

/** A token that was added to a vocabulary, as far as we look at it. */
interface AddedToken {
  readonly special: boolean;
}
