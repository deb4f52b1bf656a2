/** Texts that a character RNN is writing: what was read of them is one state for each row, and each step reads one character more. */

import {
  gather,
  keep,
  mul,
  reshape,
  slice,
  type Tensor,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import type { LanguageModelState, TokenBatch } from '../language-model.ts';
import { requirePrompts, requirePushed } from '../prompt-checks.ts';
import type { CharRnnNetwork } from './network.ts';

/** What a state needs of its model. */
interface Model {
  readonly network: CharRnnNetwork;
  readonly vocabSize: number;
}

/** Rows under way; see `LanguageModelState`. */
export class CharRnnState implements LanguageModelState {
  readonly #model: Model;
  /** Of each row; null where the model knows none. */
  #categories: Int32Array | null;
  /** What the network remembers; null is nothing yet. */
  #memory: readonly Tensor[] | null = null;
  /** Logits behind what was read, [rows, vocabSize]; null where something was not read yet. */
  #logits: Float32Array | null = null;
  /** What was not read yet: tokens of each row, [rows, time], and how many of the first are padding. */
  #unread: { readonly tokens: Int32Array; readonly time: number; readonly padding: Int32Array };
  #rows: number;

  /**
   * @param categories one of each prompt, or null where the model knows none
   * @throws OptionError for prompts that are no batch, are empty, or hold what is no token
   */
  constructor(model: Model, prompts: TokenBatch, categories: Int32Array | null) {
    requirePrompts(prompts, model.vocabSize);
    const { tokens, batch, length, padding } = prompts;
    this.#model = model;
    this.#categories = categories;
    this.#rows = batch;
    // What stands for padding need not be a token.
    const read = tokens.map((token, at) =>
      at % length < padding[Math.floor(at / length)]! ? 0 : token,
    );
    this.#unread = { tokens: read, time: length, padding: padding.slice() };
  }

  async next(): Promise<Float32Array> {
    if (this.#logits !== null) return this.#logits;
    const logits = this.#read();
    try {
      this.#logits = (await logits.data()) as Float32Array;
    } finally {
      logits.dispose();
    }
    return this.#logits;
  }

  /** @throws OptionError for a parent that is no row */
  reorder(parents: Int32Array): void {
    const wrong = parents.find((parent) => !(parent >= 0 && parent < this.#rows));
    if (wrong !== undefined)
      throw new OptionError(
        'parents',
        `a parent is a row, from 0 to ${this.#rows - 1}; got ${wrong}`,
      );
    const { tokens, time, padding } = this.#unread;
    this.#rows = parents.length;
    this.#categories = this.#categories && parents.map((parent) => this.#categories![parent]!);
    this.#logits = this.#logits && rowsOf(this.#logits, this.#model.vocabSize, parents);
    this.#unread = {
      tokens: rowsOf(tokens, time, parents),
      time,
      padding: parents.map((parent) => padding[parent]!),
    };
    if (this.#memory !== null)
      this.#remember(() => {
        const rows = tensor1d(parents, 'int32');
        return this.#memory!.map((each) => gather(each, rows));
      });
  }

  /** @throws OptionError for what is no token */
  push(tokens: Int32Array): void {
    requirePushed(tokens, this.#rows, this.#model.vocabSize);
    const { tokens: before, time, padding } = this.#unread;
    const longer = new Int32Array(this.#rows * (time + 1)); // [rows, time + 1]
    for (let row = 0; row < this.#rows; row++) {
      longer.set(before.subarray(row * time, (row + 1) * time), row * (time + 1));
      longer[row * (time + 1) + time] = tokens[row]!;
    }
    this.#unread = { tokens: longer, time: time + 1, padding };
    this.#logits = null;
  }

  dispose(): void {
    for (const each of this.#memory ?? []) each.dispose();
    this.#memory = null;
  }

  /** Reads what was not read yet, and gives the logits behind it, [rows, vocabSize]. */
  #read(): Tensor {
    const { network, vocabSize } = this.#model;
    const { tokens, time, padding } = this.#unread;
    const rows = this.#rows;
    // Where a row begins, it begins with zeros: so far all rows read together, then those that were in their padding forget.
    const begins = [...new Set(padding)].filter((at) => at > 0).sort((a, b) => a - b);
    let logits!: Tensor;
    this.#remember(() => {
      const ids = tensor2d(tokens, [rows, time], 'int32');
      const categories = this.#categories && tensor1d(this.#categories, 'int32');
      let memory = this.#memory;
      let features!: Tensor;
      let from = 0;
      for (const to of [...begins, time]) {
        const input = { ids: slice(ids, [0, from], [rows, to - from]), categories };
        const reading = network.read(input, memory);
        features = slice(reading.features, [0, to - from - 1, 0], [rows, 1, -1]); // [rows, 1, features]
        memory = reading.state;
        if (to < time) {
          const isInside = tensor2d(
            Float32Array.from(padding, (left) => (left < to ? 1 : 0)),
            [rows, 1],
          );
          memory = memory.map((each) => mul(each, isInside)); // [rows, hidden]
        }
        from = to;
      }
      logits = keep(reshape(network.logits(features), [rows, vocabSize]));
      return memory!;
    });
    this.#unread = { tokens: new Int32Array(0), time: 0, padding: new Int32Array(rows) };
    return logits;
  }

  /** Puts what `body` makes in the place of what is remembered. */
  #remember(body: () => readonly Tensor[]): void {
    const memory = tidy(() => body().map((each) => keep(each.clone())));
    this.dispose();
    this.#memory = memory;
  }
}

/** Rows of [rows, width], copied. */
function rowsOf<Values extends Int32Array | Float32Array>(
  values: Values,
  width: number,
  rows: Int32Array,
): Values {
  const chosen = new (values.constructor as new (length: number) => Values)(rows.length * width);
  rows.forEach((row, at) => {
    chosen.set(values.subarray(row * width, (row + 1) * width), at * width);
  });
  return chosen;
}
