/** How fast the tensor backend in use multiplies matrices, and whether it does so rightly. */

import { matMul, slice, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';

export interface ProductSpeed {
  /** 10^9 additions and multiplications a second, in a product of two matrices of 1024 x 1024 or the largest that is quick. */
  readonly gflops: number;
  /** Why the product is not to be trusted, a clause, or null. */
  readonly fault: string | null;
}

const LARGEST = 1024;

/** A larger product is not tried if it would take longer than this many milliseconds. */
const PATIENCE = 100;

/** Median of three to nine products, after one that is not counted. `now` gives milliseconds. */
export async function productSpeed(now: () => number): Promise<ProductSpeed> {
  for (let size = LARGEST / 8; ; size *= 2) {
    const [a, b] = [matrix(size, 3, 7), matrix(size, 5, 2)];
    const tensors = [a, b].map((values) => tensor2d(values, [size, size]));
    try {
      const time = () => timeProduct(tensors[0]!, tensors[1]!, now);
      await time();
      const first = await time();
      if (size < LARGEST && 8 * first < PATIENCE) continue;
      const times = [first];
      while (times.length < 3 || (times.length < 9 && sum(times) < PATIENCE))
        times.push(await time());
      const fault = await faultOf(tensors[0]!, tensors[1]!, sumOfProduct(a!, b!, size));
      return { gflops: (2 * size ** 3) / median(times) / 1e6, fault };
    } finally {
      for (const tensor of tensors) tensor.dispose();
    }
  }
}

/** Whole numbers from -2 to 2, so that float32 sums are exact. */
function matrix(size: number, p: number, q: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, k) => {
    const [row, column] = [Math.floor(k / size), k % size];
    return ((p * row + q * column + ((row * column) % 3)) % 5) - 2;
  });
}

async function timeProduct(a: Tensor2D, b: Tensor2D, now: () => number): Promise<number> {
  const start = now();
  // One value is read, so that a backend that works in the background has ended.
  const [corner, product] = tidy(() => {
    const c = matMul(a, b);
    return [slice(c, [0, 0], [1, 1]), c];
  }) as [Tensor2D, Tensor2D];
  await corner.data();
  const elapsed = now() - start;
  corner.dispose();
  product.dispose();
  return elapsed;
}

async function faultOf(a: Tensor2D, b: Tensor2D, expected: number): Promise<string | null> {
  const product = matMul(a, b);
  const values = await product.data();
  product.dispose();
  const seen = sum(values);
  return seen === expected
    ? null
    : `its product of matrices sums to ${seen} instead of ${expected}`;
}

/** The sum of all values of a product: columns of the left summed, times rows of the right summed. */
function sumOfProduct(a: Float32Array, b: Float32Array, size: number): number {
  const columns = new Float64Array(size);
  const rows = new Float64Array(size);
  a.forEach((value, k) => {
    columns[k % size]! += value;
  });
  b.forEach((value, k) => {
    rows[Math.floor(k / size)]! += value;
  });
  return sum(columns.map((column, k) => column * rows[k]!));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The upper one of two in the middle. */
function median(values: readonly number[]): number {
  return values.toSorted((p, q) => p - q)[values.length >> 1]!;
}
