/** GPT-2 learns through the one loop, on every backend. */

import { Prng } from '@ferrogen/core';
import { Gpt2, gpt2Trainable, windowsAt } from '@ferrogen/core/text';
import { fit, shuffledBatches } from '@ferrogen/core/train';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';

const random = new Prng(5);
/** A text in which the next token follows from the last two. */
const text = new Int32Array(400);
for (let k = 2; k < text.length; k++) text[k] = (text[k - 1]! + text[k - 2]! + 1) % 7;

const config = { vocab_size: 7, n_positions: 16, n_embd: 16, n_layer: 2, n_head: 2 };
const undropped = { resid_pdrop: 0, embd_pdrop: 0, attn_pdrop: 0 };

function batches(batchSize = 8) {
  return shuffledBatches(
    { examples: text.length - 17, batchSize, random: random.split(0) },
    (ids) => windowsAt(text, ids, 16),
  );
}

describe('gpt2Trainable', () => {
  overBackends((_, it) => {
    it('learns a rule of two tokens, and leaves no tensor behind', async () => {
      const before = memory().numTensors;
      const gpt2 = Gpt2.create({ ...config, ...undropped }, random.split(1));
      const trainable = gpt2Trainable(gpt2, { learningRate: 1e-2 });
      const batch = windowsAt(text, [0, 50, 100], 16);
      const lossNow = async () => {
        const { loss } = trainable.evaluate(batch, { step: 0, random });
        const value = (await loss!.data())[0]!;
        loss!.dispose();
        return value;
      };
      // A guess among seven costs log 7 nats.
      expect(await lossNow()).toBeCloseTo(Math.log(7), 1);
      const held = memory().numTensors;
      await fit(trainable, { batches: batches(), steps: 60, random: random.split(2) });
      expect(memory().numTensors).toBe(held);
      // Whoever looks at one token alone still guesses.
      expect(await lossNow()).toBeLessThan(Math.log(7) / 2);
      trainable.dispose();
      expect(memory().numTensors).toBe(before);
    });

    it('drops out in training alone', async () => {
      const gpt2 = Gpt2.create(
        { ...config, resid_pdrop: 0.5, embd_pdrop: 0.5, attn_pdrop: 0.5 },
        random.split(1),
      );
      const trainable = gpt2Trainable(gpt2, { learningRate: 0, weightDecay: 0 });
      const batch = windowsAt(text, [0, 50, 100], 16);
      const losses: number[] = [];
      for (const context of [random.split(7), random.split(8)]) {
        for (const each of [
          trainable.step(batch, { step: 1, random: context }),
          trainable.evaluate(batch, { step: 1, random: context }),
        ]) {
          losses.push((await each.loss!.data())[0]!);
          each.loss!.dispose();
        }
      }
      const [trained, evaluated, trainedAgain, evaluatedAgain] = losses;
      expect(evaluated).toBe(evaluatedAgain);
      expect(trained).not.toBe(evaluated);
      expect(trained).not.toBe(trainedAgain);
      trainable.dispose();
    });
  });

  it('keeps biases and norms from decaying', () => {
    const gpt2 = Gpt2.create({ ...config, ...undropped }, random.split(1));
    const trainable = gpt2Trainable(gpt2, { learningRate: 1e-9, weightDecay: 1e8 });
    const before = gpt2.variables.get('ln_f.weight')!.dataSync()[0]!;
    const { loss } = trainable.step(windowsAt(text, [0], 16), { step: 1, random });
    loss!.dispose();
    expect(gpt2.variables.get('ln_f.weight')!.dataSync()[0]!).toBeCloseTo(before, 5);
    expect(Math.abs(gpt2.variables.get('wte.weight')!.dataSync()[0]!)).not.toBeCloseTo(before, 5);
    trainable.dispose();
  });
});

describe('windowsAt', () => {
  it('takes the tokens and the one behind them, and stays inside the text', () => {
    const windows = windowsAt(Int32Array.of(5, 6, 7, 8), [0, 1], 2);
    expect(windows).toEqual({ tokens: Int32Array.of(5, 6, 7, 6, 7, 8), batch: 2, length: 2 });
    expect(() => windowsAt(Int32Array.of(5, 6, 7, 8), [2], 2)).toThrow(
      'begins from 0 to 1 here; got 2',
    );
  });
});
