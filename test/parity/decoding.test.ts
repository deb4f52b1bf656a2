/** One suite over both decoders: transformers' own outputs, then each rule by itself, then the two decoders beside each other. */

import { join } from 'node:path';
import {
  type AllowedTokens,
  type DecodingRefusal,
  type DecodingRequest,
  type DecodingSettings,
  type DecodingStep,
  defaultDecodingSettings,
  type Hypothesis,
  type Kernels,
} from '@ferrogen/core';
import type { LanguageModel } from '@ferrogen/core/text';
import { describe, expect } from 'vitest';
import { Dice } from '../support/dice.ts';
import {
  generateCases,
  HF_FOLDER,
  promptsOf,
  settingsOf,
  warperCases,
} from '../support/hugging-face-cases.ts';
import { implementations } from '../support/implementations.ts';
import { itWith, sharedData } from '../support/shared-data.ts';
import { readSmallGpt2 } from '../support/small-gpt2.ts';

const missingData = sharedData(HF_FOLDER) === null ? [`no ../shared/data/${HF_FOLDER}`] : [];

/** Runs a decoder on a model to the end. */
async function decode(
  kernels: Kernels,
  model: LanguageModel,
  request: DecodingRequest,
): Promise<readonly Hypothesis[]> {
  const decoder = kernels.startDecoding(request);
  const state = model.start(request.prompts);
  for (;;) {
    const step = decoder.advance(await state.next());
    expect(step.refused).toBeNull();
    const { parents, tokens, done } = step as DecodingStep;
    if (done) return decoder.finish();
    state.reorder(parents);
    state.push(tokens);
  }
}

const models = new Map<string, LanguageModel>();
function modelNamed(name: string): LanguageModel {
  const model = models.get(name) ?? readSmallGpt2(join(sharedData(HF_FOLDER)!, name));
  models.set(name, model);
  return model;
}

for (const { name, kernels, missing } of implementations) {
  describe(`startDecoding of the ${name} kernels`, () => {
    const start = (request: DecodingRequest) => (kernels as Kernels).startDecoding(request);
    const it = itWith([...missing, ...missingData]);

    it('startDecoding generates what transformers generates, in all of its cases', async () => {
      const cases = generateCases();
      expect(cases.length).toBe(187);
      for (const expected of cases) {
        const settings = settingsOf(expected.params);
        const prompts = promptsOf(expected);
        const model = modelNamed(expected.model);
        const hypotheses = await decode(kernels!, model, {
          vocabSize: model.vocabSize,
          prompts,
          settings,
          key: [0, 0],
        });
        expect(hypotheses.length, expected.id).toBe(expected.sequences.length);
        hypotheses.forEach((hypothesis, row) => {
          const at = `${expected.id}, row ${row}`;
          const length = expected.new_lengths[row]!;
          const end = prompts.length + length;
          expect([...hypothesis.tokens], at).toEqual(
            expected.sequences[row]!.slice(prompts.length, end),
          );
          expect(hypothesis.item, at).toBe(Math.floor(row / settings.numReturnSequences));
          if (settings.numBeams === 1) {
            expect(hypothesis.score, at).toBeNull();
            return;
          }
          near([hypothesis.score!], [expected.sequences_scores![row]!], at);
          near(hypothesis.logProbs, expected.token_scores[row]!.slice(0, length), at);
          expect([...hypothesis.beamIndices], at).toEqual(
            expected.beam_indices![row]!.slice(0, length),
          );
        });
      }
    });

    itWith(missing)(
      'startDecoding refuses a row without a distribution and stays as it was',
      () => {
        const prompts = {
          tokens: Int32Array.of(0, 1),
          batch: 2,
          length: 1,
          padding: new Int32Array(2),
        };
        for (const numBeams of [1, 2]) {
          const settings = { ...defaultDecodingSettings, numBeams };
          const decoder = start({ vocabSize: 3, prompts, settings, key: [0, 0] });
          const { NEGATIVE_INFINITY: none, POSITIVE_INFINITY: all, NaN: nan } = Number;
          for (const wrong of [
            [1, nan, 2],
            [1, all, 2],
            [none, none, none],
          ])
            expect(decoder.advance(Float32Array.of(1, 2, none, ...wrong))).toEqual({
              refused: 'DECODING_LOGITS_NOT_FINITE',
              row: 1,
            });
          expect(decoder.rows).toBe(2);
          const step = decoder.advance(Float32Array.of(1, 2, none, 3, 2, 1)) as DecodingStep;
          expect(step.tokens[0]).toBe(1);
          expect(step.done).toBe(false);
        }
      },
    );

    itWith(missing)('startDecoding refuses a row whose every token is banned', () => {
      const prompts = { tokens: Int32Array.of(0), batch: 1, length: 1, padding: new Int32Array(1) };
      const settings = { ...defaultDecodingSettings, suppressTokens: [0, 1] };
      const decoder = start({ vocabSize: 2, prompts, settings, key: [0, 0] });
      expect(decoder.advance(Float32Array.of(1, 2))).toEqual({
        refused: 'DECODING_NO_TOKEN_LEFT',
        row: 0,
      });
      const beams = { ...settings, numBeams: 2 };
      const search = start({ vocabSize: 2, prompts, settings: beams, key: [0, 0] });
      expect((search.advance(Float32Array.of(1, 2)) as DecodingStep).done).toBe(true);
      expect(search.finish()).toEqual([]);
    });

    itWith(missing)(
      'startDecoding takes the lower beam, then the lower token, of equal scores',
      () => {
        const prompts = {
          tokens: Int32Array.of(0),
          batch: 1,
          length: 1,
          padding: new Int32Array(1),
        };
        const settings = { ...defaultDecodingSettings, numBeams: 2, maxNewTokens: 5 };
        const decoder = start({ vocabSize: 4, prompts, settings, key: [0, 0] });
        const first = decoder.advance(Float32Array.of(1, 1, 1, 1)) as DecodingStep;
        expect([...first.tokens]).toEqual([0, 1]);
        const second = decoder.advance(new Float32Array(8).fill(1)) as DecodingStep;
        expect({ parents: [...second.parents], tokens: [...second.tokens] }).toEqual({
          parents: [0, 0],
          tokens: [0, 1],
        });
      },
    );

    it('scores keeps the tokens that the sampling filters of transformers keep, in all cases', () => {
      const { cases, rows } = warperCases();
      expect(cases.length).toBe(536);
      for (const { row, processors, min_tokens_to_keep: least, kept, probs } of cases) {
        const logits = Float32Array.from(rows[row]!);
        const settings = {
          ...settingsOf(Object.fromEntries(processors)),
          topK: Number(processors.find(([filter]) => filter === 'top_k')?.[1] ?? 0),
          doSample: true,
          numBeams: least === 1 ? 1 : 2,
          eosTokenIds: least === 3 ? [0, 1] : [],
        };
        const prompts = {
          tokens: Int32Array.of(0),
          batch: 1,
          length: 1,
          padding: Int32Array.of(0),
        };
        const decoder = start({ vocabSize: logits.length, prompts, settings, key: [0, 0] });
        const scores = decoder.scores(logits) as Float32Array;
        const at = JSON.stringify({ row, processors, least });
        const finite = [...scores.keys()].filter((token) => Number.isFinite(scores[token]));
        expect(finite, at).toEqual([...kept].sort((a, b) => a - b));
        if (probs === undefined) continue;
        const weights = kept.map((token) => Math.exp(scores[token]!));
        const sum = weights.reduce((a, b) => a + b, 0);
        near(
          weights.map((weight) => weight / sum),
          probs,
          at,
        );
      }
    });
  });
}

/** A decoder's every answer, in order. */
function journal(kernels: Kernels, run: RandomRun): unknown[] {
  const { request, steps, logitsOf, allowedOf, stoppedOf } = run;
  const decoder = kernels.startDecoding(request);
  const answers: unknown[] = [];
  for (let step = 0; step < steps; step++) {
    const logits = logitsOf(step).subarray(0, decoder.rows * request.vocabSize);
    const allowed = allowedOf(step, decoder.rows);
    answers.push(decoder.scores(logits, allowed));
    let answer: DecodingStep | DecodingRefusal;
    if (request.settings.numBeamGroups > 1) answer = decoder.advance(logits, allowed);
    else {
      const candidates = decoder.propose(logits, allowed);
      answers.push(candidates);
      if (candidates.refused !== null) return answers;
      answer = decoder.accept(stoppedOf(step, candidates.tokens.length));
    }
    answers.push(answer, decoder.settled(0, 0));
    if (answer.refused !== null || answer.done) break;
  }
  return [...answers, decoder.finish()];
}

interface RandomRun {
  readonly request: DecodingRequest;
  readonly steps: number;
  readonly logitsOf: (step: number) => Float32Array;
  readonly allowedOf: (step: number, rows: number) => AllowedTokens | undefined;
  readonly stoppedOf: (step: number, candidates: number) => Uint8Array;
}

/** Settings of every kind, logits with ties and banned tokens. */
function randomRun(seed: number): RandomRun {
  const dice = new Dice(seed);
  const vocabSize = dice.pick([3, 8, 65, 130, 1100]);
  const token = () => dice.below(vocabSize);
  const tokens = (most: number) => Array.from({ length: 1 + dice.below(most) }, token);
  const numBeams = dice.pick([1, 1, 2, 3, 4, 6]);
  const isDiverse = numBeams > 2 && numBeams % 2 === 0 && dice.chance(0.3);
  const doSample = !isDiverse && dice.chance(0.5);
  const hasPhrases = numBeams > 1 && !isDiverse && !doSample && dice.chance(0.3);
  const maybe = <T>(value: () => T, otherwise: T): T => (dice.chance(0.25) ? value() : otherwise);
  const length = 1 + dice.below(4);
  const batch = 1 + dice.below(3);
  const settings: DecodingSettings = {
    ...defaultDecodingSettings,
    numBeams,
    numBeamGroups: isDiverse ? 2 : 1,
    diversityPenalty: isDiverse ? 0.7 : 0,
    doSample,
    numReturnSequences: numBeams === 1 && !doSample ? 1 : 1 + dice.below(numBeams),
    maxNewTokens: 3 + dice.below(5),
    minLength: maybe(() => dice.below(8), 0),
    minNewTokens: maybe(() => dice.below(3), 0),
    eosTokenIds: dice.pick([[], [token()], [token(), token()]]),
    earlyStopping: dice.pick([true, false, 'never']),
    lengthPenalty: dice.pick([-1, 0, 0.5, 1, 2]),
    lengthRule: dice.pick(['generated', 'generated', 'sequence', 'gnmt']),
    patience: dice.pick([1, 1, 0.5, 2]),
    forceWordsIds: hasPhrases ? [[tokens(2), tokens(2)], [tokens(1)]] : [],
    sequenceBias: maybe(() => [[tokens(2), 1.25] as const, [tokens(1), -0.3] as const], []),
    repetitionPenalty: maybe(() => dice.pick([1.3, 0.8]), 1),
    noRepeatNgramSize: maybe(() => 1 + dice.below(3), 0),
    badWordsIds: maybe(() => [tokens(1), tokens(2)], []),
    forcedBosTokenId: maybe<number | null>(token, null),
    forcedEosTokenIds: maybe(() => [token()], []),
    exponentialDecayLengthPenalty: maybe<readonly [number, number] | null>(() => [1, 1.3], null),
    suppressTokens: maybe(() => [token()], []),
    beginSuppressTokens: maybe(() => [token()], []),
    temperature: maybe(() => 0.7, 1),
    topH: maybe<number | null>(() => 0.5, null),
    topK: maybe(() => 5, 0),
    topP: maybe(() => 0.8, 1),
    minP: maybe(() => 0.1, 0),
    typicalP: maybe(() => 0.6, 1),
    epsilonCutoff: maybe(() => 0.01, 0),
    etaCutoff: maybe(() => 0.02, 0),
    renormalizeLogits: dice.chance(0.25),
  };
  const prompts = {
    tokens: Int32Array.from({ length: batch * length }, token),
    batch,
    length,
    padding: Int32Array.from({ length: batch }, () => dice.below(length)),
  };
  const grain = dice.pick([0.5, 1e-6]);
  const rows = batch * 6;
  const logits = Array.from({ length: settings.maxNewTokens + 1 }, () =>
    Float32Array.from({ length: rows * vocabSize }, (_, index) => {
      // The first of each row is finite, so that the row has a distribution.
      if (index % vocabSize !== 0 && dice.chance(0.05)) return Number.NEGATIVE_INFINITY;
      return Math.round((dice.below(2 ** 20) / 2 ** 17 - 4) / grain) * grain;
    }),
  );
  const hasAllowed = dice.chance(0.2);
  const hasStops = dice.chance(0.3);
  return {
    request: { vocabSize, prompts, settings, key: [seed, 7] },
    steps: settings.maxNewTokens + 1,
    logitsOf: (step) => logits[step]!,
    allowedOf: (step, count) => {
      if (!hasAllowed) return undefined;
      const own = new Dice(seed * 1000 + step);
      const lists = Array.from({ length: count }, () => [own.below(vocabSize), 0]);
      const offsets = Int32Array.from({ length: count + 1 }, (_, row) => 2 * row);
      return { offsets, ids: Int32Array.from(lists.flat()) };
    },
    stoppedOf: (step, count) => {
      const own = new Dice(seed * 1000 + 500 + step);
      return Uint8Array.from({ length: count }, () => (hasStops && own.chance(0.2) ? 1 : 0));
    },
  };
}

describe('both decoders', () => {
  const [reference, native] = implementations;
  itWith(native!.missing)(
    'startDecoding of the native kernels refuses arrays of a wrong size',
    () => {
      const request = {
        vocabSize: 3,
        prompts: { tokens: Int32Array.of(0, 1), batch: 2, length: 1, padding: new Int32Array(2) },
        settings: { ...defaultDecodingSettings, numBeams: 2 },
        key: [0, 0] as const,
      };
      const { startDecoding } = native!.kernels!;
      const prompts = (tokens: number[], padding: number[]) => ({
        ...request,
        prompts: {
          ...request.prompts,
          tokens: Int32Array.from(tokens),
          padding: Int32Array.from(padding),
        },
      });
      for (const wrong of [prompts([0], [0, 0]), prompts([0, 3], [0, 0]), prompts([0, -1], [0, 0])])
        expect(() => startDecoding(wrong)).toThrow();
      expect(() => startDecoding(prompts([0, 1], [0, 1]))).toThrow();
      const decoder = startDecoding(request);
      expect(() => decoder.advance(new Float32Array(5))).toThrow();
      const allowed = (offsets: number[], ids: number[]) => ({
        offsets: Int32Array.from(offsets),
        ids: Int32Array.from(ids),
      });
      for (const [offsets, ids] of [
        [[0, 1], [0]],
        [[0, 2, 1], [0]],
        [
          [0, 1, 9],
          [0, 0],
        ],
        [
          [0, 1, 2],
          [0, 3],
        ],
        [
          [-1, 1, 2],
          [0, 0],
        ],
      ] as const)
        expect(() =>
          decoder.advance(new Float32Array(6), allowed([...offsets], [...ids])),
        ).toThrow();
      expect(() => decoder.accept(new Uint8Array(1))).toThrow();
      expect(() => decoder.settled(2, 0)).toThrow();
      expect((decoder.advance(new Float32Array(6)) as DecodingStep).tokens.length).toBe(4);
    },
  );

  itWith(native!.missing)(
    'startDecoding answers the same bits with both kernels, whatever the settings, ties included',
    () => {
      const seen = { finished: 0, refused: 0, groups: 0, phrases: 0, drawn: 0 };
      for (let seed = 1; seed <= 400; seed++) {
        const run = randomRun(seed);
        const expected = journal(reference!.kernels!, run);
        expect(journal(native!.kernels!, run), `seed ${seed}`).toEqual(expected);
        const { settings } = run.request;
        const last = expected.at(-1);
        if (Array.isArray(last) && last.length > 0) seen.finished++;
        if (!Array.isArray(last)) seen.refused++;
        if (settings.numBeamGroups > 1) seen.groups++;
        if (settings.forceWordsIds.length > 0) seen.phrases++;
        if (settings.doSample) seen.drawn++;
      }
      // The runs are not all of one kind.
      expect(seen.finished).toBeGreaterThan(250);
      for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
    },
  );
});

/** Within 1e-4 of what is expected, relative to its size where that is above 1: what single precision leaves open. */
function near(values: ArrayLike<number>, expected: readonly number[], at: string): void {
  expect(values.length, at).toBe(expected.length);
  expected.forEach((value, index) => {
    const scale = Math.max(1, Math.abs(value));
    expect(Math.abs(values[index]! - value) / scale, at).toBeLessThan(1e-4);
  });
}
