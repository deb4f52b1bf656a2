/**
 * The types of values that a safetensors file holds, and the typed array that views each. F16 and BF16 are viewed as
 * their bits; `float32Values` turns them into numbers.
 */

/** The typed array of each dtype. */
export interface DtypeArrays {
  readonly BOOL: Uint8Array;
  readonly U8: Uint8Array;
  readonly I8: Int8Array;
  readonly I16: Int16Array;
  readonly U16: Uint16Array;
  readonly F16: Uint16Array;
  readonly BF16: Uint16Array;
  readonly I32: Int32Array;
  readonly U32: Uint32Array;
  readonly F32: Float32Array;
  readonly F64: Float64Array;
  readonly I64: BigInt64Array;
  readonly U64: BigUint64Array;
}

/** Name of a dtype, as the format writes it. */
export type Dtype = keyof DtypeArrays;

/** Any array of values. */
export type DtypeArray = DtypeArrays[Dtype];

interface ArrayConstructor<Values> {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Values;
  readonly BYTES_PER_ELEMENT: number;
}

/** In the order of the reference implementation, whose writer puts the last ones first: the widest values. */
const constructors: { readonly [D in Dtype]: ArrayConstructor<DtypeArrays[D]> } = {
  BOOL: Uint8Array,
  U8: Uint8Array,
  I8: Int8Array,
  I16: Int16Array,
  U16: Uint16Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I32: Int32Array,
  U32: Uint32Array,
  F32: Float32Array,
  F64: Float64Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
};

/** All dtypes, those with the narrowest values first. */
export const dtypes: readonly Dtype[] = Object.keys(constructors) as Dtype[];

/** Whether this is the name of a dtype that we read. */
export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(constructors, name);
}

/** Bytes of a value. */
export function bytesPerValue(dtype: Dtype): number {
  return constructors[dtype].BYTES_PER_ELEMENT;
}

/** Whether this array is the one that views the dtype. */
export function isArrayOf<D extends Dtype>(dtype: D, values: unknown): values is DtypeArrays[D] {
  return values instanceof constructors[dtype];
}

/**
 * These bytes (little-endian, as every platform of JavaScript has them) as values, without a copy where they lie at a
 * multiple of the value's size.
 */
export function viewValues<D extends Dtype>(dtype: D, bytes: Uint8Array): DtypeArrays[D] {
  const Values = constructors[dtype];
  const width = Values.BYTES_PER_ELEMENT;
  // Not `slice`: that of Node's Buffer is a view of the same memory, at the same place.
  const aligned = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  return new Values(aligned.buffer, aligned.byteOffset, aligned.length / width);
}

/** These values as bytes, without a copy. */
export function viewBytes(values: DtypeArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
