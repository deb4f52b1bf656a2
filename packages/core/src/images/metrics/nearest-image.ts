/**
 * How near samples come to images of the training set, and to each other: memorising and repeating show here, where features
 * and scores are blind. Distances are Euclidean over pixels from 0 to 1.
 */

import { squaredDistances } from './squared-distances.ts';

/** Training images that are compared at once. */
const CHUNK = 5000;

/**
 * The distance of each sample to the training image nearest to it, [samples].
 *
 * @param samples [count, size], pixels from 0 to 1
 * @param training [another count, size], pixels from 0 to 255
 * @param size pixels of an image
 */
export function nearestImages(
  samples: Float32Array,
  training: Uint8Array,
  size: number,
): Float64Array {
  const nearest = new Float64Array(samples.length / size).fill(Number.POSITIVE_INFINITY);
  for (let first = 0; first < training.length; first += CHUNK * size) {
    const chunk = Float32Array.from(
      training.subarray(first, first + CHUNK * size),
      (pixel) => pixel / 255,
    ); // [images, size]
    lower(nearest, samples, chunk, size, () => false);
  }
  return nearest.map(Math.sqrt);
}

/**
 * The distance of each sample to the nearest other one, [samples].
 * @param samples [count, size], pixels from 0 to 1
 */
export function nearestOthers(samples: Float32Array, size: number): Float64Array {
  const nearest = new Float64Array(samples.length / size).fill(Number.POSITIVE_INFINITY);
  lower(nearest, samples, samples, size, (sample, other) => sample === other);
  return nearest.map(Math.sqrt);
}

/**
 * The value that this share of all lie below; between two of them in a straight line, as in numpy's `quantile`.
 * @param share from 0 to 1
 */
export function quantileOf(values: Float64Array, share: number): number {
  const sorted = values.toSorted();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return place === below ? low : low + (place - below) * (high - low);
}

/** Lowers each sample's squared distance to that of the nearest of `others`. */
function lower(
  nearest: Float64Array,
  samples: Float32Array,
  others: Float32Array,
  size: number,
  skipped: (sample: number, other: number) => boolean,
): void {
  const width = others.length / size;
  for (const { first, rows, distances } of squaredDistances(samples, others, size))
    for (let row = 0, at = 0; row < rows; row++) {
      let least = nearest[first + row]!;
      for (let other = 0; other < width; other++, at++) {
        const distance = distances[at]!;
        if (distance < least && !skipped(first + row, other)) least = distance;
      }
      nearest[first + row] = least;
    }
}
