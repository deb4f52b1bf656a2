/** Small character RNNs whose weights are a formula, so that another program can have the same. */

import { Prng } from '@ferrogen/core';
import { assignVariables, disposeAll } from '@ferrogen/core/nn';
import { CharRnn, type CharRnnCell, type CharRnnConfig, charRnnShapes } from '@ferrogen/core/text';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/** Five letters and an end, two languages, three units. */
export const smallConfig: Record<CharRnnCell, CharRnnConfig> = {
  elman: small({ cell: 'elman' }),
  gru: small({ cell: 'gru', layers: 2, embedding: 2 }),
  lstm: small({ cell: 'lstm', layers: 2, embedding: 2 }),
};

function small(config: Partial<CharRnnConfig>): CharRnnConfig {
  return { characters: 'abcde', ends: true, categories: ['low', 'high'], hidden: 3, ...config };
}

/** Number k of weight number i is sin(1.7 (k + 1) + 7 i) / 2. */
export function formulaRnn(config: CharRnnConfig): CharRnn {
  const rnn = CharRnn.create(config, new Prng(1));
  const values = new Map<string, Tensor>();
  let index = 0;
  for (const [name, { shape }] of charRnnShapes(rnn.config)) {
    const size = shape.reduce((a, b) => a * b, 1);
    const offset = 7 * index++;
    const each = Float32Array.from(
      { length: size },
      (_, k) => Math.sin(1.7 * (k + 1) + offset) / 2,
    );
    values.set(name, tensor(each, shape));
  }
  assignVariables(rnn.variables, values);
  disposeAll(values);
  return rnn;
}
