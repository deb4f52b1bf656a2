/** The weights of a GPT-2: what they are called, which shape they have, how they begin. Names are transformers', less `transformer.` in front. */

import { ones, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { parameter, randomNormal, type Variables } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import { type FullGpt2Config, innerSize } from './config.ts';

/** Makes the first values of a weight, float32 of that shape. */
export type Gpt2Weights = (name: string, shape: number[]) => Tensor;

/** Shapes by name, in the order of the model. Matrices are [in, out]. */
export function gpt2Shapes(config: FullGpt2Config): Map<string, number[]> {
  const { vocab_size, n_positions, n_embd: size, n_layer } = config;
  const inner = innerSize(config);
  const shapes = new Map([
    ['wte.weight', [vocab_size, size]],
    ['wpe.weight', [n_positions, size]],
  ]);
  const add = (name: string, weight: number[]) => {
    shapes.set(`${name}.weight`, weight);
    shapes.set(`${name}.bias`, [weight.at(-1)!]);
  };
  for (let layer = 0; layer < n_layer; layer++) {
    add(`h.${layer}.ln_1`, [size]);
    add(`h.${layer}.attn.c_attn`, [size, 3 * size]);
    add(`h.${layer}.attn.c_proj`, [size, size]);
    add(`h.${layer}.ln_2`, [size]);
    add(`h.${layer}.mlp.c_fc`, [size, inner]);
    add(`h.${layer}.mlp.c_proj`, [inner, size]);
  }
  add('ln_f', [size]);
  if (!config.tie_word_embeddings) shapes.set('lm_head.weight', [vocab_size, size]);
  return shapes;
}

/** The weights as variables. Where one cannot be made, those made before are disposed. */
export function makeGpt2Variables(config: FullGpt2Config, weights: Gpt2Weights): Variables {
  const variables = new Map();
  try {
    for (const [name, shape] of gpt2Shapes(config))
      variables.set(name, parameter(weights(name, shape)));
  } catch (error) {
    for (const each of variables.values()) each.dispose();
    throw error;
  }
  return variables;
}

/**
 * Weights to train from: Radford et al., "Language models are unsupervised multitask learners" (2019), section 2.3. Matrices are
 * Gaussian, those that end a half of a block smaller by the root of how many such halves there are; norms are the identity, biases 0.
 */
export function initialGpt2Weights(config: FullGpt2Config, random: Prng): Gpt2Weights {
  const { initializer_range: deviation, n_layer } = config;
  const indices = new Map([...gpt2Shapes(config).keys()].map((name, index) => [name, index]));
  return (name, shape) => {
    if (name.endsWith('bias')) return zeros(shape);
    if (shape.length === 1) return ones(shape);
    const ends = name.endsWith('c_proj.weight') ? Math.sqrt(2 * n_layer) : 1;
    return randomNormal(shape, random.split(indices.get(name)!), { deviation: deviation / ends });
  };
}
