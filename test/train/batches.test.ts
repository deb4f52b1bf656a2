/** shuffledBatches and shuffled: orders that are permutations, uniform, and a matter of position alone. */

import { Prng } from '@ferrogen/core';
import { shuffled, shuffledBatches } from '@ferrogen/core/train';
import { expect, test } from 'vitest';

const random = new Prng(5);

test('shuffled gives every number once, in an order of its seed', () => {
  for (const count of [0, 1, 2, 1000]) {
    const order = shuffled(count, random);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, k) => k));
    expect(shuffled(count, random)).toEqual(order);
  }
  expect(shuffled(1000, random)).not.toEqual(shuffled(1000, new Prng(6)));
});

test('shuffled gives each of the 24 orders of 4 equally often', () => {
  const draws = 24_000;
  const seen = new Map<string, number>();
  for (let k = 0; k < draws; k++) {
    const order = shuffled(4, random.split(k)).join('');
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  expect(seen.size).toBe(24);
  let chiSquared = 0;
  for (const count of seen.values()) chiSquared += (count - draws / 24) ** 2 / (draws / 24);
  // The chi-squared distribution of 23 degrees of freedom is above 49.7 once in a thousand.
  expect(chiSquared).toBeLessThan(49.7);
});

test('shuffledBatches gives each example once an epoch, in another order each time, from any position', () => {
  const source = shuffledBatches({ examples: 23, batchSize: 5, random }, (indices) => [...indices]);
  expect(source.batchesPerEpoch).toBe(4);
  const all = Array.from({ length: 12 }, (_, k) => source.batchAt(k) as number[]);
  for (let epoch = 0; epoch < 3; epoch++) {
    const drawn = all.slice(4 * epoch, 4 * epoch + 4).flat();
    expect(new Set(drawn).size).toBe(20);
    expect(Math.max(...drawn)).toBeLessThan(23);
  }
  expect(all.slice(0, 4)).not.toEqual(all.slice(4, 8));
  const again = shuffledBatches({ examples: 23, batchSize: 5, random }, (indices) => [...indices]);
  for (const position of [11, 0, 7, 3]) expect(again.batchAt(position)).toEqual(all[position]);
});

test.each([0, -1, 1.5, 24, Number.NaN])(
  'shuffledBatches refuses batches of %s out of 23',
  (batchSize) => {
    const make = () => shuffledBatches({ examples: 23, batchSize, random }, () => null);
    expect(make).toThrow(expect.objectContaining({ option: 'batchSize' }));
  },
);
