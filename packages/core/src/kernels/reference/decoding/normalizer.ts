/**
 * What makes logits a distribution: their maximum and the sum of exponentials about it. Sums are formed in a fixed order, the one of the
 * Rust twin.
 */

import { exponential } from './exponential.ts';

/** Partial sums in single precision, and how many numbers go into them before they are added up in double. */
const LANES = 16;
const BLOCK = 1024;

/** The softmax of a row is e^(x - max) / sum, its logarithm x - max - logSum. */
export interface Normalizer {
  readonly max: number;
  readonly sum: number;
  readonly logSum: number;
}

const lanes = new Float32Array(LANES);

/** The normaliser of a row. Its `sum` is NaN where the row holds NaN or infinity, or nothing but -infinity. */
export function normalizer(row: Float32Array): Normalizer {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < row.length; i++) if (row[i]! > max) max = row[i]!;
  let sum = 0;
  for (let start = 0; start < row.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, row.length);
    lanes.fill(0);
    for (let i = start; i < end; i++) {
      const lane = i % LANES;
      lanes[lane] = lanes[lane]! + exponential(Math.fround(row[i]! - max));
    }
    for (let lane = 0; lane < LANES; lane++) sum += lanes[lane]!;
  }
  return { max, sum, logSum: Math.fround(Math.log(sum)) };
}

/** Replaces a row by its log-softmax; answers false, the row as it was, where it has none. */
export function logSoftmax(row: Float32Array): boolean {
  const { max, sum, logSum } = normalizer(row);
  if (Number.isNaN(sum)) return false;
  for (let i = 0; i < row.length; i++) row[i] = Math.fround(Math.fround(row[i]! - max) - logSum);
  return true;
}
