import { expect, test } from 'vitest';
import { extend, isComplete, nextTokens, noProgress, type Phrase, tokensMet } from './phrases.ts';

const after = (phrases: readonly Phrase[], tokens: readonly number[]) =>
  tokens.reduce((progress, token) => extend(phrases, progress, token), noProgress(phrases));

test('extend finds a phrase that begins within a false start', () => {
  const phrases = [[[1, 1, 2]]];
  expect(isComplete(after(phrases, [1, 1, 1, 2]))).toBe(true);
  expect(isComplete(after(phrases, [1, 2, 1, 1]))).toBe(false);
});

test('a token ends one phrase, and no token counts for two', () => {
  const phrases = [[[1, 2]], [[2, 3]]];
  expect(isComplete(after(phrases, [1, 2, 3]))).toBe(false);
  expect(isComplete(after(phrases, [1, 2, 2, 3]))).toBe(true);
  expect(isComplete(after([[[4]], [[4]]], [4]))).toBe(false);
  expect(isComplete(after([[[4]], [[4]]], [4, 4]))).toBe(true);
});

test('nextTokens goes on with what was begun, by any alternative', () => {
  const phrases = [
    [
      [5, 6, 7],
      [5, 8],
    ],
    [[9]],
  ];
  expect(nextTokens(phrases, after(phrases, []))).toEqual([5, 9]);
  expect(nextTokens(phrases, after(phrases, [0, 5]))).toEqual([6, 8]);
  expect(nextTokens(phrases, after(phrases, [5, 8]))).toEqual([9]);
  expect(nextTokens(phrases, after(phrases, [9, 5, 8]))).toEqual([]);
});

test('tokensMet counts whole phrases, and what the end has of another', () => {
  const phrases = [
    [
      [5, 6, 7],
      [5, 8],
    ],
    [[9]],
  ];
  expect(
    [[], [0], [5], [5, 6], [5, 6, 7], [9, 5], [5, 0]].map((tokens) =>
      tokensMet(phrases, after(phrases, tokens)),
    ),
  ).toEqual([0, 0, 1, 2, 3, 2, 0]);
});
