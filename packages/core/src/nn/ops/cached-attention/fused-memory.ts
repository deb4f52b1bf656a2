/** The memory of a backend that attends in one kernel: a layer's keys and values in one tensor with room to grow, written in place. */

import { concat, keep, type Tensor, tensor2d, tidy, zeros } from '@tensorflow/tfjs-core';
import { runKernel } from '../fused-kernel.ts';
import type { LayerMemory, MemoryBody } from './attention-memory.ts';
import type { SeenPositions } from './seen-positions.ts';

/** Positions that a memory has room for at least. */
const LEAST_ROOM = 64;

/** A memory over the kernel `ferrogen.CachedAttention`. */
export const fusedMemory: MemoryBody = {
  // The row's padding, and the numbers of its positions: int32 [rows, 1 + length].
  visible(seen: SeenPositions): Tensor {
    const { rows, length, padding } = seen;
    const numbers = seen.numbers(); // [rows, length]
    const table = new Int32Array(rows * (1 + length));
    for (let row = 0; row < rows; row++) {
      table[row * (1 + length)] = padding[row]!;
      table.set(numbers.subarray(row * length, (row + 1) * length), row * (1 + length) + 1);
    }
    return tensor2d(table, [rows, 1 + length], 'int32');
  },
  layer: (heads) => new FusedLayerMemory(heads),
};

class FusedLayerMemory implements LayerMemory {
  readonly #heads: number;
  /** [room, 2 * size]: a position's key and value side by side. */
  #memory: Tensor | null = null;
  /** Positions that it holds. */
  #count = 0;

  constructor(heads: number) {
    this.#heads = heads;
  }

  attend(qkv: Tensor, visible: Tensor): Tensor {
    const [rows, time, packed] = qkv.shape as [number, number, number];
    this.#makeRoom(this.#count + rows * time, (2 * packed) / 3);
    const before = this.#memory!;
    // The kernel changes the memory in place, and hands it back as one more reference; the one before goes.
    const [attended, memory] = runKernel<[Tensor, Tensor]>(
      'ferrogen.CachedAttention',
      { qkv, memory: before, visible },
      { heads: this.#heads, count: this.#count },
    );
    this.#memory = keep(memory);
    before.dispose();
    this.#count += rows * time;
    return attended;
  }

  dispose(): void {
    this.#memory?.dispose();
    this.#memory = null;
  }

  #makeRoom(wanted: number, width: number): void {
    const before = this.#memory;
    const room = before?.shape[0] ?? 0;
    if (wanted <= room) return;
    // Twice as much as before, so that what is copied is in all less than what is written.
    const more = Math.max(wanted - room, room, LEAST_ROOM);
    this.#memory = tidy(() => {
      const fresh = zeros([more, width]);
      return keep(before === null ? fresh : concat([before, fresh]));
    });
    before?.dispose();
  }
}
