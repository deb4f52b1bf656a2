/**
 * Byte-level byte pair encoding: Radford et al., "Language models are unsupervised multitask learners" (2019), section 2.2. Tokens are
 * strings of bytes, so every text can be said, and a character may be cut in two.
 */

import {
  type EncodeOptions,
  requireToken,
  type TextStream,
  type Tokenizer,
  TokenizerError,
} from '../tokenizer.ts';
import { isAscii, utf8String, writeBytes } from './byte-strings.ts';
import { mergePairs } from './merge.ts';
import { forEachPiece } from './pieces.ts';

/** What a byte-level tokenizer is made of. */
export interface ByteLevelVocabulary {
  /** The bytes of each token, as strings of U+0000 to U+00FF: every byte by itself, then others in the order in which pairs merge. */
  readonly tokens: readonly string[];
  /** Tokens that no merging gives, by what they are written as. */
  readonly specials: ReadonlyMap<string, number>;
}

/** Pieces whose tokens are remembered, at most, and their length: of a longer one V8 would keep the whole text. */
const REMEMBERED = 50_000;
const REMEMBERED_LENGTH = 12;

/** GPT-2's way to cut and merge, over any vocabulary of its kind. */
export class ByteLevelTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly #tokens: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;
  readonly #bytes: Int32Array;
  readonly #specials: ReadonlyMap<string, number>;
  readonly #specialWords: ReadonlyMap<number, string>;
  readonly #ranks = new Map<number, number>();
  readonly #remembered = new Map<string, Int32Array>();

  /** @throws TokenizerError for a vocabulary that lacks a byte or has a token twice */
  constructor({ tokens, specials }: ByteLevelVocabulary) {
    this.#tokens = tokens;
    this.#ids = new Map(tokens.map((token, id) => [token, id]));
    this.#bytes = Int32Array.from(
      { length: 256 },
      (_, byte) => this.#ids.get(String.fromCharCode(byte)) ?? -1,
    );
    if (this.#bytes.includes(-1) || this.#ids.size < tokens.length)
      throw new TokenizerError(
        'TOKENIZER_FILE',
        'a byte-level vocabulary has each token once, and every byte among them',
      );
    this.#specials = specials;
    this.#specialWords = new Map([...specials].map(([word, id]) => [id, word]));
    this.vocabSize = Math.max(tokens.length, ...[...specials.values()].map((id) => id + 1));
  }

  encode(text: string, { specials = false }: EncodeOptions = {}): Int32Array {
    const out = new TokenList();
    if (!specials || this.#specials.size === 0) this.#encodePlain(text, out);
    else
      for (const part of text.split(this.#specialPattern())) {
        const id = this.#specials.get(part);
        if (id === undefined) this.#encodePlain(part, out);
        else out.push(id);
      }
    return out.values();
  }

  decode(tokens: ArrayLike<number>): string {
    let length = 0;
    for (let k = 0; k < tokens.length; k++) length += this.#bytesOf(tokens[k]!).length;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (let k = 0; k < tokens.length; k++) {
      const token = this.#bytesOf(tokens[k]!);
      writeBytes(token, bytes, at);
      at += token.length;
    }
    return utf8Decoder().decode(bytes);
  }

  stream(): TextStream {
    // It holds back what may yet become a character.
    const decoder = utf8Decoder();
    return {
      push: (token) => {
        const string = this.#bytesOf(token);
        const bytes = new Uint8Array(string.length);
        writeBytes(string, bytes, 0);
        return decoder.decode(bytes, { stream: true });
      },
      end: () => decoder.decode(),
    };
  }

  #encodePlain(text: string, out: TokenList): void {
    forEachPiece(text, (start, end) => {
      const piece = text.slice(start, end);
      const id = this.#ids.get(piece);
      // A piece beyond ASCII is never found here as something else: its UTF-8 is another string than itself.
      if (id !== undefined && isAscii(piece)) out.push(id);
      else for (const token of this.#tokensOf(piece)) out.push(token);
    });
  }

  /** Tokens of a piece. */
  #tokensOf(piece: string): Int32Array {
    const known = this.#remembered.get(piece);
    if (known !== undefined) return known;
    const bytes = utf8String(piece);
    const whole = this.#ids.get(bytes);
    const tokens = whole === undefined ? this.#merged(bytes) : Int32Array.of(whole);
    if (piece.length <= REMEMBERED_LENGTH) {
      if (this.#remembered.size >= REMEMBERED) this.#remembered.clear();
      this.#remembered.set(piece, tokens);
    }
    return tokens;
  }

  #merged(bytes: string): Int32Array {
    const symbols = Int32Array.from(
      { length: bytes.length },
      (_, k) => this.#bytes[bytes.charCodeAt(k)]!,
    );
    return mergePairs(symbols, (left, right) => this.#rankOf(left, right));
  }

  /** The token that two are together, remembered: of the many pairs few are met. */
  #rankOf(left: number, right: number): number {
    const pair = left * this.#tokens.length + right;
    const known = this.#ranks.get(pair);
    if (known !== undefined) return known;
    const rank = this.#ids.get(this.#tokens[left]! + this.#tokens[right]!) ?? -1;
    if (this.#ranks.size >= 2 ** 20) this.#ranks.clear();
    this.#ranks.set(pair, rank);
    return rank;
  }

  #bytesOf(token: number): string {
    requireToken(token, this.vocabSize);
    return this.#tokens[token] ?? utf8String(this.#specialWords.get(token) ?? '');
  }

  /** Finds special words, and keeps them where a text is split. */
  #specialPattern(): RegExp {
    const longestFirst = [...this.#specials.keys()].sort((one, other) => other.length - one.length);
    const words = longestFirst.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    return new RegExp(`(${words.join('|')})`);
  }
}

/** Keeps a mark of byte order, which is a character as any other here. */
function utf8Decoder(): TextDecoder {
  return new TextDecoder('utf-8', { ignoreBOM: true });
}

/** Tokens in an array that grows. */
class TokenList {
  #values = new Int32Array(1024);
  #count = 0;

  push(token: number): void {
    if (this.#count === this.#values.length) {
      const longer = new Int32Array(2 * this.#count);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.#count++] = token;
  }

  values(): Int32Array {
    return this.#values.slice(0, this.#count);
  }
}
