/** What processors see of a sequence under way. */

/** A sequence whose next token is to be chosen. */
export interface Sequence {
  /** Padding, prompt, generated tokens. */
  readonly tokens: readonly number[];
  /** How many of them are padding, at the left. */
  readonly padding: number;
  /** How many of them are padding and prompt. */
  readonly promptLength: number;
  /** The only tokens that it may go on with; null for any. */
  readonly allowed: Int32Array | null;
}

/** Whether `part` stands in `tokens` from index `start` on. */
export function standsAt(
  tokens: readonly number[],
  start: number,
  part: readonly number[],
): boolean {
  for (let i = 0; i < part.length; i++) if (tokens[start + i] !== part[i]) return false;
  return true;
}

/** Sets the scores of these tokens to -infinity. */
export function ban(scores: Float32Array, tokens: Iterable<number>): void {
  for (const token of tokens) scores[token] = Number.NEGATIVE_INFINITY;
}

/** Sets the scores of all tokens but these to -infinity. */
export function banOthers(scores: Float32Array, tokens: ArrayLike<number>): void {
  const kept = Array.from(tokens, (token) => [token, scores[token]!] as const);
  scores.fill(Number.NEGATIVE_INFINITY);
  for (const [token, score] of kept) scores[token] = score;
}
