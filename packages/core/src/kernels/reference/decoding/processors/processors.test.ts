import { expect, test } from 'vitest';
import { type DecodingSettings, defaultDecodingSettings } from '../../../decoding.ts';
import { processScores } from './index.ts';

/** Scores 1, 2, 3, ... after the processors, those that are banned as null. */
function processed(
  tokens: readonly number[],
  settings: Partial<DecodingSettings>,
  { promptLength = 1, padding = 0, vocabSize = 5 } = {},
): (number | null)[] {
  const scores = Float32Array.from({ length: vocabSize }, (_, token) => token + 1);
  const sequence = { tokens, padding, promptLength, allowed: null };
  processScores(scores, sequence, { ...defaultDecodingSettings, ...settings });
  return Array.from(scores, (score) => (score === Number.NEGATIVE_INFINITY ? null : score));
}

test('noRepeatNgramSize bans what has followed the last tokens before, padding included', () => {
  // The sequences of transformers' own test.
  const two = { noRepeatNgramSize: 2 };
  expect(processed([1, 1, 2, 1], two)).toEqual([1, null, null, 4, 5]);
  expect(processed([0, 1, 0, 1], two)).toEqual([null, 2, 3, 4, 5]);
  const three = { noRepeatNgramSize: 3 };
  expect(processed([1, 1, 2, 1], three)).toEqual([1, 2, 3, 4, 5]);
  expect(processed([0, 1, 0, 1], three)).toEqual([null, 2, 3, 4, 5]);
  expect(processed([4, 0], { noRepeatNgramSize: 1 }, { padding: 1 })).toEqual([
    null,
    2,
    3,
    4,
    null,
  ]);
  expect(processed([3], { noRepeatNgramSize: 4 })).toEqual([1, 2, 3, 4, 5]);
});

test('repetitionPenalty counts a token once, the prompt included and padding not', () => {
  const twice = { repetitionPenalty: 2 };
  expect(processed([4, 1, 1], twice, { padding: 1, promptLength: 2 })).toEqual([1, 1, 3, 4, 5]);
  const below = { sequenceBias: [[[0], -3] as const], ...twice };
  expect(processed([0], below)).toEqual([-4, 2, 3, 4, 5]);
});

test('sequenceBias and badWordsIds look at the last tokens, and pass over what is longer than they are', () => {
  const sequenceBias = [
    [[2], 10],
    [[1, 3], 20],
    [[0, 1, 3], 40],
    [[2, 3], 80],
  ] as const;
  expect(processed([0, 1], { sequenceBias })).toEqual([1, 2, 13, 24, 5]);
  expect(processed([4, 0, 1], { sequenceBias })).toEqual([1, 2, 13, 64, 5]);
  const words = { badWordsIds: [[1], [2], [0, 3]], eosTokenIds: [2] };
  expect(processed([4, 0], words)).toEqual([1, null, 3, null, 5]);
});

test('minLength counts the prompt and padding, minNewTokens what was generated', () => {
  const eos = { eosTokenIds: [0, 4] };
  const has = [1, 2, 3, 4, 5];
  const lacks = [null, 2, 3, 4, null];
  expect(processed([1, 1, 1], { ...eos, minLength: 4 })).toEqual(lacks);
  expect(processed([1, 1, 1, 1], { ...eos, minLength: 4 })).toEqual(has);
  expect(processed([1, 1, 1], { ...eos, minNewTokens: 2 }, { promptLength: 2 })).toEqual(lacks);
  expect(processed([1, 1, 1, 1], { ...eos, minNewTokens: 2 }, { promptLength: 2 })).toEqual(has);
});

test('forced tokens are the only ones where they are forced', () => {
  const eos = { forcedEosTokenIds: [1, 3], maxNewTokens: 3 };
  expect(processed([0, 0, 0], eos)).toEqual([null, 0, null, 0, null]);
  expect(processed([0, 0], eos)).toEqual([1, 2, 3, 4, 5]);
  const bos = { forcedBosTokenId: 2, beginSuppressTokens: [0] };
  expect(processed([4], bos)).toEqual([null, null, 0, null, null]);
  // Behind it the first token of one's own comes second.
  expect(processed([4, 2], bos)).toEqual([null, 2, 3, 4, 5]);
  expect(processed([4, 2, 1], bos)).toEqual([1, 2, 3, 4, 5]);
});

test('exponentialDecayLengthPenalty raises an EOS by its size, and never one that is banned', () => {
  const settings = { exponentialDecayLengthPenalty: [1, 2], eosTokenIds: [0, 3] } as const;
  expect(processed([4, 4], settings)).toEqual([1, 2, 3, 4, 5]);
  expect(processed([4, 4, 4, 4], settings)).toEqual([4, 2, 3, 16, 5]);
  expect(
    processed([4, 4, 4], { ...settings, badWordsIds: [[2, 2, 2]], suppressTokens: [3] }),
  ).toEqual([2, 2, 3, null, 5]);
  expect(processed([4, 4, 4], { ...settings, minNewTokens: 9 })).toEqual([null, 2, 3, null, 5]);
});

test('a distribution keeps enough tokens for beams, however sharp its filters', () => {
  const sharp = { doSample: true, topK: 1, topP: 0.01, minP: 1 };
  const kept = (settings: Partial<DecodingSettings>) =>
    processed([0], { ...sharp, ...settings }).filter((score) => score !== null).length;
  expect(kept({})).toBe(1);
  expect(kept({ numBeams: 2 })).toBe(2);
  expect(kept({ numBeams: 2, eosTokenIds: [0, 1, 2] })).toBe(4);
});
