/**
 * Shapes and strides as they cross to Rust: lists of whole numbers in one array, each after its length. The array is
 * filled anew before each call, since a small array of its own would take longer than the call.
 */

const numbers = new Int32Array(64);

/** The most dimensions that Rust takes. */
export const MAX_RANK = 8;

/** The array that holds these lists, until the next call. At most six lists. */
export function geometry(...lists: readonly (readonly number[])[]): Int32Array {
  let at = 0;
  for (const list of lists) {
    if (list.length > MAX_RANK)
      throw new RangeError(
        `the backend native takes tensors of at most ${MAX_RANK} dimensions, not of ${list.length}; use the backend cpu`,
      );
    numbers[at++] = list.length;
    for (const number of list) numbers[at++] = number;
  }
  return numbers;
}

/** The strides of a contiguous array of that shape. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** Whether two shapes are one. */
export function areEqual(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}
