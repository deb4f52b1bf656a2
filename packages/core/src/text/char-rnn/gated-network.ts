/** The network of the cells `lstm` and `gru`: a vector for each character, layers that remember, a layer to logits. */

import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import {
  type ApplyOptions,
  Dense,
  Dropout,
  Embedding,
  Gru,
  glorotUniform,
  type Initializer,
  joinVariables,
  Lstm,
  normalValues,
  oneHot,
  orthogonal,
  type RecurrentConfig,
  recurrentUniform,
  type Variables,
  zeroValues,
} from '../../nn/index.ts';
import { Prng } from '../../random/prng.ts';
import { type FullCharRnnConfig, inputSize, vocabSizeOf } from './config.ts';
import {
  type CharRnnInput,
  type CharRnnNetwork,
  type CharRnnReading,
  withCategories,
} from './network.ts';

/** The layers that remember, whatever a state of theirs is made of. */
interface Memory {
  readonly variables: Variables;
  /** Tensors of one layer's state. */
  readonly parts: readonly string[];
  apply(
    x: Tensor,
    state: readonly Tensor[] | null,
    options: ApplyOptions,
  ): { readonly outputs: Tensor; readonly state: readonly Tensor[] };
  dispose(): void;
}

/** A character RNN of LSTM or GRU layers. */
export class GatedNetwork implements CharRnnNetwork {
  readonly variables: Variables;
  readonly stateNames: readonly string[];
  readonly #config: FullCharRnnConfig;
  readonly #embedding: Embedding | null;
  readonly #memory: Memory;
  readonly #drop: Dropout;
  readonly #head: Dense;

  /**
   * @param random the source of the weights: recurrent ones are orthogonal, biases 0, but 1 of an LSTM's forget gates; null for all zeros
   */
  constructor(config: FullCharRnnConfig, random: Prng | null) {
    const source = random ?? new Prng(0);
    const drawn = (initializer: Initializer) => (random === null ? zeroValues : initializer);
    const { cell, layers, hidden, embedding, dropout: rate } = config;
    const count = vocabSizeOf(config);
    this.#config = config;
    this.#embedding =
      embedding === 0
        ? null
        : new Embedding({
            count,
            size: embedding,
            random: source.split(0),
            initializer: drawn(normalValues(1)),
          });
    const remembering = {
      inputs: inputSize(config),
      units: hidden,
      layers,
      dropout: rate,
      random: source.split(1),
      initializer: drawn(firstValues(cell === 'lstm', hidden)),
      recurrentInitializer: drawn(orthogonal()),
    };
    this.#memory = cell === 'lstm' ? lstmMemory(remembering) : gruMemory(remembering);
    this.#head = new Dense({
      inputs: hidden,
      outputs: count,
      random: source.split(2),
      weightInitializer: drawn(glorotUniform),
    });
    this.#drop = new Dropout({ rate });
    this.variables = joinVariables({
      ...(this.#embedding !== null && { embedding: this.#embedding.variables }),
      memory: this.#memory.variables,
      head: this.#head.variables,
    });
    this.stateNames = Array.from({ length: layers }, (_, layer) =>
      this.#memory.parts.map((part) => `${part}.${layer}`),
    ).flat();
  }

  read(
    { ids, categories }: CharRnnInput,
    state: readonly Tensor[] | null,
    options: ApplyOptions = {},
  ): CharRnnReading {
    return tidy(() => {
      const vectors =
        this.#embedding?.apply(ids, options) ?? oneHot(ids, vocabSizeOf(this.#config)); // [batch, time, size]
      const x = withCategories(vectors, categories, this.#config.categories.length);
      const { outputs, state: last } = this.#memory.apply(x, state, childOf(options, 0)); // [batch, time, hidden]
      return { features: outputs, state: [...last] };
    });
  }

  logits(features: Tensor, options: ApplyOptions = {}): Tensor {
    return tidy(() => this.#head.apply(this.#drop.apply(features, childOf(options, 1))));
  }

  dispose(): void {
    this.#embedding?.dispose();
    this.#memory.dispose();
    this.#head.dispose();
  }
}

/** The same options with a child of their random source. */
function childOf(options: ApplyOptions, index: number): ApplyOptions {
  return options.random === undefined
    ? options
    : { ...options, random: options.random.split(index) };
}

function lstmMemory(config: RecurrentConfig): Memory {
  const lstm = new Lstm(config);
  return {
    variables: lstm.variables,
    parts: ['h', 'c'],
    apply(x, state, options) {
      const states =
        state &&
        Array.from({ length: state.length / 2 }, (_, layer) => ({
          h: state[2 * layer]!,
          c: state[2 * layer + 1]!,
        }));
      const result = lstm.apply(x, { ...options, states });
      return { outputs: result.outputs, state: result.states.flatMap(({ h, c }) => [h, c]) };
    },
    dispose: () => lstm.dispose(),
  };
}

function gruMemory(config: RecurrentConfig): Memory {
  const gru = new Gru(config);
  return {
    variables: gru.variables,
    parts: ['h'],
    apply(x, states, options) {
      const result = gru.apply(x, { ...options, states });
      return { outputs: result.outputs, state: result.states };
    },
    dispose: () => gru.dispose(),
  };
}

/**
 * Matrices uniform as in PyTorch, biases 0. A forget gate that begins with a bias of 1 lets gradients through: Jozefowicz, Zaremba & Sutskever,
 * "An empirical exploration of recurrent network architectures" (2015), section 2.2.
 */
function firstValues(isLstm: boolean, units: number): Initializer {
  const ofMatrices = recurrentUniform(units);
  return (shape, fan, random) => {
    if (shape.length > 1) return ofMatrices(shape, fan, random);
    const bias = new Float32Array(shape[0]!); // [gates * units]
    if (isLstm) bias.fill(1, units, 2 * units);
    return tensor(bias, [bias.length], 'float32');
  };
}
