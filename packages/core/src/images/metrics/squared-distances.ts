/**
 * Squared Euclidean distances between all pairs of two sets of points, in blocks of rows, so that those of 10,000 by 10,000
 * never lie in memory together. The products are the tensor backend's.
 */

import { matMul, tensor2d } from '@tensorflow/tfjs-core';
import { countPoints } from './moments.ts';

/** Distances in a block. */
const BLOCK_VALUES = 4_000_000;

/** Distances from some points of the first set to all of the second. */
export interface DistanceBlock {
  /** Position of its first point in the first set. */
  readonly first: number;
  readonly rows: number;
  /** [rows, points of the second set]; overwritten by the next block. */
  readonly distances: Float32Array;
}

/**
 * |x - y|^2 of each x of `a` with each y of `b`, as |x|^2 + |y|^2 - 2 x y in float32, not below 0: near pairs of points that lie
 * far from the origin lose digits, so move the middle of the points there first.
 *
 * @param a [count, size]
 * @param b [another count, size]
 */
export function* squaredDistances(
  a: Float32Array,
  b: Float32Array,
  size: number,
): Generator<DistanceBlock, void, void> {
  const count = countPoints('a', a, size);
  const width = countPoints('b', b, size);
  if (count === 0 || width === 0) return;
  const rowsAtOnce = Math.max(1, Math.min(count, Math.floor(BLOCK_VALUES / width)));
  const aNorms = squaredNorms(a, size);
  const bNorms = squaredNorms(b, size);
  const block = new Float32Array(rowsAtOnce * width);
  const right = tensor2d(b, [width, size]); // [width, size]
  try {
    for (let first = 0; first < count; first += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, count - first);
      const left = tensor2d(a.subarray(first * size, (first + rows) * size), [rows, size]);
      const products = matMul(left, right, false, true); // [rows, width]
      const values = products.dataSync();
      for (let row = 0, at = 0; row < rows; row++) {
        const norm = aNorms[first + row]!;
        for (let column = 0; column < width; column++, at++)
          block[at] = Math.max(0, norm + bNorms[column]! - 2 * values[at]!);
      }
      left.dispose();
      products.dispose();
      yield { first, rows, distances: block.subarray(0, rows * width) };
    }
  } finally {
    right.dispose();
  }
}

function squaredNorms(points: Float32Array, size: number): Float64Array {
  const norms = new Float64Array(points.length / size);
  for (let row = 0, at = 0; row < norms.length; row++)
    for (let k = 0; k < size; k++, at++) norms[row] = norms[row]! + points[at]! ** 2;
  return norms;
}
