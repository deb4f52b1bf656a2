/**
 * Float32Arrays to be used again, since fresh memory costs a page fault for each 4 kB of it. Knows nothing of tensors.
 *
 * The rule of escape: an array is given out once and comes back once, unless somebody else was seen to hold it too; then it
 * never comes back, and the garbage collector has it.
 */

/** An array of the pool, and whether somebody beside its tensor holds it. */
export interface Block {
  readonly values: Float32Array;
  escaped: boolean;
}

/** Bytes kept for use again; beyond that, arrays that come back are let go. */
const CAPACITY = 2 ** 30;

export class BufferPool {
  /** Free blocks by their length. */
  readonly #free = new Map<number, Block[]>();
  /** Every block that lives, by the memory below it. */
  readonly #blocks = new WeakMap<ArrayBufferLike, Block>();
  #freeBytes = 0;

  /** A block of that many values, which are whatever was there before. */
  take(length: number): Block {
    const block = this.#free.get(length)?.pop();
    if (block !== undefined) {
      this.#freeBytes -= block.values.byteLength;
      return block;
    }
    const fresh = { values: new Float32Array(length), escaped: false };
    this.#blocks.set(fresh.values.buffer, fresh);
    return fresh;
  }

  /** Takes a block back, to be given out again if it has not escaped. */
  release(block: Block): void {
    const { byteLength, length } = block.values;
    if (block.escaped || this.#freeBytes + byteLength > CAPACITY) return;
    this.#freeBytes += byteLength;
    const free = this.#free.get(length);
    if (free === undefined) this.#free.set(length, [block]);
    else free.push(block);
  }

  /** Notes that somebody else holds this memory, if it is of the pool. */
  escape(memory: ArrayBufferLike): void {
    const block = this.#blocks.get(memory);
    if (block !== undefined) block.escaped = true;
  }

  /** Bytes that wait to be used again. */
  get freeBytes(): number {
    return this.#freeBytes;
  }
}
