/** Texts that a GPT-2 is writing: what was read of them stays in a memory of keys and values, and each step reads one token more. */

import { reshape, slice, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { AttentionMemory } from '../../nn/index.ts';
import type { LanguageModelState, TokenBatch } from '../language-model.ts';
import { requirePrompts, requirePushed } from '../prompt-checks.ts';
import type { Gpt2Network } from './network.ts';

/** Rows under way; see `LanguageModelState`. */
export class Gpt2State implements LanguageModelState {
  readonly #network: Gpt2Network;
  readonly #memory: AttentionMemory;
  /** Tokens that were appended and not read yet: an array of [rows] for each position. */
  #unread: Int32Array[];
  /** Logits of the last step by its rows, and which of its rows each row is. */
  #logits: { readonly values: Float32Array; rows: Int32Array | null } | null = null;

  /**
   * @throws OptionError for prompts that are no batch, are empty, hold what is no token, or do not fit the model
   */
  constructor(network: Gpt2Network, prompts: TokenBatch) {
    requirePrompts(prompts, network.config.vocab_size);
    const { tokens, batch, length, padding } = prompts;
    const { n_layer, n_head } = network.config;
    this.#network = network;
    this.#memory = new AttentionMemory(n_layer, n_head, padding);
    this.#unread = Array.from({ length }, (_, at) =>
      // What stands for padding need not be a token.
      Int32Array.from({ length: batch }, (_, row) =>
        at < padding[row]! ? 0 : tokens[row * length + at]!,
      ),
    );
    this.#requireRoom(0);
  }

  async next(): Promise<Float32Array> {
    const { vocab_size } = this.#network.config;
    if (this.#unread.length > 0) {
      const logits = this.#read();
      try {
        this.#logits = { values: (await logits.data()) as Float32Array, rows: null };
      } finally {
        logits.dispose();
      }
    }
    const { values, rows } = this.#logits!;
    if (rows === null) return values;
    const chosen = new Float32Array(rows.length * vocab_size); // [rows, vocab_size]
    rows.forEach((row, index) => {
      chosen.set(values.subarray(row * vocab_size, (row + 1) * vocab_size), index * vocab_size);
    });
    this.#logits = { values: chosen, rows: null };
    return chosen;
  }

  /** @throws OptionError for a parent that is no row */
  reorder(parents: Int32Array): void {
    this.#memory.reorder(parents);
    this.#unread = this.#unread.map((tokens) => parents.map((parent) => tokens[parent]!));
    if (this.#logits === null) return;
    const { rows } = this.#logits;
    this.#logits.rows = rows === null ? parents.slice() : parents.map((parent) => rows[parent]!);
  }

  /** @throws OptionError for what is no token, and where a row would be longer than the model's context */
  push(tokens: Int32Array): void {
    requirePushed(tokens, this.#memory.rows, this.#network.config.vocab_size);
    this.#requireRoom(1);
    this.#unread.push(tokens.slice());
    this.#logits = null;
  }

  dispose(): void {
    this.#memory.dispose();
  }

  /** Reads what was not read yet, and gives the logits behind it, [rows, vocab_size]. */
  #read(): Tensor2D {
    const memory = this.#memory;
    const { rows } = memory;
    const time = this.#unread.length;
    const first = memory.length;
    const ids = new Int32Array(rows * time); // [rows, time]
    const positions = new Int32Array(rows * time); // [rows, time], counted from the first token that is no padding
    for (let row = 0; row < rows; row++)
      for (let t = 0; t < time; t++) {
        ids[row * time + t] = this.#unread[t]![row]!;
        positions[row * time + t] = Math.max(0, first + t - memory.padding[row]!);
      }
    memory.append(time);
    this.#unread = [];
    return tidy(() => {
      const hidden = this.#network.hidden(
        tensor2d(ids, [rows, time], 'int32'),
        tensor2d(positions, [rows, time], 'int32'),
        (qkv, layer) => memory.attend(qkv, layer),
      );
      const last = slice(hidden, [0, time - 1, 0], [rows, 1, -1]); // [rows, 1, n_embd]
      return reshape(this.#network.logits(last), [
        rows,
        this.#network.config.vocab_size,
      ]) as Tensor2D;
    });
  }

  /** @throws OptionError where a row would be longer than the context with so many tokens more */
  #requireRoom(more: number): void {
    const { n_positions } = this.#network.config;
    const { length, padding } = this.#memory;
    const longest = length + this.#unread.length + more - Math.min(...padding);
    if (longest > n_positions)
      throw new OptionError(
        'prompts',
        `this model sees ${n_positions} tokens at most, the prompt's among them; got ${longest}`,
      );
  }
}
