/**
 * The Frechet distance between two sets of features, each taken for a normal distribution: Heusel et al., "GANs trained by a
 * two time-scale update rule converge to a local Nash equilibrium" (2017), equation 6; the formula is of Dowson & Landau
 * (1982). Which network the features are of decides its scale.
 */

import { type Moments, momentsOf } from './moments.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/**
 * |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^1/2) of the means and covariances of two sets. It grows as a set gets smaller (Chong &
 * Forsyth, "Effectively unbiased FID", 2020): compare values of one count only.
 *
 * @param a features, [count, size]
 * @param b features, [another count, size]
 * @throws OptionError where a set has fewer than two points
 * @example
 * const fid = frechetDistance(classifier.classify(samples).features, classifier.classify(images).features, 128);
 */
export function frechetDistance(a: Float32Array, b: Float32Array, size: number): number {
  return frechetDistanceOfMoments(momentsOf(a, size), momentsOf(b, size));
}

/** The same of moments that are known already: those of a reference need to be formed once. */
export function frechetDistanceOfMoments(a: Moments, b: Moments): number {
  const size = a.mean.length;
  let distance = 0;
  for (let k = 0; k < size; k++) {
    distance += (a.mean[k]! - b.mean[k]!) ** 2;
    distance += a.covariance[k * size + k]! + b.covariance[k * size + k]!;
  }
  // The root's trace is the sum of the roots of the eigenvalues of A^1/2 B A^1/2, which is symmetric as A B is not.
  const root = squareRoot(a.covariance, size); // [size, size]
  const inner = multiply(multiply(root, b.covariance, size), root, size); // [size, size]
  for (const value of symmetricEigen(inner, size).values)
    distance -= 2 * Math.sqrt(Math.max(0, value));
  return Math.max(0, distance);
}

/** The symmetric root of a covariance. Eigenvalues that rounding made negative are zeros. */
function squareRoot(matrix: Float64Array, size: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, size);
  const root = new Float64Array(size * size); // [size, size]
  for (let k = 0; k < size; k++) {
    const scale = Math.sqrt(Math.max(0, values[k]!));
    if (scale === 0) continue;
    for (let i = 0; i < size; i++) {
      const factor = scale * vectors[k * size + i]!;
      for (let j = 0; j < size; j++)
        root[i * size + j] = root[i * size + j]! + factor * vectors[k * size + j]!;
    }
  }
  return root;
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size); // [size, size]
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k]!;
      for (let j = 0; j < size; j++)
        product[i * size + j] = product[i * size + j]! + factor * b[k * size + j]!;
    }
  return product;
}
