/** One suite over both decoders: transformers' own outputs, then each rule by itself, then the two decoders beside each other. */

import { join } from 'node:path';
import type { DecodingRequest, DecodingStep, Hypothesis, Kernels } from '@ferrogen/core';
import type { LanguageModel } from '@ferrogen/core/text';
import { describe, expect } from 'vitest';
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

/** Within 1e-4 of what is expected, relative to its size where that is above 1: what single precision leaves open. */
function near(values: ArrayLike<number>, expected: readonly number[], at: string): void {
  expect(values.length, at).toBe(expected.length);
  expected.forEach((value, index) => {
    const scale = Math.max(1, Math.abs(value));
    expect(Math.abs(values[index]! - value) / scale, at).toBeLessThan(1e-4);
  });
}
