/**
 * The tensor backend `native`: TensorFlow.js's own cpu backend, whose arrays come from a pool and whose kernels are replaced
 * by Rust one by one (`kernels/`). What Rust does not have, the cpu kernels do, on the same arrays.
 */

import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  type BackendValues,
  type DataId,
  type DataType,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { type Arrays, type Block, BufferPool } from './buffer-pool.ts';

/** A tensor whose values are about to be written by a kernel, all of them. */
export interface Output<D extends keyof Arrays = 'float32'> extends TensorInfo {
  readonly dtype: D;
  readonly values: Arrays[D];
}

interface Entry {
  values: BackendValues;
  dtype: DataType;
  refCount: number;
  /** Where the values came from the pool. */
  block?: Block;
}

export class NativeBackend extends MathBackendCPU {
  readonly pool = new BufferPool();

  /** A tensor whose values are whatever was in memory before: the kernel writes every one of them. Float32 unless told otherwise. */
  output(shape: number[]): Output;
  output<D extends keyof Arrays>(shape: number[], dtype: D): Output<D>;
  output(shape: number[], dtype: keyof Arrays = 'float32'): Output<keyof Arrays> {
    const block = this.pool.take(dtype, util.sizeFromShape(shape));
    const dataId = {};
    this.#entries.set(dataId, { values: block.values, dtype, refCount: 1, block });
    return { dataId, shape, dtype, values: block.values };
  }

  /**
   * So many values that a kernel keeps for its gradient, as a tensor without elements: TensorFlow.js saves and disposes of it like
   * any other, and makes no zeros for a gradient that it never has.
   */
  workspace(length: number): Output {
    return { ...this.output([length]), shape: [0] };
  }

  /** The same data under another shape: one more reference, no copy. */
  share(tensor: TensorInfo, shape: number[]): TensorInfo {
    this.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
  }

  /** The values of a float32 tensor, to be read only. The cpu kernels' cast may leave an Int32Array under that label. */
  floats({ dataId }: TensorInfo): Float32Array {
    const { values } = this.#entries.get(dataId);
    return values instanceof Float32Array ? values : Float32Array.from(values as Int32Array);
  }

  /** The values of an int32 tensor, to be read only. Some cpu kernels leave other arrays under that label. */
  ints({ dataId }: TensorInfo): Int32Array {
    const { values } = this.#entries.get(dataId);
    return values instanceof Int32Array ? values : Int32Array.from(values as Float32Array);
  }

  /** The values of a bool tensor, 0 or 1, to be read only. */
  bools({ dataId }: TensorInfo): Uint8Array {
    const { values } = this.#entries.get(dataId);
    return values instanceof Uint8Array ? values : Uint8Array.from(values as Float32Array);
  }

  /** The values of a float32 tensor to be changed in place, or null where anybody but this reference could see it. */
  ownFloats({ dataId }: TensorInfo): Float32Array | null {
    const { refCount, block } = this.#entries.get(dataId);
    if (refCount !== 1 || block === undefined || block.escaped) return null;
    return block.values instanceof Float32Array ? block.values : null;
  }

  override write(values: BackendValues, _shape: number[], dtype: DataType): DataId {
    if (ArrayBuffer.isView(values)) this.pool.escape(values.buffer);
    const dataId = {};
    this.#entries.set(dataId, { values: unshared(values), dtype, refCount: 1 });
    return dataId;
  }

  override readSync(dataId: DataId): BackendValues {
    const values = super.readSync(dataId);
    // A copy: the caller may keep it while the pool gives the array out again, and some cpu kernels write into what they read.
    return ArrayBuffer.isView(values) ? values.slice() : values;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const block = this.data.has(dataId) ? this.#entries.get(dataId).block : undefined;
    const gone = super.disposeData(dataId, force);
    if (gone && block !== undefined) this.pool.release(block);
    return gone;
  }

  /** tfjs types its storage as that of the cpu backend's own entries. */
  get #entries(): { get(dataId: DataId): Entry; set(dataId: DataId, entry: Entry): void } {
    return this.data as unknown as { get(id: DataId): Entry; set(id: DataId, e: Entry): void };
  }
}

/** A copy where other threads of JavaScript may write to the array: Rust is never lent such memory. */
function unshared(values: BackendValues): BackendValues {
  if (!ArrayBuffer.isView(values) || !(values.buffer instanceof SharedArrayBuffer)) return values;
  return values.slice();
}
