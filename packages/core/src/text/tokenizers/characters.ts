/** Characters as tokens: each code point of a small alphabet. */

import { requireToken, type TextStream, type Tokenizer, TokenizerError } from './tokenizer.ts';

/**
 * A token for each character of an alphabet, in its order.
 *
 * @example
 * const tokenizer = CharacterTokenizer.of('hello'); // 1. e, h, l, o
 * tokenizer.encode('hole');                         // 2. 1, 3, 2, 0
 */
export class CharacterTokenizer implements Tokenizer {
  /** The characters by their tokens. */
  readonly characters: readonly string[];
  readonly #tokens: ReadonlyMap<string, number>;

  /**
   * @param characters the alphabet, each code point once
   * @throws TokenizerError where one is there twice
   */
  constructor(characters: string) {
    this.characters = [...characters];
    this.#tokens = new Map(this.characters.map((character, token) => [character, token]));
    if (this.#tokens.size < this.characters.length)
      throw new TokenizerError(
        'TOKENIZER_FILE',
        `an alphabet has each character once; this one has ${this.characters.length} characters, ${this.#tokens.size} different ones`,
      );
  }

  /** The alphabet of a text, in the order of code points. */
  static of(text: string): CharacterTokenizer {
    const codePoints = [...new Set(text)].map((character) => character.codePointAt(0)!);
    return new CharacterTokenizer(
      String.fromCodePoint(...codePoints.sort((one, other) => one - other)),
    );
  }

  get vocabSize(): number {
    return this.characters.length;
  }

  /** @throws TokenizerError for a character that the alphabet does not have */
  encode(text: string): Int32Array {
    const tokens = new Int32Array(text.length);
    let count = 0;
    for (const character of text) {
      const token = this.#tokens.get(character);
      if (token === undefined)
        throw new TokenizerError(
          'TOKENIZER_TEXT',
          `the character ${JSON.stringify(character)}, number ${count + 1} of the text, is none of the ${this.vocabSize} that this model knows: ${JSON.stringify(this.characters.join(''))}`,
        );
      tokens[count++] = token;
    }
    return tokens.subarray(0, count);
  }

  decode(tokens: ArrayLike<number>): string {
    const characters = new Array<string>(tokens.length);
    for (let k = 0; k < tokens.length; k++) characters[k] = this.#characterOf(tokens[k]!);
    return characters.join('');
  }

  stream(): TextStream {
    return { push: (token) => this.#characterOf(token), end: () => '' };
  }

  #characterOf(token: number): string {
    requireToken(token, this.vocabSize);
    return this.characters[token]!;
  }
}
