/** GPT-2 under the decoder: the sequences that transformers' `generate()` gave, on the backend that models run on by default. */

import type { DecodingStep } from '@ferrogen/core';
import type { Gpt2 } from '@ferrogen/core/text';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { generateCases, HF_FOLDER, promptsOf, settingsOf } from '../support/hugging-face-cases.ts';
import { implementations } from '../support/implementations.ts';
import { itWith, sharedData } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';
import { checkpoint } from './gpt2-models.ts';

const { lacking } = tensorBackends.find(({ name }) => name === 'native')!;
const { kernels } = implementations.find(({ name }) => name === 'reference')!;
const missing = sharedData(HF_FOLDER) === null ? [`no ../shared/data/${HF_FOLDER}`] : [];

itWith([...lacking, ...missing])(
  'Gpt2 generates what transformers generates, in all of its cases, and leaves no tensor behind',
  async () => {
    await setBackend('native');
    const before = memory().numTensors;
    const models = new Map<string, Gpt2>();
    for (const expected of generateCases()) {
      const model = models.get(expected.model) ?? checkpoint(`${HF_FOLDER}/${expected.model}`);
      models.set(expected.model, model);
      const prompts = promptsOf(expected);
      const settings = settingsOf(expected.params);
      const { vocabSize } = model;
      const decoder = kernels!.startDecoding({ vocabSize, prompts, settings, key: [0, 0] });
      const state = model.start(prompts);
      for (;;) {
        const step = decoder.advance(await state.next()) as DecodingStep;
        if (step.done) break;
        state.reorder(step.parents);
        state.push(step.tokens);
      }
      state.dispose();
      decoder.finish().forEach(({ tokens }, row) => {
        const end = prompts.length + expected.new_lengths[row]!;
        const theirs = expected.sequences[row]!.slice(prompts.length, end);
        expect([...tokens], `${expected.id}, row ${row}`).toEqual(theirs);
      });
    }
    for (const model of models.values()) model.dispose();
    expect(memory().numTensors).toBe(before);
  },
);
