/** From text to tokens and back. Knows no way to do it. */

/** How a text is read. */
export interface EncodeOptions {
  /**
   * Whether a special token that is written out in the text, such as `<|endoftext|>`, is that token. Text of unknown origin must not be
   * able to say such a thing, so it is plain text otherwise. @default false
   */
  readonly specials?: boolean;
}

/** A text that comes token by token. */
export interface TextStream {
  /** What is certain with this token and was not before: perhaps nothing, never a part of a character. */
  push(token: number): string;
  /** What is left. The stream may then be used anew. */
  end(): string;
}

/** From text to tokens and back. */
export interface Tokenizer {
  /** Tokens that there are, the special ones among them: each is below. */
  readonly vocabSize: number;
  /**
   * The tokens of a text.
   *
   * @throws TokenizerError for a text that these tokens cannot say
   */
  encode(text: string, options?: EncodeOptions): Int32Array;
  /**
   * The text of tokens. Bytes that are no UTF-8 become U+FFFD.
   *
   * @throws TokenizerError for what is no token
   */
  decode(tokens: ArrayLike<number>): string;
  /** Decodes tokens as they come; all that it gives, joined, is what `decode` gives of them. */
  stream(): TextStream;
}

/** Why a text or a token was refused. */
export type TokenizerErrorCode = 'TOKENIZER_TEXT' | 'TOKENIZER_TOKEN' | 'TOKENIZER_FILE';

/** A text that a tokenizer cannot say, a number that is none of its tokens, or a file that describes no tokenizer. */
export class TokenizerError extends RangeError {
  override readonly name = 'TokenizerError';
  readonly code: TokenizerErrorCode;

  constructor(code: TokenizerErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** @throws TokenizerError for what is no token */
export function requireToken(token: number, vocabSize: number): void {
  if (!(Number.isInteger(token) && token >= 0 && token < vocabSize))
    throw new TokenizerError(
      'TOKENIZER_TOKEN',
      `a token is a whole number from 0 to ${vocabSize - 1}; got ${token}`,
    );
}
