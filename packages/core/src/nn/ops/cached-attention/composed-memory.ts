/**
 * The memory of plain operations. Every query meets every key that was ever written, and a mask leaves those of its own row: nothing
 * is gathered and nothing moves. Keys and values lie in blocks, of which only the last, short one is ever copied.
 */

import {
  add,
  addN,
  concat,
  keep,
  matMul,
  mul,
  reshape,
  softmax,
  split,
  type Tensor,
  tensor2d,
  tidy,
  transpose,
  unstack,
} from '@tensorflow/tfjs-core';
import type { LayerMemory, MemoryBody } from './attention-memory.ts';
import type { SeenPositions } from './seen-positions.ts';

/** Positions from which on a block is not copied any more. */
const FULL_BLOCK = 128;

/** What is added to the score of a position that is not seen. */
const HIDDEN = -1e30;

/** A memory of plain operations. */
export const composedMemory: MemoryBody = {
  // 0 where a query sees a position, [rows * time, positions].
  visible(seen: SeenPositions, time: number): Tensor {
    const { rows, length, count, padding } = seen;
    const numbers = seen.numbers(); // [rows, length]
    const mask = new Float32Array(rows * time * count).fill(HIDDEN);
    for (let row = 0; row < rows; row++)
      for (let t = 0; t < time; t++)
        for (let at = padding[row]!; at <= length - time + t; at++)
          mask[(row * time + t) * count + numbers[row * length + at]!] = 0;
    return tensor2d(mask, [rows * time, count]);
  },
  layer: (heads) => new ComposedLayerMemory(heads),
};

/** Keys and values of some positions, each [heads, positions, head size]. */
interface Block {
  readonly keys: Tensor;
  readonly values: Tensor;
}

class ComposedLayerMemory implements LayerMemory {
  readonly #heads: number;
  readonly #blocks: Block[] = [];

  constructor(heads: number) {
    this.#heads = heads;
  }

  attend(qkv: Tensor, visible: Tensor): Tensor {
    const [rows, time, packed] = qkv.shape as [number, number, number];
    const headSize = packed / 3 / this.#heads;
    return tidy(() => {
      const apart = reshape(qkv, [rows * time, 3, this.#heads, headSize]);
      const [queries, keys, values] = unstack(transpose(apart, [1, 2, 0, 3])) as [
        Tensor,
        Tensor,
        Tensor,
      ]; // [heads, rows * time, head size] each
      this.#write({ keys, values });
      const scaled = mul(queries, 1 / Math.sqrt(headSize));
      const scores = this.#blocks.map((block) => matMul(scaled, block.keys, false, true));
      const weights = softmax(add(concat(scores, 2), visible)); // [heads, rows * time, positions]
      const lengths = this.#blocks.map((block) => block.keys.shape[1]!);
      const sums = split(weights, lengths, 2).map((part, index) =>
        matMul(part, this.#blocks[index]!.values),
      );
      const attended = transpose(addN(sums), [1, 0, 2]); // [rows * time, heads, head size]
      return reshape(attended, [rows, time, packed / 3]);
    });
  }

  dispose(): void {
    for (const block of this.#blocks.splice(0)) disposeBlock(block);
  }

  #write({ keys, values }: Block): void {
    const last = this.#blocks.at(-1);
    if (last === undefined || last.keys.shape[1]! >= FULL_BLOCK) {
      this.#blocks.push({ keys: keep(keys.clone()), values: keep(values.clone()) });
      return;
    }
    this.#blocks[this.#blocks.length - 1] = {
      keys: keep(concat([last.keys, keys], 1)),
      values: keep(concat([last.values, values], 1)),
    };
    disposeBlock(last);
  }
}

function disposeBlock({ keys, values }: Block): void {
  keys.dispose();
  values.dispose();
}
