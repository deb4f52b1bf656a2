/** What a GPT-2 is built by: plain data under the names of transformers' `config.json`, so that one is the other. */

import { OptionError } from '../../errors.ts';
import type { Json } from '../../io/model-file.ts';
import { nearestName } from '../../nearest-name.ts';

/** The functions inside the feed-forward layers, by transformers' names. */
export const gpt2Activations = [
  'gelu_new',
  'gelu_pytorch_tanh',
  'gelu_fast',
  'gelu',
  'quick_gelu',
  'relu',
  'silu',
  'swish',
  'tanh',
  'sigmoid',
  'linear',
] as const;

/** A function inside the feed-forward layers. */
export type Gpt2Activation = (typeof gpt2Activations)[number];

/** How a GPT-2 is made. */
export interface Gpt2Config {
  /** Tokens that there are. @default 50257 */
  readonly vocab_size?: number;
  /** Tokens of the longest sequence. @default 1024 */
  readonly n_positions?: number;
  /** Length of a token's vector. @default 768 */
  readonly n_embd?: number;
  /** Blocks. @default 12 */
  readonly n_layer?: number;
  /** Heads of attention; divides `n_embd`. @default 12 */
  readonly n_head?: number;
  /** Units of a block's feed-forward layer; null is 4 n_embd. @default null */
  readonly n_inner?: number | null;
  /** @default 'gelu_new' */
  readonly activation_function?: Gpt2Activation;
  /** Added to variances. @default 1e-5 */
  readonly layer_norm_epsilon?: number;
  /** Standard deviation of the first weights. @default 0.02 */
  readonly initializer_range?: number;
  /** Whether scores are divided by the root of a head's size. @default true */
  readonly scale_attn_weights?: boolean;
  /** Whether scores of block i, counted from 0, are divided by i + 1 besides. @default false */
  readonly scale_attn_by_inverse_layer_idx?: boolean;
  /** Whether logits are products with the tokens' own vectors; else there is `lm_head.weight`. @default true */
  readonly tie_word_embeddings?: boolean;
  /** Rate of dropout of what each half of a block adds, in training. @default 0.1 */
  readonly resid_pdrop?: number;
  /** Of the sums of token and position. @default 0.1 */
  readonly embd_pdrop?: number;
  /** Of the attention weights; where it is not 0, training makes all of them, which is slow. @default 0.1 */
  readonly attn_pdrop?: number;
  /** The token that begins a text. @default 50256, or null where the vocabulary has none such */
  readonly bos_token_id?: number | null;
  /** The token that ends a text. @default as bos_token_id */
  readonly eos_token_id?: number | null;
}

/** A config with every default filled in. */
export type FullGpt2Config = Required<Gpt2Config>;

/** The published sizes: 124, 355, 774 and 1558 million parameters. */
export const gpt2Sizes = {
  gpt2: { n_embd: 768, n_layer: 12, n_head: 12 },
  'gpt2-medium': { n_embd: 1024, n_layer: 24, n_head: 16 },
  'gpt2-large': { n_embd: 1280, n_layer: 36, n_head: 20 },
  'gpt2-xl': { n_embd: 1600, n_layer: 48, n_head: 25 },
} as const satisfies Readonly<Record<string, Gpt2Config>>;

/** Far beyond any model that there is. */
const MOST_LAYERS = 10_000;

/** The token `<|endoftext|>` of GPT-2's vocabulary. */
const END_OF_TEXT = 50256;

/**
 * Fills in what was left out.
 *
 * @throws OptionError for a word or a number without meaning
 */
export function fullGpt2Config(config: Gpt2Config): FullGpt2Config {
  const vocabulary = config.vocab_size ?? 50257;
  const end = END_OF_TEXT < vocabulary ? END_OF_TEXT : null;
  const full: FullGpt2Config = {
    vocab_size: vocabulary,
    n_positions: config.n_positions ?? 1024,
    n_embd: config.n_embd ?? 768,
    n_layer: config.n_layer ?? 12,
    n_head: config.n_head ?? 12,
    n_inner: config.n_inner ?? null,
    activation_function: config.activation_function ?? 'gelu_new',
    layer_norm_epsilon: config.layer_norm_epsilon ?? 1e-5,
    initializer_range: config.initializer_range ?? 0.02,
    scale_attn_weights: config.scale_attn_weights ?? true,
    scale_attn_by_inverse_layer_idx: config.scale_attn_by_inverse_layer_idx ?? false,
    tie_word_embeddings: config.tie_word_embeddings ?? true,
    resid_pdrop: config.resid_pdrop ?? 0.1,
    embd_pdrop: config.embd_pdrop ?? 0.1,
    attn_pdrop: config.attn_pdrop ?? 0.1,
    bos_token_id: config.bos_token_id === undefined ? end : config.bos_token_id,
    eos_token_id: config.eos_token_id === undefined ? end : config.eos_token_id,
  };
  requireCounts(full);
  requireActivation(full.activation_function);
  for (const option of ['layer_norm_epsilon', 'initializer_range'] as const)
    require(option, full[option], Number.isFinite(full[option]) &&
      full[option] >= 0, 'a finite number from 0 on');
  for (const option of ['resid_pdrop', 'embd_pdrop', 'attn_pdrop'] as const)
    require(option, full[option], full[option] >= 0 &&
      full[option] < 1, 'a rate from 0 to below 1');
  for (const option of [
    'scale_attn_weights',
    'scale_attn_by_inverse_layer_idx',
    'tie_word_embeddings',
  ] as const)
    require(option, full[option], typeof full[option] === 'boolean', 'true or false');
  for (const option of ['bos_token_id', 'eos_token_id'] as const) {
    const id = full[option];
    const isToken = id === null || (Number.isSafeInteger(id) && id >= 0 && id < vocabulary);
    require(option, id, isToken, `null or a token, from 0 to ${vocabulary - 1}`);
  }
  return full;
}

/**
 * The config that a `config.json` holds; what it says of other things is passed over.
 *
 * @throws OptionError for one that no GPT-2 can have, or that is of another model
 */
export function gpt2ConfigFromJson(json: { readonly [key: string]: Json }): FullGpt2Config {
  const { model_type: type = 'gpt2', add_cross_attention: crosses = false } = json;
  require('model_type', type, type === 'gpt2', 'gpt2: no other architecture is read here');
  require('add_cross_attention', crosses, crosses === false, 'false: there is no encoder here');
  // Files of before 2021 say how long a sequence is under this name alone.
  const positions = json.n_positions ?? json.n_ctx;
  const { eos_token_id: eos } = json;
  return fullGpt2Config({
    ...(json as Gpt2Config),
    ...(positions !== undefined && { n_positions: positions as number }),
    // Of several, the first is the one that pads.
    ...(Array.isArray(eos) && { eos_token_id: (eos[0] ?? null) as number | null }),
  });
}

/** Units of a block's feed-forward layer. */
export function innerSize({ n_inner, n_embd }: FullGpt2Config): number {
  return n_inner ?? 4 * n_embd;
}

function requireCounts(config: FullGpt2Config): void {
  const { vocab_size, n_positions, n_embd, n_layer, n_head, n_inner } = config;
  const counts = { vocab_size, n_positions, n_embd, n_layer, n_head };
  for (const [option, value] of Object.entries(n_inner === null ? counts : { ...counts, n_inner }))
    require(option, value, Number.isSafeInteger(value) && value >= 1, 'a whole number from 1 on');
  // A file that lies about it must not have us list the names of its weights for ever.
  require('n_layer', n_layer, n_layer <= MOST_LAYERS, `${MOST_LAYERS} at most`);
  require('n_head', n_head, n_embd % n_head === 0, `a divisor of n_embd, ${n_embd}`);
}

function requireActivation(name: string): void {
  if ((gpt2Activations as readonly string[]).includes(name)) return;
  const nearest = nearestName(String(name), gpt2Activations);
  const advice = nearest === null ? '' : `; did you mean ${nearest}?`;
  require('activation_function', name, false, `one of ${gpt2Activations.join(', ')}${advice}`);
}

function require(option: string, value: unknown, holds: boolean, rule: string): void {
  if (!holds)
    throw new OptionError(
      option,
      `the ${option} of a GPT-2 is ${rule}; got ${typeof value === 'object' ? JSON.stringify(value) : value}`,
    );
}
