/**
 * The text of one sequence as its tokens settle: never half a character, never a part of a stop text. Knows no decoder.
 */

import type { TokenText } from './options.ts';
import { cutBefore, heldBack } from './stop-texts.ts';

/** A text under way; all that it gives, joined, is the text. */
export class TextFlow {
  readonly #stream: ReturnType<TokenText['stream']>;
  readonly #stops: readonly string[];
  readonly #eosTokenIds: readonly number[];
  #pending = '';
  #isOver = false;

  constructor(tokenizer: TokenText, stops: readonly string[], eosTokenIds: readonly number[]) {
    this.#stream = tokenizer.stream();
    this.#stops = stops;
    this.#eosTokenIds = eosTokenIds;
  }

  /** What is certain with these tokens; an EOS has no text. */
  push(tokens: ArrayLike<number>): string {
    for (let i = 0; i < tokens.length; i++)
      if (!this.#eosTokenIds.includes(tokens[i]!)) this.#pending += this.#stream.push(tokens[i]!);
    return this.#take(heldBack);
  }

  /** What is left at the end of the sequence. */
  end(): string {
    this.#pending += this.#stream.end();
    return this.#take(() => 0);
  }

  #take(held: (text: string, stops: readonly string[]) => number): string {
    if (this.#isOver) return '';
    const text = this.#pending;
    const cut = cutBefore(text, this.#stops);
    this.#isOver = cut < text.length;
    const certain = this.#isOver ? cut : text.length - held(text, this.#stops);
    this.#pending = text.slice(certain);
    return text.slice(0, certain);
  }
}
