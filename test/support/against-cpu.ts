/** Kernels of the backend `native` against those of TensorFlow.js's own cpu backend, on the same inputs. */

import { memory, setBackend, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectClose, uniformNumbers } from './operation-check.ts';
import { itWith } from './shared-data.ts';
import { tensorBackends } from './tensor-backends.ts';

/** vitest's `it` where there is the backend `native`. */
export const itNative = itWith(tensorBackends.find(({ name }) => name === 'native')!.lacking);

/**
 * How values may differ: not at all, relative to each value, relative to each value where that is above 2^-36 in magnitude (the
 * cpu backend itself errs by 2^-53), or relative to the largest magnitude of the output.
 */
export type Agreement = 'exact' | 'each' | 'each but tiny' | 'largest';

const TOLERANCE = 1e-5;
/** Below the smallest normal number, one unit in the last place is no small relative error. */
const SMALLEST_NORMAL = 2 ** -126;

/**
 * Asserts that `compute` gives the same shapes, element types and values on both backends: not a number in the same places, and
 * within 1e-5 elsewhere unless they must be equal.
 */
export async function expectAsOnCpu(
  what: string,
  agreement: Agreement,
  compute: () => Tensor | Tensor[],
): Promise<void> {
  const [seen, expected] = [await resultsOn('native', compute), await resultsOn('cpu', compute)];
  expect(seen.length, what).toBe(expected.length);
  for (const [index, { shape, dtype, values }] of expected.entries()) {
    const mine = seen[index]!;
    expect([mine.shape, mine.dtype], what).toEqual([shape, dtype]);
    if (agreement === 'largest') expectClose(mine.values, values, TOLERANCE, what);
    else expectEach(mine.values, values, agreement, what);
  }
}

async function resultsOn(backend: string, compute: () => Tensor | Tensor[]) {
  await setBackend(backend);
  const before = memory().numTensors;
  const tensors = [tidy(compute)].flat();
  const results = tensors.map((y) => ({ shape: y.shape, dtype: y.dtype, values: valuesOf(y) }));
  for (const y of tensors) y.dispose();
  expect(memory().numTensors).toBe(before);
  return results;
}

/** The cpu backend's cast leaves an Int32Array under the name of float32, whose numbers are rounded when a kernel writes them. */
function valuesOf(y: Tensor): ArrayLike<number> {
  const values = y.dataSync();
  return y.dtype === 'float32' ? Float32Array.from(values) : values;
}

function expectEach(
  seen: ArrayLike<number>,
  expected: ArrayLike<number>,
  agreement: Agreement,
  what: string,
): void {
  const tolerance = agreement === 'exact' ? 0 : TOLERANCE;
  const floor = agreement === 'each but tiny' ? 2 ** -36 : SMALLEST_NORMAL;
  expect(seen.length, what).toBe(expected.length);
  for (let k = 0; k < expected.length; k++) {
    const [a, b] = [seen[k]!, expected[k]!];
    if (Object.is(a, b)) continue;
    const error = Math.abs(a - b) / Math.max(Math.abs(b), floor);
    if (!(error <= tolerance && error > 0))
      expect.fail(`${what} differs at ${k}: ${a} instead of ${b}`);
  }
}

/** Where kernels go astray: zeros, halves, infinities, not a number, subnormal and huge numbers, ends of ranges. */
export const specials: readonly number[] = [
  ...[0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -1.5, -2.5, 6, 7],
  ...[Infinity, -Infinity, NaN, 1e-40, -1e-40, 2 ** -149, 2 ** -126, 3.4e38, -3.4e38],
  ...[
    9,
    -9,
    20,
    -20,
    88.5,
    88.8,
    -87.5,
    -104.5,
    2 ** 31,
    -(2 ** 31),
    1e10,
    -1e10,
    1e19,
    16_777_215,
  ],
];

/** That many numbers of magnitudes from 2^-12 to 2^6 and either sign, the same for a seed, with `specials` among them if asked. */
export function mixedNumbers(length: number, seed: number, withSpecials = false): Float32Array {
  const uniform = uniformNumbers(seed);
  return Float32Array.from({ length }, () => {
    const draw = uniform();
    if (withSpecials && draw < 0.1) return specials[Math.floor(uniform() * specials.length)]!;
    return (draw < 0.55 ? -1 : 1) * 2 ** (18 * uniform() - 12);
  });
}

/** A float32 tensor of mixed numbers, special ones among them. */
export const draw = (shape: readonly number[], seed = 1): Tensor =>
  tensor(
    mixedNumbers(
      shape.reduce((a, b) => a * b, 1),
      seed,
      true,
    ),
    [...shape],
  );

/** An int32 tensor of numbers from 0 to below `below`. */
export const drawInts = (shape: readonly number[], below: number): Tensor =>
  tensor(
    Int32Array.from(
      mixedNumbers(
        shape.reduce((a, b) => a * b, 1),
        9,
      ),
      (x) => Math.abs(x * 97) % below,
    ),
    [...shape],
    'int32',
  );

/** That many int32 numbers, small ones and ones up to the ends of the range, the same for a seed. */
export function wholeNumbers(length: number, seed: number): Int32Array {
  const uniform = uniformNumbers(seed);
  const ends = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 24 + 1, 65_536, -65_537];
  return Int32Array.from({ length }, () => {
    const draw = uniform();
    if (draw < 0.1) return ends[Math.floor(uniform() * ends.length)]!;
    return Math.floor((draw < 0.5 ? 20 : 2 ** 31) * (2 * uniform() - 1));
  });
}
