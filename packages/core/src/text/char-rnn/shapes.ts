/** Which weights a character RNN has, told without making them. */

import { type FullCharRnnConfig, inputSize, vocabSizeOf } from './config.ts';

/** Shapes by name, in the order of the model. Matrices are [in, out]. */
export function charRnnShapes(
  config: FullCharRnnConfig,
): Map<string, { readonly shape: number[] }> {
  const { cell, layers, hidden, embedding } = config;
  const inputs = inputSize(config);
  const count = vocabSizeOf(config);
  const shapes = new Map<string, { readonly shape: number[] }>();
  const add = (name: string, ...shape: number[]) => shapes.set(name, { shape });
  if (cell === 'elman') {
    add('i2h.weight_ih_l0', inputs, hidden);
    add('i2h.weight_hh_l0', hidden, hidden);
    add('i2h.bias_ih_l0', hidden);
    add('i2o.weight', inputs + hidden, count);
    add('i2o.bias', count);
    add('o2o.weight', hidden + count, count);
    add('o2o.bias', count);
    return shapes;
  }
  const columns = (cell === 'lstm' ? 4 : 3) * hidden;
  if (embedding > 0) add('embedding.weight', count, embedding);
  for (let layer = 0; layer < layers; layer++) {
    add(`memory.weight_ih_l${layer}`, layer === 0 ? inputs : hidden, columns);
    add(`memory.weight_hh_l${layer}`, hidden, columns);
    add(`memory.bias_ih_l${layer}`, columns);
    if (cell === 'gru') add(`memory.bias_hh_l${layer}`, columns);
  }
  add('head.weight', hidden, count);
  add('head.bias', count);
  return shapes;
}
