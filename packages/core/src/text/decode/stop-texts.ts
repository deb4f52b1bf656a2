/** Texts that end a sequence: whether tokens have reached one, and where a text is to be cut. */

import type { TokenText } from './options.ts';

/** Tokens beyond those of a stop text that are decoded with it, since a character may have begun before it. */
const MARGIN = 4;

/** Stop texts under a tokenizer. */
export class StopTexts {
  readonly #texts: readonly string[];
  readonly #tokenizer: TokenText;
  /** Tokens at the end of a sequence that the longest stop text can lie in: each has a byte at least. */
  readonly #window: number;

  constructor(texts: readonly string[], tokenizer: TokenText) {
    this.#texts = texts;
    this.#tokenizer = tokenizer;
    const bytes = texts.map((text) => new TextEncoder().encode(text).length);
    this.#window = Math.max(...bytes) + MARGIN;
  }

  /** Whether generated tokens hold a stop text, given that they did not before the last one. */
  isReached(tokens: readonly number[]): boolean {
    const text = this.#tokenizer.decode(tokens.slice(-this.#window));
    return cutBefore(text, this.#texts) < text.length;
  }
}

/** Where the first of the stop texts begins, or the length of the text. */
export function cutBefore(text: string, stops: readonly string[]): number {
  const places = stops.map((stop) => text.indexOf(stop)).filter((place) => place >= 0);
  return Math.min(text.length, ...places);
}

/** How much of the end of a text may be the begin of a stop text. */
export function heldBack(text: string, stops: readonly string[]): number {
  let held = 0;
  for (const stop of stops)
    for (let count = Math.min(stop.length - 1, text.length); count > held; count--)
      if (text.endsWith(stop.slice(0, count))) held = count;
  return held;
}
