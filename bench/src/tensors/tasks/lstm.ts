/** A character model: one LSTM layer over one-hot characters, and the next character predicted at every step. */

import type { Prng } from '@ferrogen/core';
import { adam, Dense, joinVariables, Lstm, softmaxCrossEntropyLoss } from '@ferrogen/core/nn';
import { oneHot, slice, tidy } from '@tensorflow/tfjs-core';
import { randomIds } from './data.ts';
import type { TrainingTask } from './task.ts';
import { update } from './update.ts';

const BATCH = 32;
const TIME = 64;
const UNITS = 128;
const VOCABULARY = 64;

export function lstm(random: Prng): TrainingTask {
  const memory = new Lstm({ inputs: VOCABULARY, units: UNITS, random: random.split(0) });
  const head = new Dense({ inputs: UNITS, outputs: VOCABULARY, random: random.split(1) });
  const optimizer = adam(joinVariables({ memory: memory.variables, head: head.variables }), {
    learningRate: 1e-3,
  });
  let steps = 0;
  return {
    step: async () => {
      const ids = randomIds([BATCH, TIME + 1], VOCABULARY, random.split(2).split(steps++)); // [batch, time + 1]
      const loss = update(optimizer, () =>
        tidy(() => {
          const inputs = slice(ids, [0, 0], [BATCH, TIME]); // [batch, time]
          const x = oneHot(inputs, VOCABULARY, 1, 0, 'float32'); // [batch, time, vocabulary]
          const logits = head.apply(memory.apply(x, { training: true }).outputs); // [batch, time, vocabulary]
          return softmaxCrossEntropyLoss(logits, slice(ids, [0, 1], [BATCH, TIME]));
        }),
      );
      ids.dispose();
      return [await loss];
    },
    dispose: () => {
      for (const each of [memory, head, optimizer]) each.dispose();
    },
  };
}
