/**
 * Typed arrays to be used again, since fresh memory costs a page fault for each 4 kB of it. Knows nothing of tensors.
 *
 * The rule of escape: an array is given out once and comes back once, unless somebody else was seen to hold it too; then it
 * never comes back, and the garbage collector has it.
 */

/** The arrays that hold each type of element. */
export interface Arrays {
  readonly float32: Float32Array;
  readonly int32: Int32Array;
  readonly bool: Uint8Array;
}

/** An array of the pool, and whether somebody beside its tensor holds it. */
export interface Block<D extends keyof Arrays = keyof Arrays> {
  readonly values: Arrays[D];
  readonly dtype: D;
  escaped: boolean;
}

/** Bytes kept for use again; beyond that, arrays that come back are let go. */
const CAPACITY = 2 ** 30;

/** Arrays given out between two looks at the shelves; what nobody wanted meanwhile is let go. Many steps of a training. */
const PATIENCE = 2 ** 16;

/** Free blocks of one length. */
interface Shelf<D extends keyof Arrays> {
  readonly blocks: Block<D>[];
  /** Whether a block of this length was asked for since the last look. */
  wanted: boolean;
}

const create: { [D in keyof Arrays]: (length: number) => Arrays[D] } = {
  float32: (length) => new Float32Array(length),
  int32: (length) => new Int32Array(length),
  bool: (length) => new Uint8Array(length),
};

export class BufferPool {
  /** Free blocks of each type by their length. */
  readonly #free: { readonly [D in keyof Arrays]: Map<number, Shelf<D>> } = {
    float32: new Map(),
    int32: new Map(),
    bool: new Map(),
  };
  /** Every block that lives, by the memory below it. */
  readonly #blocks = new WeakMap<ArrayBufferLike, Block>();
  #freeBytes = 0;
  #taken = 0;

  /** A block of that many values, which are whatever was there before. */
  take<D extends keyof Arrays>(dtype: D, length: number): Block<D> {
    if (++this.#taken % PATIENCE === 0) this.#tidyUp();
    const shelf = this.#free[dtype].get(length);
    if (shelf !== undefined) {
      shelf.wanted = true;
      const block = shelf.blocks.pop();
      if (block !== undefined) {
        this.#freeBytes -= block.values.byteLength;
        return block;
      }
    }
    const fresh = { values: create[dtype](length), dtype, escaped: false };
    this.#blocks.set(fresh.values.buffer, fresh);
    return fresh;
  }

  /** Takes a block back, to be given out again if it has not escaped. */
  release<D extends keyof Arrays>(block: Block<D>): void {
    const { byteLength, length } = block.values;
    if (block.escaped || this.#freeBytes + byteLength > CAPACITY) return;
    this.#freeBytes += byteLength;
    const shelf = this.#free[block.dtype].get(length);
    if (shelf === undefined) this.#free[block.dtype].set(length, { blocks: [block], wanted: true });
    else shelf.blocks.push(block);
  }

  /** Notes that somebody else holds this memory, if it is of the pool. */
  escape(memory: ArrayBufferLike): void {
    const block = this.#blocks.get(memory);
    if (block !== undefined) block.escaped = true;
  }

  /** Lets go of lengths that were of use once, such as those of sequences that vary. */
  #tidyUp(): void {
    for (const shelves of Object.values(this.#free))
      for (const [length, shelf] of shelves) {
        if (!shelf.wanted) {
          for (const { values } of shelf.blocks) this.#freeBytes -= values.byteLength;
          shelves.delete(length);
        }
        shelf.wanted = false;
      }
  }
}
