/**
 * Attention of each position to itself and those before it: Vaswani et al., "Attention is all you need" (2017), section 3.2.2,
 * with GPT-2's names.
 */

import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import type { Prng } from '../../random/prng.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { normalValues } from '../initializers/random.ts';
import { causalAttention } from '../ops/causal-attention.ts';
import { joinVariables, type Variables } from '../parameters/variables.ts';
import { Dense } from './dense.ts';
import { Dropout, requireRate } from './dropout.ts';
import {
  type ApplyOptions,
  type Layer,
  requireRandom,
  requireShape,
  requireSizes,
} from './layer.ts';

/** How a CausalSelfAttention is made. */
export interface CausalSelfAttentionConfig {
  /** Length of the last axis. */
  readonly size: number;
  /** How many heads share it; divides it. */
  readonly heads: number;
  /** Rate of dropout on the result, GPT-2's `resid_pdrop`. @default 0 */
  readonly dropout?: number;
  /**
   * Rate of dropout on the attention weights, GPT-2's `attn_pdrop` (PyTorch's `dropout_p`). Where it is not 0, training makes
   * them by plain operations, which is slower and holds [batch, heads, time, time]; see `causalAttention`. @default 0
   */
  readonly attentionDropout?: number;
  /** The source of the first weights. */
  readonly random: Prng;
  /** Of both weights, unless the projection has its own. @default normalValues(0.02) */
  readonly initializer?: Initializer;
  /** Of `c_proj.weight`, which GPT-2 begins smaller: normalValues(0.02 / sqrt(2 blocks)). @default the other initialiser */
  readonly projectionInitializer?: Initializer;
  /** What errors call it. @default 'CausalSelfAttention' */
  readonly name?: string;
}

/**
 * Self-attention: [batch, time, size] to the same. Variables, laid out as in GPT-2's files: `c_attn.weight` [size, 3 size]
 * (queries, keys, values), `c_attn.bias`, `c_proj.weight` [size, size], `c_proj.bias`.
 *
 * @example
 * const attention = new CausalSelfAttention({ size: 128, heads: 4, random }); // 1. made with its weights
 * const y = attention.apply(x);                                               // 2. [batch, time, 128]
 */
export class CausalSelfAttention implements Layer {
  readonly variables: Variables;
  readonly #config: CausalSelfAttentionConfig;
  readonly #name: string;
  readonly #attention: Dense;
  readonly #projection: Dense;
  readonly #drop: Dropout;

  /**
   * @throws OptionError for sizes that are no whole numbers from 1 on, where heads does not divide size, and for a rate
   * outside [0, 1)
   */
  constructor(config: CausalSelfAttentionConfig) {
    const {
      size,
      heads,
      random,
      initializer = normalValues(0.02),
      name = 'CausalSelfAttention',
    } = config;
    requireSizes(name, { size, heads });
    if (size % heads !== 0)
      throw new OptionError(
        'heads',
        `cannot make ${name}: heads divides size, ${size}; got ${heads}`,
      );
    requireRate(`${name}.attn_dropout`, config.attentionDropout ?? 0);
    const { projectionInitializer = initializer } = config;
    this.#config = config;
    this.#name = name;
    this.#attention = new Dense({
      inputs: size,
      outputs: 3 * size,
      random: random.split(0),
      weightInitializer: initializer,
      name: `${name}.c_attn`,
    });
    this.#projection = new Dense({
      inputs: size,
      outputs: size,
      random: random.split(1),
      weightInitializer: projectionInitializer,
      name: `${name}.c_proj`,
    });
    this.#drop = new Dropout({ rate: config.dropout ?? 0, name });
    this.variables = joinVariables({
      c_attn: this.#attention.variables,
      c_proj: this.#projection.variables,
    });
  }

  /**
   * @throws ShapeError where x is not [batch, time, size]
   * @throws OptionError in training without `random`, unless both rates are 0
   */
  apply(x: Tensor, options: ApplyOptions = {}): Tensor {
    const { size, heads, attentionDropout: rate = 0 } = this.#config;
    requireShape(this.#name, 'x', x, ['batch', 'time', size]);
    return tidy(() => {
      const qkv = this.#attention.apply(x); // [batch, time, 3 size]
      const drops = options.training && rate > 0;
      const attended = causalAttention(
        qkv,
        heads,
        drops ? { dropout: { rate, random: requireRandom(this.#name, options).split(0) } } : {},
      ); // [batch, time, size]
      const y = this.#projection.apply(attended); // [batch, time, size]
      return this.#drop.apply(y, options);
    });
  }

  dispose(): void {
    this.#attention.dispose();
    this.#projection.dispose();
  }
}
