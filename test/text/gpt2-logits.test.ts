/** GPT-2's logits are those that transformers and onnxruntime-genai published for the same weights. */

import { readFileSync } from 'node:fs';
import type { Gpt2 } from '@ferrogen/core/text';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { itWith, sharedData } from '../support/shared-data.ts';
import { overBackends } from '../support/tensor-backends.ts';
import { worstDifference } from './differences.ts';
import { checkpoint, leftPadded } from './gpt2-models.ts';

const FORWARD = 'text/hf-beam/forward.json';
const TINY = 'text/tiny-random-gpt2';

interface ForwardCase {
  readonly model: string;
  readonly input_ids: number[];
  /** [time, vocabulary] */
  readonly logits: number[][];
}

const missing = [FORWARD, TINY].filter((path) => sharedData(path) === null);
const needed = missing.map((path) => `no ../shared/data/${path}`);

function forwardCases(): ForwardCase[] {
  return (JSON.parse(readFileSync(sharedData(FORWARD)!, 'utf8')) as { cases: ForwardCase[] }).cases;
}

describe('Gpt2.forward', () => {
  overBackends((_, it) => {
    if (needed.length > 0) return itWith(needed)('agrees with published logits', () => {});
    it('agrees with transformers at every position, to 1e-4', async () => {
      const cases = forwardCases();
      expect(cases.length).toBeGreaterThan(0);
      const before = memory().numTensors;
      for (const { model, input_ids, logits } of cases)
        await withModel(`text/hf-beam/${model}`, async (gpt2) => {
          const seen = await gpt2.forward(Int32Array.from(input_ids));
          expect(worstDifference(seen, logits.flat())).toBeLessThan(1e-4);
        });
      expect(memory().numTensors).toBe(before);
    });

    it('agrees with transformers where tokens are read one by one, to 1e-4', async () => {
      const cases = forwardCases();
      for (const { model, input_ids, logits } of cases)
        await withModel(`text/hf-beam/${model}`, async (gpt2) => {
          const state = gpt2.start(leftPadded([input_ids.slice(0, 1)]));
          for (let at = 0; at < input_ids.length; at++) {
            if (at > 0) state.push(Int32Array.of(input_ids[at]!));
            const seen = await state.next();
            expect(worstDifference(seen, logits[at]!)).toBeLessThan(1e-4);
          }
          state.dispose();
        });
    });

    it('agrees with the values of onnxruntime-genai', async () => {
      const { prompt_logits } = JSON.parse(
        readFileSync(sharedData(`${TINY}/expected-onnxruntime-genai.json`)!, 'utf8'),
      ) as { prompt_logits: { input: number[][]; values: number[] } };
      await withModel(TINY, async (gpt2) => {
        const seen = await gpt2.forward(Int32Array.from(prompt_logits.input.flat()), 2);
        const every200th = seen.filter((_, index) => index % 200 === 0);
        expect(worstDifference(every200th, prompt_logits.values)).toBeLessThan(1e-4);
      });
    });
  });
});

async function withModel(folder: string, use: (gpt2: Gpt2) => Promise<void>): Promise<void> {
  const gpt2 = checkpoint(folder);
  try {
    await use(gpt2);
  } finally {
    gpt2.dispose();
  }
}
