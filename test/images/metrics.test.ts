/**
 * Measures of samples against numpy and scipy, which made the numbers here by this script (numpy 2.4, scipy 1.17):
 *
 *     def points(count, size, phase, scale):
 *         k = np.arange(count * size, dtype=np.float64)
 *         return (scale * np.sin(phase + 1.7 * k + 0.001 * k * k)).astype(np.float32).reshape(count, size)
 *     a, b = points(120, 6, 0.0, 1.0), points(100, 6, 2.0, 1.3) + np.float32(0.1)
 *     ma, mb = a.astype(np.float64), b.astype(np.float64)
 *     ca, cb, k = np.cov(ma.T), np.cov(mb.T), 5
 *     fid = ((ma.mean(0) - mb.mean(0)) ** 2).sum() + np.trace(ca + cb - 2 * np.real(sqrtm(ca @ cb)))
 *     ra, rb, d = np.sort(cdist(ma, ma))[:, k], np.sort(cdist(mb, mb))[:, k], cdist(ma, mb)
 *     precision, recall = (d <= ra[:, None]).any(0).mean(), (d <= rb[None, :]).any(1).mean()
 *     density, coverage = (d <= ra[:, None]).sum() / (k * len(mb)), (d <= ra[:, None]).any(1).mean()
 *     p = np.exp(2 * points(40, 5, 1.0, 1.0).astype(np.float64))
 *     p = (p / p.sum(1, keepdims=True)).astype(np.float32).astype(np.float64)
 *     score = np.exp((p * np.log(p / p.mean(0))).sum(1).mean())
 *     nearest = np.quantile(np.sort(cdist(ma, ma))[:, 1], 0.01)
 */

import {
  classCounts,
  classDivergence,
  densityCoverage,
  frechetDistance,
  inceptionScore,
  labelAccuracy,
  nearestImages,
  nearestLabels,
  nearestOthers,
  neighbourhoodsOf,
  precisionRecall,
  proportionalLabels,
  quantileOf,
  symmetricEigen,
} from '@ferrogen/core/images';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';

const SIZE = 6;
const sine = (count: number, size: number, phase: number, scale: number) =>
  Float32Array.from(
    { length: count * size },
    (_, k) => scale * Math.sin(phase + 1.7 * k + 0.001 * k * k),
  );
const a = sine(120, SIZE, 0, 1); // [120, 6]
const b = sine(100, SIZE, 2, 1.3).map((value) => value + Math.fround(0.1)); // [100, 6]

describe('frechetDistance', () => {
  test('is that of scipy', () => {
    expect(frechetDistance(a, b, SIZE)).toBeCloseTo(0.5457627131938417, 6);
    expect(frechetDistance(b, a, SIZE)).toBeCloseTo(0.5457627131938417, 6);
  });

  test('is 0 between a set and itself, and the squared way of a set that moved', () => {
    expect(frechetDistance(a, a, SIZE)).toBeLessThan(1e-12);
    const moved = a.map((value, at) => value + (at % SIZE === 2 ? 3 : 0));
    expect(frechetDistance(a, moved, SIZE)).toBeCloseTo(9, 5);
  });

  test('of one number is (m1 - m2)^2 + (s1 - s2)^2, also where nothing varies', () => {
    const one = Float32Array.of(-1, 1, -1, 1); // variance 4/3
    const two = Float32Array.of(2, 2, 2, 2);
    expect(frechetDistance(one, two, 1)).toBeCloseTo(4 + 4 / 3, 12);
    expect(frechetDistance(two, two, 1)).toBe(0);
  });

  test('refuses a single point, and a point that is cut', () => {
    expect(() => frechetDistance(a.subarray(0, SIZE), b, SIZE)).toThrow(
      /two points or more; got 1/,
    );
    expect(() => frechetDistance(a.subarray(1), b, SIZE)).toThrow(/719 is no multiple/);
  });
});

test('symmetricEigen takes a matrix apart into orthogonal vectors that make it again', () => {
  const size = 40;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) matrix[i * size + j] = Math.sin(1 + i * j) + Math.cos(i + j);
  const { values, vectors } = symmetricEigen(matrix, size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      let again = 0;
      let product = 0;
      for (let k = 0; k < size; k++) {
        again += values[k]! * vectors[k * size + i]! * vectors[k * size + j]!;
        product += vectors[i * size + k]! * vectors[j * size + k]!;
      }
      expect(Math.abs(again - matrix[i * size + j]!)).toBeLessThan(1e-12);
      expect(Math.abs(product - Number(i === j))).toBeLessThan(1e-13);
    }
});

overBackends((name, it) => {
  describe(`neighbourhoods on ${name}`, () => {
    it('precision, recall, density and coverage are those of scipy', () => {
      const { numTensors } = memory();
      const found = neighbourhoodsOf(a, b, SIZE);
      const { precision, recall } = precisionRecall(found);
      const { density, coverage } = densityCoverage(found);
      expect([precision, recall, density, coverage].map((value) => value.toFixed(12))).toEqual(
        [0.91, 0.975, 0.458, 0.575].map((value) => value.toFixed(12)),
      );
      expect(memory().numTensors).toBe(numTensors);
    });

    it('far from the origin they are the same: distances keep their digits', () => {
      const away = (points: Float32Array) =>
        points.map((value) => Math.round(value * 64) / 64 + 1000);
      const near = (points: Float32Array) => points.map((value) => Math.round(value * 64) / 64);
      expect(neighbourhoodsOf(away(a), away(b), SIZE)).toEqual(
        neighbourhoodsOf(near(a), near(b), SIZE),
      );
    });

    it('a set beside itself has all there is, and samples all alike have no recall', () => {
      const self = neighbourhoodsOf(a, a, SIZE);
      expect(precisionRecall(self)).toEqual({ precision: 1, recall: 1 });
      expect(densityCoverage(self).coverage).toBe(1);
      const alike = Float32Array.from({ length: 100 * SIZE }, (_, at) => a[at % SIZE]!);
      const { precision, recall } = precisionRecall(neighbourhoodsOf(a, alike, SIZE));
      expect(precision).toBe(1);
      expect(recall).toBeLessThanOrEqual(1 / 120);
    });

    it('refuses sets with no more points than neighbours', () => {
      const few = a.subarray(0, 5 * SIZE);
      expect(() => neighbourhoodsOf(few, b, SIZE)).toThrow(/real: .* 5 neighbours of each; got 5/);
      expect(() => neighbourhoodsOf(a, b, SIZE, 0)).toThrow(/neighbours is 1 or more; got 0/);
    });

    it('nearestOthers is that of scipy, and nearestImages finds the image that a sample copies', () => {
      expect(quantileOf(nearestOthers(a, SIZE), 0.01)).toBeCloseTo(0.04900716711124205, 4);
      const training = Uint8Array.from(
        { length: 6000 * 4 },
        (_, at) => (at * at * 7 + at * 31) % 256,
      );
      const samples = Float32Array.from(training.subarray(5998 * 4), (pixel) => pixel / 255);
      samples[0] = samples[0]! > 0.5 ? samples[0]! - 0.001 : samples[0]! + 0.001;
      const [changed, copied] = nearestImages(samples, training, 4);
      expect(changed).toBeCloseTo(0.001, 3);
      expect(copied).toBeLessThan(0.001);
      expect(nearestImages(Float32Array.of(0.5), Uint8Array.of(255, 0, 102), 1)[0]).toBeCloseTo(
        0.1,
        6,
      );
    });

    it('nearestLabels gives the labels of the images that samples copy, in whatever chunk they are', () => {
      const training = Uint8Array.from({ length: 6000 * 4 }, (_, at) => (at * at * 7) % 256);
      training.set([255, 0, 255, 0], 5998 * 4);
      training.set([0, 255, 0, 255], 3 * 4);
      const labels = Uint8Array.from({ length: 6000 }, (_, at) => at % 251);
      const samples = Float32Array.of(0.99, 0, 1, 0, 0.01, 1, 0, 1);
      expect([...nearestLabels(samples, training, labels, 4)]).toEqual([5998 % 251, 3]);
    });
  });
});

describe('inceptionScore', () => {
  test('is that of numpy', () => {
    const p = sine(40, 5, 1, 1).map((value) => Math.exp(2 * value));
    const probabilities = p.map((value, at) => {
      const row = p.subarray(at - (at % 5), at - (at % 5) + 5);
      return value / row.reduce((sum, each) => sum + each, 0);
    });
    expect(inceptionScore(probabilities, 5)).toBeCloseTo(1.7058086966372112, 5);
  });

  test('is the number of classes where all are sure and even, and 1 where all are alike', () => {
    expect(inceptionScore(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3)).toBeCloseTo(3, 12);
    expect(inceptionScore(Float32Array.of(0.25, 0.75, 0.25, 0.75), 2)).toBeCloseTo(1, 12);
  });
});

describe('classes', () => {
  test('classDivergence is KL(samples || reference) of shares, by hand', () => {
    expect(classDivergence([30, 10], [10, 10])).toBeCloseTo(
      0.75 * Math.log(1.5) + 0.25 * Math.log(0.5),
      14,
    );
    expect(classDivergence([5, 5, 0], [1, 1, 2])).toBeCloseTo(Math.log(2), 14);
    expect(classDivergence([1, 1], [2, 0])).toBe(Number.POSITIVE_INFINITY);
    expect(classDivergence([3, 6], [1, 2])).toBe(0);
  });

  test('classCounts counts, and refuses a label that is no class', () => {
    expect([...classCounts(Uint8Array.of(2, 0, 2), 3)]).toEqual([1, 0, 2]);
    expect(() => classCounts(Uint8Array.of(3), 3)).toThrow(/below 3, the classes; got 3/);
  });

  test('proportionalLabels holds the classes as often as a histogram does', () => {
    expect([...proportionalLabels([2, 1, 1], 8)]).toEqual([0, 0, 0, 0, 1, 1, 2, 2]);
    expect([...proportionalLabels([1, 1, 1], 5)]).toEqual([0, 0, 1, 1, 2]);
    // MNIST's training images.
    const counts = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949];
    const labels = proportionalLabels(counts, 10_000);
    expect(labels).toHaveLength(10_000);
    expect(classDivergence(classCounts(labels, 10), counts)).toBeLessThan(1e-7);
  });

  test('labelAccuracy is the share of images seen as what they were asked to be', () => {
    const probabilities = Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.5, 0.5); // of equals the lower
    expect(labelAccuracy(probabilities, Uint8Array.of(0, 1, 1), 2)).toBeCloseTo(2 / 3, 14);
    expect(() => labelAccuracy(probabilities, Uint8Array.of(0), 2)).toThrow(/1 labels of 3 images/);
  });
});

test('quantileOf goes between values in straight lines, as numpy.quantile', () => {
  expect(quantileOf(Float64Array.of(4, 1, 3, 2), 0.5)).toBe(2.5);
  expect(quantileOf(Float64Array.of(4, 1, 3, 2), 0.9)).toBeCloseTo(3.7, 14);
  expect(quantileOf(Float64Array.of(7), 0.01)).toBe(7);
});
