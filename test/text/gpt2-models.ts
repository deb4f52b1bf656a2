/** The small published checkpoints that tests of GPT-2 stand on, and small models with every weight drawn. */

import { Prng } from '@ferrogen/core';
import { randomNormal } from '@ferrogen/core/nn';
import { openModelFolder } from '@ferrogen/core/node';
import { Gpt2, type Gpt2Config, loadGpt2 } from '@ferrogen/core/text';
import { add } from '@tensorflow/tfjs-core';
import { sharedData } from '../support/shared-data.ts';

/** A checkpoint of the shared data, on the backend in use. */
export function checkpoint(folder: string): Gpt2 {
  const { config, weights } = openModelFolder(sharedData(folder)!);
  try {
    return loadGpt2(config, weights);
  } finally {
    weights.close();
  }
}

/** A small model whose biases and norms are drawn too, so that none of them can be left out unseen. */
export function drawnGpt2(config: Gpt2Config = {}): Gpt2 {
  const small = { vocab_size: 50, n_positions: 40, n_embd: 24, n_layer: 3, n_head: 3, ...config };
  let drawn = 0;
  return new Gpt2(small, (name, shape) => {
    const values = randomNormal(shape, new Prng(7).split(drawn++), { deviation: 0.3 });
    const isScale = shape.length === 1 && name.endsWith('weight');
    if (!isScale) return values;
    const scale = add(values, 1);
    values.dispose();
    return scale;
  });
}

/** So many tokens from 0 to below `vocabulary`, always the same. */
export function someTokens(count: number, vocabulary: number): Int32Array {
  return Int32Array.from({ length: count }, (_, k) => (k * k * 7 + k * 3 + 1) % vocabulary);
}

/** Rows of tokens as a batch, padded on the left. */
export function leftPadded(rows: readonly ArrayLike<number>[], pad = 0) {
  const length = Math.max(...rows.map((row) => row.length));
  const tokens = new Int32Array(rows.length * length).fill(pad);
  rows.forEach((row, index) => {
    tokens.set(Array.from(row), (index + 1) * length - row.length);
  });
  const padding = Int32Array.from(rows, (row) => length - row.length);
  return { tokens, batch: rows.length, length, padding };
}
