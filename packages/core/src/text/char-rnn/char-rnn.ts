/** A recurrent network that tells the next character. How it is trained, decoded and stored is not its business. */

import { OptionError } from '../../errors.ts';
import { countParameters, type Variables } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { LanguageModel, LanguageModelState, TokenBatch } from '../language-model.ts';
import { CharacterTokenizer } from '../tokenizers/characters.ts';
import { CharRnnState } from './char-rnn-state.ts';
import {
  type CharRnnConfig,
  type FullCharRnnConfig,
  fullCharRnnConfig,
  vocabSizeOf,
} from './config.ts';
import { ElmanNetwork } from './elman-network.ts';
import { GatedNetwork } from './gated-network.ts';
import type { CharRnnNetwork } from './network.ts';

/**
 * A character RNN.
 *
 * @example
 * ```ts
 * const rnn = CharRnn.create({ characters: 'abc ', hidden: 128 }, new Prng(1));                // 1. untrained
 * const prompt = rnn.promptOf('a b');                                                          // 2. tokens
 * const [best] = await generate(rnn, [prompt], { maxNewTokens: 5, tokenizer: rnn.tokenizer }); // 3. a text
 * rnn.dispose();                                                                               // 4. the weights are freed
 * ```
 */
export class CharRnn implements LanguageModel {
  /** Every default filled in. */
  readonly config: FullCharRnnConfig;
  /** Its characters. The token that ends a text is none of them. */
  readonly tokenizer: CharacterTokenizer;
  readonly vocabSize: number;
  readonly contextLength = null;
  /** The network, for those who train it. */
  readonly network: CharRnnNetwork;

  private constructor(config: FullCharRnnConfig, network: CharRnnNetwork) {
    this.config = config;
    this.tokenizer = new CharacterTokenizer(config.characters);
    this.vocabSize = vocabSizeOf(config);
    this.network = network;
  }

  /**
   * A model with weights drawn from `random`.
   *
   * @throws OptionError for a config that means nothing
   */
  static create(config: CharRnnConfig, random: Prng): CharRnn {
    return CharRnn.#made(config, random);
  }

  /**
   * A model whose weights are 0, to be loaded.
   *
   * @throws OptionError for a config that means nothing
   */
  static blank(config: CharRnnConfig): CharRnn {
    return CharRnn.#made(config, null);
  }

  static #made(config: CharRnnConfig, random: Prng | null): CharRnn {
    const full = fullCharRnnConfig(config);
    const isElman = full.cell === 'elman';
    return new CharRnn(
      full,
      isElman ? new ElmanNetwork(full, random) : new GatedNetwork(full, random),
    );
  }

  /** Weights by name. */
  get variables(): Variables {
    return this.network.variables;
  }

  /** How many numbers it learns. */
  get parameterCount(): number {
    return countParameters(this.variables);
  }

  /** The token that stands before and behind a text; null where texts have no ends. */
  get endToken(): number | null {
    return this.config.ends ? this.vocabSize - 1 : null;
  }

  /**
   * The tokens of a text that is to go on; where texts have ends, the one that begins them is in front.
   *
   * @throws TokenizerError for a character that the model does not know
   */
  promptOf(text: string): Int32Array {
    const { endToken } = this;
    const tokens = this.tokenizer.encode(text);
    if (endToken === null) return tokens;
    const prompt = new Int32Array(tokens.length + 1).fill(endToken);
    prompt.set(tokens, 1);
    return prompt;
  }

  /**
   * @throws OptionError for prompts that are empty or hold what is no token of this model, and where it must be told a category: see
   * `inCategory`
   */
  start(prompts: TokenBatch): LanguageModelState {
    const { categories } = this.config;
    if (categories.length > 0)
      throw new OptionError(
        'categories',
        `this model writes in one of ${categories.length} categories, ${categories.slice(0, 3).join(', ')} and so on: start model.inCategory('${categories[0]}')`,
      );
    return new CharRnnState(this, prompts, null);
  }

  /**
   * The model as it writes in a category, or for each prompt of a batch in one of its own.
   *
   * @throws OptionError for a category that it does not know
   * @example
   * const [name] = await generate(rnn.inCategory('Irish'), [rnn.promptOf('O')], { eosTokenIds: [rnn.endToken], maxNewTokens: 20 });
   */
  inCategory(category: string | readonly string[]): LanguageModel {
    const ids = Int32Array.from([category].flat(), (each) => this.#categoryId(each));
    return {
      vocabSize: this.vocabSize,
      contextLength: null,
      start: (prompts) => {
        if (typeof category !== 'string' && ids.length !== prompts.batch)
          throw new OptionError(
            'categories',
            `each of the ${prompts.batch} prompts is in a category; got ${ids.length} categories`,
          );
        const each = ids.length === 1 ? new Int32Array(prompts.batch).fill(ids[0]!) : ids;
        return new CharRnnState(this, prompts, each);
      },
    };
  }

  /** Frees the weights. */
  dispose(): void {
    this.network.dispose();
  }

  #categoryId(category: string): number {
    const { categories } = this.config;
    const id = categories.indexOf(category);
    if (id >= 0) return id;
    const known = categories.length === 0 ? 'none' : categories.join(', ');
    throw new OptionError(
      'categories',
      `this model knows the categories ${known}; got ${category}`,
    );
  }
}
