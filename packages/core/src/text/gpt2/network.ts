/**
 * The network of a GPT-2 on tensors: Radford et al., "Language models are unsupervised multitask learners" (2019), section 2.3. How a
 * position sees those before it is handed in, so that nothing here knows of a cache.
 */

import {
  add,
  concat,
  fill,
  matMul,
  mul,
  ones,
  reshape,
  sigmoid,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {
  type Activation,
  type ApplyOptions,
  dense,
  disposeVariables,
  dropout,
  gelu,
  layerNorm,
  lookUp,
  type Variables,
} from '../../nn/index.ts';
import type { FullGpt2Config, Gpt2Activation } from './config.ts';
import { type Gpt2Weights, makeGpt2Variables } from './parameters.ts';

/** What a block's attention makes of [batch, time, 3 * n_embd]: [batch, time, n_embd]. */
export type Attend = (qkv: Tensor, layer: number) => Tensor;

/** Vocabularies up to this size are looked up by a product in training; see `EmbeddingConfig.oneHotUpTo`. */
const ONE_HOT_UP_TO = 256;

/** Those activations that a dense layer has inside it, by its own names. */
const inside: { readonly [name in Gpt2Activation]?: Activation } = {
  gelu_new: 'gelu',
  gelu_pytorch_tanh: 'gelu',
  gelu_fast: 'gelu',
  relu: 'relu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
};

/** A GPT-2's weights and the maps that they make. */
export class Gpt2Network {
  readonly config: FullGpt2Config;
  /** By name, as `gpt2Shapes` has them. */
  readonly variables: Variables;

  constructor(config: FullGpt2Config, weights: Gpt2Weights) {
    this.config = config;
    this.variables = makeGpt2Variables(config, weights);
  }

  /**
   * Every position's vector behind the last block.
   *
   * @param ids int32 [batch, time]
   * @param positions int32 [batch, time]; null where every row begins at 0
   * @returns [batch, time, n_embd], for `logits`
   */
  hidden(
    ids: Tensor2D,
    positions: Tensor2D | null,
    attend: Attend,
    options: ApplyOptions = {},
  ): Tensor {
    const { n_layer, embd_pdrop } = this.config;
    return tidy(() => {
      let x = this.#drop(this.#embed(ids, positions, options), embd_pdrop, options, 0);
      for (let layer = 0; layer < n_layer; layer++) x = this.#block(x, layer, attend, options);
      return x;
    });
  }

  /** From [..., n_embd] to logits of the next token, [..., vocab_size]. */
  logits(hidden: Tensor): Tensor {
    const { n_embd, vocab_size, tie_word_embeddings } = this.config;
    const head = this.#weight(tie_word_embeddings ? 'wte.weight' : 'lm_head.weight');
    return tidy(() => {
      const rows = reshape(this.#norm('ln_f', hidden), [-1, n_embd]) as Tensor2D;
      const logits = matMul(rows, head as Tensor2D, false, true); // [rows, vocab_size]
      return reshape(logits, [...hidden.shape.slice(0, -1), vocab_size]);
    });
  }

  dispose(): void {
    disposeVariables(this.variables);
  }

  #embed(ids: Tensor2D, positions: Tensor2D | null, { training = false }: ApplyOptions): Tensor {
    const { vocab_size, n_embd } = this.config;
    const asProduct = training && vocab_size <= ONE_HOT_UP_TO;
    const tokens = lookUp(this.#weight('wte.weight'), ids, { asProduct }); // [batch, time, n_embd]
    const table = this.#weight('wpe.weight');
    const places =
      positions === null
        ? slice(table, [0, 0], [ids.shape[1], n_embd]) // [time, n_embd]
        : lookUp(table, positions); // [batch, time, n_embd]
    return add(tokens, places);
  }

  /** x + attention of its norm, then x + the feed-forward layer of its norm: [batch, time, n_embd]. */
  #block(x: Tensor, layer: number, attend: Attend, options: ApplyOptions): Tensor {
    const { resid_pdrop } = this.config;
    const at = `h.${layer}`;
    return tidy(() => {
      const qkv = this.#dense(`${at}.attn.c_attn`, this.#norm(`${at}.ln_1`, x));
      const scaled = this.#scaleQueries(qkv, layer); // [batch, time, 3 n_embd]
      const attended = this.#dense(`${at}.attn.c_proj`, attend(scaled, layer));
      const middle = add(x, this.#drop(attended, resid_pdrop, options, 2 * layer + 1));
      const inner = this.#activate(`${at}.mlp.c_fc`, this.#norm(`${at}.ln_2`, middle)); // [batch, time, inner]
      const fed = this.#dense(`${at}.mlp.c_proj`, inner);
      return add(middle, this.#drop(fed, resid_pdrop, options, 2 * layer + 2));
    });
  }

  /** Attention divides scores by the root of a head's size; a config that wants another divisor has it in the queries. */
  #scaleQueries(qkv: Tensor, layer: number): Tensor {
    const { n_embd, n_head, scale_attn_weights, scale_attn_by_inverse_layer_idx } = this.config;
    const root = scale_attn_weights ? 1 : Math.sqrt(n_embd / n_head);
    const scale = scale_attn_by_inverse_layer_idx ? root / (layer + 1) : root;
    if (scale === 1) return qkv;
    return mul(qkv, concat([fill([n_embd], scale), ones([2 * n_embd])]));
  }

  #activate(name: string, x: Tensor): Tensor {
    const { activation_function: activation } = this.config;
    const known = inside[activation];
    if (known !== undefined) return this.#dense(name, x, known);
    const y = this.#dense(name, x);
    switch (activation) {
      case 'gelu':
        return gelu(y, { approximate: 'none' });
      case 'quick_gelu':
        return mul(y, sigmoid(mul(y, 1.702)));
      case 'silu':
      case 'swish':
        return mul(y, sigmoid(y));
      default:
        return y;
    }
  }

  #dense(name: string, x: Tensor, activation: Activation = 'linear'): Tensor {
    const weight = this.#weight(`${name}.weight`) as Tensor2D;
    return dense(x, weight, this.#weight(`${name}.bias`) as Tensor1D, { activation });
  }

  #norm(name: string, x: Tensor): Tensor {
    const { layer_norm_epsilon: epsilon } = this.config;
    return layerNorm(x, this.#weight(`${name}.weight`), this.#weight(`${name}.bias`), { epsilon });
  }

  #drop(x: Tensor, rate: number, { training, random }: ApplyOptions, index: number): Tensor {
    return training && rate > 0 && random ? dropout(x, rate, random.split(index)) : x;
  }

  #weight(name: string): Tensor {
    return this.variables.get(name)!;
  }
}
