/** A GPT-2 language model. Typed arrays go in and come out; how it is trained, decoded and stored is not its business. */

import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { causalAttention, countParameters, type Variables } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { LanguageModel, LanguageModelState, TokenBatch } from '../language-model.ts';
import { type FullGpt2Config, fullGpt2Config, type Gpt2Config } from './config.ts';
import { Gpt2State } from './gpt2-state.ts';
import { Gpt2Network } from './network.ts';
import { type Gpt2Weights, initialGpt2Weights } from './parameters.ts';

/**
 * GPT-2: Radford et al., "Language models are unsupervised multitask learners" (2019).
 *
 * @example
 * ```ts
 * const gpt2 = Gpt2.create({ vocab_size: 65, n_positions: 256, n_embd: 128, n_layer: 4, n_head: 4 }, new Prng(1)); // 1. untrained
 * const state = gpt2.start({ tokens: Int32Array.of(1, 2, 3), batch: 1, length: 3, padding: Int32Array.of(0) });    // 2. a prompt
 * const logits = await state.next();                                                                               // 3. [1, 65]
 * state.push(Int32Array.of(argMax(logits)));                                                                       // 4. and so on
 * state.dispose();
 * gpt2.dispose();                                                                                                  // 5. the weights are freed
 * ```
 */
export class Gpt2 implements LanguageModel {
  /** Every default filled in. */
  readonly config: FullGpt2Config;
  /** The network, for those who train it. */
  readonly network: Gpt2Network;

  /**
   * @param weights gives each weight its values; see `Gpt2.create` and `loadGpt2`
   * @throws OptionError for a config that means nothing
   */
  constructor(config: Gpt2Config, weights: Gpt2Weights) {
    this.config = fullGpt2Config(config);
    this.network = new Gpt2Network(this.config, weights);
  }

  /**
   * A model with weights drawn from `random`.
   *
   * @throws OptionError for a config that means nothing
   */
  static create(config: Gpt2Config, random: Prng): Gpt2 {
    const full = fullGpt2Config(config);
    return new Gpt2(full, initialGpt2Weights(full, random));
  }

  /** Weights by name: transformers' names, less `transformer.` in front. */
  get variables(): Variables {
    return this.network.variables;
  }

  /** How many numbers it learns; a head that is tied counts once. */
  get parameterCount(): number {
    return countParameters(this.variables);
  }

  get vocabSize(): number {
    return this.config.vocab_size;
  }

  get contextLength(): number {
    return this.config.n_positions;
  }

  /** @throws OptionError for prompts that are empty, hold what is no token of this model, or are longer than its context */
  start(prompts: TokenBatch): LanguageModelState {
    return new Gpt2State(this.network, prompts);
  }

  /**
   * Logits of the token after each position.
   *
   * @param tokens [batch, length], without padding
   * @returns [batch, length, vocab_size]
   * @throws OptionError for tokens that are no whole rows, are no tokens of this model, or are more than its context
   */
  async forward(tokens: Int32Array, batch = 1): Promise<Float32Array> {
    const { n_head, n_positions, vocab_size } = this.config;
    const length = tokens.length / batch;
    if (!(Number.isInteger(length) && length >= 1 && length <= n_positions))
      throw new OptionError(
        'tokens',
        `there are ${batch} rows of 1 to ${n_positions} tokens each; got ${tokens.length} in all`,
      );
    const wrong = tokens.find((token) => !(token >= 0 && token < vocab_size));
    if (wrong !== undefined)
      throw new OptionError(
        'tokens',
        `a token of this model is from 0 to ${vocab_size - 1}; got ${wrong}`,
      );
    const logits = tidy(() => {
      const ids = tensor2d(tokens, [batch, length], 'int32');
      const hidden = this.network.hidden(ids, null, (qkv) => causalAttention(qkv, n_head));
      return this.network.logits(hidden); // [batch, length, vocab_size]
    });
    try {
      return (await logits.data()) as Float32Array;
    } finally {
      logits.dispose();
    }
  }

  /** Frees the weights. */
  dispose(): void {
    this.network.dispose();
  }
}
