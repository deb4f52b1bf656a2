/** Language models that are functions of the sequence, for tests of decoding. */

import type { LanguageModel, TokenBatch } from '@ferrogen/core/text';

/** What a model was asked to do. */
export interface ModelCalls {
  started: number;
  disposed: number;
  steps: number;
}

/** A model whose logits are any function of a row's tokens, and a count of what it did. */
export function functionModel(
  vocabSize: number,
  logitsOf: (tokens: readonly number[]) => ArrayLike<number>,
  contextLength: number | null = null,
): { model: LanguageModel; calls: ModelCalls } {
  const calls: ModelCalls = { started: 0, disposed: 0, steps: 0 };
  const start = ({ tokens, batch, length, padding }: TokenBatch) => {
    calls.started++;
    let rows = Array.from({ length: batch }, (_, item) =>
      Array.from(tokens.subarray(item * length + padding[item]!, (item + 1) * length)),
    );
    return {
      next: () => {
        calls.steps++;
        return Float32Array.from(rows.flatMap((row) => Array.from(logitsOf(row))));
      },
      reorder: (parents: Int32Array) => {
        rows = Array.from(parents, (parent) => rows[parent]!);
      },
      push: (added: Int32Array) => {
        rows = rows.map((row, index) => [...row, added[index]!]);
      },
      dispose: () => {
        calls.disposed++;
      },
    };
  };
  return { model: { vocabSize, contextLength, start }, calls };
}

/** Logits that look random, the same for a sequence: about Gaussian, with deviation `scale`. */
export function scrambledLogits(vocabSize: number, scale = 1, seed = 1) {
  return (tokens: readonly number[]): Float32Array => {
    let state = tokens.reduce(
      (hash, token) => Math.imul(hash ^ (token + 1), 0x9e3779b1) >>> 0,
      seed + 77,
    );
    const uniform = () => {
      state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x297a2d39) >>> 0;
      return ((state ^ (state >>> 12)) >>> 0) / 2 ** 32;
    };
    return Float32Array.from(
      { length: vocabSize },
      () => scale * (uniform() + uniform() + uniform() - 1.5) * 2,
    );
  };
}

/** Each token is a letter, from `a` on. */
export const letters = {
  decode: (tokens: ArrayLike<number>) =>
    Array.from(tokens, (token) => String.fromCharCode(97 + token)).join(''),
  stream: () => ({ push: (token: number) => String.fromCharCode(97 + token), end: () => '' }),
};
