/** A transformer of two blocks with a tied head: layer norm first, four heads, no biases in the products. */

import type { Prng } from '@ferrogen/core';
import {
  adam,
  causalAttention,
  Dense,
  gelu,
  joinVariables,
  LayerNorm,
  normalValues,
  parameter,
  softmaxCrossEntropyLoss,
} from '@ferrogen/core/nn';
import {
  add,
  gather,
  matMul,
  reshape,
  type Tensor,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { randomIds } from './data.ts';
import type { TrainingTask } from './task.ts';
import { update } from './update.ts';

const BATCH = 16;
const TIME = 64;
const SIZE = 128;
const HEADS = 4;
const BLOCKS = 2;
const VOCABULARY = 64;

const weightInitializer = normalValues(0.05);

export function gpt(random: Prng): TrainingTask {
  const weights = (shape: number[], index: number) =>
    parameter(weightInitializer(shape, { in: 1, out: 1 }, random.split(0).split(index)));
  const tokens = weights([VOCABULARY, SIZE], 0);
  const positions = weights([TIME, SIZE], 1);
  const blocks = Array.from({ length: BLOCKS }, (_, index) => block(random.split(1).split(index)));
  const variables = joinVariables({
    '': new Map([
      ['wte', tokens],
      ['wpe', positions],
    ]),
    ...Object.fromEntries(blocks.map(({ variables }, index) => [`h.${index}`, variables])),
  });
  const optimizer = adam(variables, { learningRate: 1e-3 });
  let steps = 0;
  return {
    step: async () => {
      const ids = randomIds([BATCH, TIME], VOCABULARY, random.split(2).split(steps++)); // [batch, time]
      const loss = update(optimizer, () =>
        tidy(() => {
          let x: Tensor = add(gather(tokens, ids), positions); // [batch, time, size]
          for (const { apply } of blocks) x = apply(x);
          const rows = reshape(x, [BATCH * TIME, SIZE]) as Tensor2D;
          const logits = matMul(rows, tokens as Tensor as Tensor2D, false, true); // [batch * time, vocabulary]
          return softmaxCrossEntropyLoss(logits, reshape(ids, [BATCH * TIME]));
        }),
      );
      ids.dispose();
      return [await loss];
    },
    dispose: () => {
      optimizer.dispose();
      for (const each of variables.values()) each.dispose();
    },
  };
}

/** x + attention of its norm, then x + the two layers of its norm. */
function block(random: Prng) {
  const dense = (inputs: number, outputs: number, index: number) =>
    new Dense({ inputs, outputs, bias: false, weightInitializer, random: random.split(index) });
  const norm1 = new LayerNorm({ size: SIZE });
  const norm2 = new LayerNorm({ size: SIZE });
  const attention = dense(SIZE, 3 * SIZE, 0);
  const projection = dense(SIZE, SIZE, 1);
  const up = dense(SIZE, 4 * SIZE, 2);
  const down = dense(4 * SIZE, SIZE, 3);
  return {
    variables: joinVariables({
      ln_1: norm1.variables,
      'attn.c_attn': attention.variables,
      'attn.c_proj': projection.variables,
      ln_2: norm2.variables,
      'mlp.c_fc': up.variables,
      'mlp.c_proj': down.variables,
    }),
    apply: (x: Tensor): Tensor =>
      tidy(() => {
        const qkv = attention.apply(norm1.apply(x)); // [batch, time, 3 size]
        const attended = add(x, projection.apply(causalAttention(qkv, HEADS))); // [batch, time, size]
        return add(attended, down.apply(gelu(up.apply(norm2.apply(attended))))); // [batch, time, size]
      }),
  };
}
