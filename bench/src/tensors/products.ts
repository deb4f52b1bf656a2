/**
 * Matrix products, calls and memory: the table of products in GFLOP/s, the time of a call that computes nothing to speak of, and
 * the product of a few rows with GPT-2's head against the speed at which memory can be read.
 */

import { performance } from 'node:perf_hooks';
import { Prng } from '@ferrogen/core';
import { randomNormal } from '@ferrogen/core/nn';
import { add, matMul, ones, scalar, sum, type Tensor2D } from '@tensorflow/tfjs-core';
import { median } from '../measure.ts';
import { type BenchRow, row } from '../report.ts';

/** A product of [m, k] and [k, n]; `transpose` says which operand lies transposed in memory. */
export interface ProductShape {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transpose: 'none' | 'a' | 'b';
}

/** The products of small models: dense layers and their gradients, convolutions as products, blocks of a transformer. */
export const productShapes: readonly ProductShape[] = [
  { m: 64, k: 784, n: 256, transpose: 'none' },
  { m: 512, k: 512, n: 512, transpose: 'none' },
  { m: 1024, k: 1024, n: 1024, transpose: 'none' },
  { m: 64, k: 256, n: 784, transpose: 'b' },
  { m: 784, k: 64, n: 256, transpose: 'a' },
  { m: 12544, k: 16, n: 32, transpose: 'none' },
  { m: 3136, k: 512, n: 64, transpose: 'none' },
  { m: 1024, k: 128, n: 384, transpose: 'none' },
];

/** Five beams against GPT-2's tied head, [50257, 768] as it lies in a checkpoint. */
export const headShape: ProductShape = { m: 5, k: 768, n: 50257, transpose: 'b' };

/** Number of floats that are summed to see how fast memory can be read: 500 MB. */
export const READ_FLOATS = 125_000_000;

/** What a Python peer measured, under the names that `productName` gives; null where there is none. */
export interface ProductPeer {
  readonly version: string;
  readonly gflops: Readonly<Record<string, number>>;
  readonly readGbPerSecond: number;
  readonly headGbPerSecond: number;
}

export const productName = ({ m, k, n, transpose }: ProductShape): string =>
  `${m} x ${k} x ${n}${transpose === 'none' ? '' : transpose === 'a' ? ', a transposed' : ', b transposed'}`;

/** Runs the measurements on the backend in use. */
export function productRows(peer: ProductPeer | null): BenchRow[] {
  const rows = productShapes.map((shape) =>
    row(`product ${productName(shape)}`, 'GFLOP/s', gflops(shape), {
      ...theirs(peer, peer?.gflops[productName(shape)]),
      better: 'more',
    }),
  );
  const read = Math.max(readGbPerSecond(), peer?.readGbPerSecond ?? 0);
  const head = headGbPerSecond();
  return [
    ...rows,
    row('add of 1 element, with its disposal', 'us', addMicroseconds(), { goal: '< 2 us' }),
    row('read of 500 MB (a sum)', 'GB/s', read, {
      ...theirs(peer, peer?.readGbPerSecond),
      better: 'more',
    }),
    row(`product ${productName(headShape)}`, 'GB/s', head, {
      ...theirs(peer, peer?.headGbPerSecond),
      better: 'more',
    }),
    row('  the same, against the read', 'GB/s', head, {
      peer: 'read of 500 MB',
      theirs: read,
      better: 'more',
      goal: '>= 0.8',
    }),
  ];
}

function theirs(peer: ProductPeer | null, value: number | undefined) {
  return { peer: peer?.version ?? null, theirs: value ?? null };
}

function gflops(shape: ProductShape): number {
  const { m, k, n } = shape;
  return (2 * m * k * n) / medianNanoseconds(shape);
}

function headGbPerSecond(): number {
  const bytes = 4 * headShape.k * headShape.n;
  return bytes / medianNanoseconds(headShape);
}

/** Of one product; each of the runs that the median is over lasts at least 2 ms, all together longer than a system's passing business. */
function medianNanoseconds({ m, k, n, transpose }: ProductShape): number {
  const random = new Prng(1);
  const a = randomNormal(transpose === 'a' ? [k, m] : [m, k], random.split(0)) as Tensor2D;
  const b = randomNormal(transpose === 'b' ? [n, k] : [k, n], random.split(1)) as Tensor2D;
  const product = () => matMul(a, b, transpose === 'a', transpose === 'b').dispose();
  const calls = Math.ceil(2e6 / Math.max(1, nanoseconds(product, 1)));
  const times = Array.from({ length: 75 }, () => nanoseconds(product, calls));
  a.dispose();
  b.dispose();
  return median(times);
}

function nanoseconds(call: () => void, calls: number): number {
  const start = performance.now();
  for (let k = 0; k < calls; k++) call();
  return ((performance.now() - start) * 1e6) / calls;
}

function addMicroseconds(): number {
  const one = scalar(1);
  const call = () => add(one, one).dispose();
  nanoseconds(call, 20_000);
  const times = Array.from({ length: 15 }, () => nanoseconds(call, 20_000));
  one.dispose();
  return median(times) / 1000;
}

function readGbPerSecond(): number {
  // Written once: the system backs memory that was never written by one page of zeros, which no read leaves the cache for.
  const floats = ones([READ_FLOATS]);
  const call = () => sum(floats).dispose();
  call();
  const times = Array.from({ length: 15 }, () => nanoseconds(call, 1));
  floats.dispose();
  return (4 * READ_FLOATS) / median(times);
}
