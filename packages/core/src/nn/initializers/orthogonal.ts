/**
 * Orthogonal weights: Saxe, McClelland & Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear
 * networks" (2014), section 3.
 */

import { tensor } from '@tensorflow/tfjs-core';
import { fillGaussian } from '../../kernels/random/stream.ts';
import type { Initializer } from './initializer.ts';

/**
 * A weight that, as a matrix [all axes but the last, last axis], has orthonormal columns, or orthonormal rows where these
 * are fewer; times `gain`. Uniform among such matrices.
 */
export function orthogonal(gain = 1): Initializer {
  return (shape, _, { key }) => {
    const columns = shape.at(-1) ?? 1;
    const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
    const length = Math.max(rows, columns);
    const vectors = new Float64Array(rows * columns);
    fillGaussian(key, 0, vectors);
    orthonormalize(vectors, length);
    const values = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        values[row * columns + column] =
          gain * vectors[rows < columns ? row * length + column : column * length + row]!;
    return tensor(values, [...shape], 'float32');
  };
}

/**
 * Gram and Schmidt's method, modified, in double precision, twice over each vector ("twice is enough": Giraud et al.,
 * Numerische Mathematik 101, 2005). Vectors of `length` numbers lie one after another.
 */
function orthonormalize(vectors: Float64Array, length: number): void {
  for (let start = 0; start < vectors.length; start += length) {
    const vector = vectors.subarray(start, start + length);
    for (let pass = 0; pass < 2; pass++)
      for (let at = 0; at < start; at += length) {
        const earlier = vectors.subarray(at, at + length);
        const share = dot(vector, earlier);
        for (let k = 0; k < length; k++) vector[k]! -= share * earlier[k]!;
      }
    const norm = Math.sqrt(dot(vector, vector));
    for (let k = 0; k < length; k++) vector[k]! /= norm;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
