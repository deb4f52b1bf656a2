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
  return nearestOf(samples, training, size).squares.map(Math.sqrt);
}

/**
 * What samples look like: the label of the training image nearest to each, [samples].
 *
 * @param samples [count, size], pixels from 0 to 1
 * @param training [another count, size], pixels from 0 to 255, at least one image
 * @param labels [another count]
 * @param size pixels of an image
 */
export function nearestLabels(
  samples: Float32Array,
  training: Uint8Array,
  labels: Uint8Array,
  size: number,
): Uint8Array {
  return Uint8Array.from(nearestOf(samples, training, size).at, (at) => labels[at]!);
}

/**
 * The distance of each sample to the nearest other one, [samples].
 * @param samples [count, size], pixels from 0 to 1
 */
export function nearestOthers(samples: Float32Array, size: number): Float64Array {
  const nearest = nothingNear(samples.length / size);
  lower(nearest, 0, samples, samples, size, (sample, other) => sample === other);
  return nearest.squares.map(Math.sqrt);
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

/** What was found nearest to each of some samples. */
interface Nearest {
  /** Squared distances, [samples]. */
  readonly squares: Float64Array;
  /** Positions, [samples]. */
  readonly at: Uint32Array;
}

function nothingNear(samples: number): Nearest {
  return {
    squares: new Float64Array(samples).fill(Number.POSITIVE_INFINITY),
    at: new Uint32Array(samples),
  };
}

function nearestOf(samples: Float32Array, training: Uint8Array, size: number): Nearest {
  const nearest = nothingNear(samples.length / size);
  for (let first = 0; first < training.length; first += CHUNK * size) {
    const chunk = Float32Array.from(
      training.subarray(first, first + CHUNK * size),
      (pixel) => pixel / 255,
    ); // [images, size]
    lower(nearest, first / size, samples, chunk, size, () => false);
  }
  return nearest;
}

/** Takes over those of `others`, whose positions begin at `start`, that are nearer than what was found. */
function lower(
  { squares, at: positions }: Nearest,
  start: number,
  samples: Float32Array,
  others: Float32Array,
  size: number,
  skipped: (sample: number, other: number) => boolean,
): void {
  const width = others.length / size;
  for (const { first, rows, distances } of squaredDistances(samples, others, size))
    for (let row = 0, at = 0; row < rows; row++) {
      let least = squares[first + row]!;
      for (let other = 0; other < width; other++, at++) {
        const distance = distances[at]!;
        if (!(distance < least) || skipped(first + row, other)) continue;
        least = distance;
        positions[first + row] = start + other;
      }
      squares[first + row] = least;
    }
}
