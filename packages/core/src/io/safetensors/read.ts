/** Reads a safetensors file that is wholly in memory. */

import { type Dtype, type DtypeArrays, viewValues } from './dtypes.ts';
import { headerLength, LENGTH_BYTES, parseHeader } from './header.ts';

/** A tensor as named files hold it: values with a shape, of no library. */
export type StoredTensor<D extends Dtype = Dtype> = {
  readonly [Each in D]: {
    readonly dtype: Each;
    /** Row-major; `[]` is a scalar. */
    readonly shape: readonly number[];
    readonly values: DtypeArrays[Each];
  };
}[D];

/** What a safetensors file holds. */
export interface Safetensors {
  /** Texts by key. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Tensors by name, in the order of their bytes. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/**
 * The tensors of a safetensors file. Their values are views of `bytes` where alignment allows, else copies.
 *
 * @throws SafetensorsError with code, byte and tensor where the bytes are not what the format says
 * @example
 * ```ts
 * const { tensors, metadata } = readSafetensors(readFileSync('model.safetensors'));
 * const embedding = float32Values('wte.weight', tensors.get('wte.weight')!);
 * ```
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const length = headerLength(bytes.subarray(0, LENGTH_BYTES), bytes.length);
  const header = bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
  const { metadata, tensors } = parseHeader(header, bytes.length);
  const views = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, begin, end }] of tensors)
    views.set(name, storedTensor(dtype, shape, bytes.subarray(begin, end)));
  return { metadata, tensors: views };
}

/** A tensor over its bytes, without a copy where alignment allows. */
export function storedTensor<D extends Dtype>(
  dtype: D,
  shape: readonly number[],
  bytes: Uint8Array,
): StoredTensor<D> {
  return { dtype, shape, values: viewValues(dtype, bytes) } as unknown as StoredTensor<D>;
}
