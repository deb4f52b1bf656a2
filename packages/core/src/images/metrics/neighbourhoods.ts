/**
 * Which points of two sets lie in whose neighbourhoods: what precision, recall, density and coverage count. The neighbourhood
 * of a point is the ball around it that reaches to the k-th nearest other point of its set.
 */

import { OptionError } from '../../errors.ts';
import { countPoints } from './moments.ts';
import { squaredDistances } from './squared-distances.ts';

/** How samples lie among real points, and these among them. */
export interface Neighbourhoods {
  /** The k of the k-th nearest neighbour. */
  readonly neighbours: number;
  /** For each sample in how many neighbourhoods of real points it lies, [samples]. */
  readonly realAround: Uint32Array;
  /** For each real point in how many neighbourhoods of samples it lies, [real]. */
  readonly samplesAround: Uint32Array;
  /** For each real point whether a sample lies in its neighbourhood (1 or 0), [real]. */
  readonly covered: Uint8Array;
}

/**
 * Compares two sets of points, best of one size. On the border is inside.
 *
 * @param real [count, size]
 * @param samples [another count, size]
 * @param neighbours k @default 5
 * @throws OptionError where a set has no more than k points
 */
export function neighbourhoodsOf(
  real: Float32Array,
  samples: Float32Array,
  size: number,
  neighbours = 5,
): Neighbourhoods {
  if (!Number.isInteger(neighbours) || neighbours < 1)
    throw new OptionError('neighbours', `neighbours is 1 or more; got ${neighbours}`);
  const middle = meanOf(real, size);
  const from = moved(real, middle);
  const to = moved(samples, middle);
  const realRadii = squaredRadii('real', from, size, neighbours);
  const sampleRadii = squaredRadii('samples', to, size, neighbours);
  const realAround = new Uint32Array(sampleRadii.length);
  const samplesAround = new Uint32Array(realRadii.length);
  const covered = new Uint8Array(realRadii.length);
  for (const { first, rows, distances } of squaredDistances(from, to, size)) {
    for (let row = 0, at = 0; row < rows; row++) {
      const radius = realRadii[first + row]!;
      let around = 0;
      for (let sample = 0; sample < sampleRadii.length; sample++, at++) {
        const distance = distances[at]!;
        if (distance <= radius) {
          realAround[sample] = realAround[sample]! + 1;
          covered[first + row] = 1;
        }
        if (distance <= sampleRadii[sample]!) around++;
      }
      samplesAround[first + row] = around;
    }
  }
  return { neighbours, realAround, samplesAround, covered };
}

/** The squared distance of each point to the k-th nearest other one, [count]. */
function squaredRadii(
  option: string,
  points: Float32Array,
  size: number,
  neighbours: number,
): Float32Array {
  const count = countPoints(option, points, size);
  if (count <= neighbours)
    throw new OptionError(
      option,
      `${option}: a set needs more points than the ${neighbours} neighbours of each; got ${count}`,
    );
  const radii = new Float32Array(count);
  const nearest = new Float32Array(neighbours); // ascending
  for (const { first, rows, distances } of squaredDistances(points, points, size))
    for (let row = 0, at = 0; row < rows; row++) {
      nearest.fill(Number.POSITIVE_INFINITY);
      let farthest = Number.POSITIVE_INFINITY;
      for (let other = 0; other < count; other++, at++) {
        const distance = distances[at]!;
        if (distance >= farthest || other === first + row) continue;
        let place = neighbours - 1;
        for (; place > 0 && nearest[place - 1]! > distance; place--)
          nearest[place] = nearest[place - 1]!;
        nearest[place] = distance;
        farthest = nearest[neighbours - 1]!;
      }
      radii[first + row] = farthest;
    }
  return radii;
}

function meanOf(points: Float32Array, size: number): Float64Array {
  const mean = new Float64Array(size);
  const count = points.length / size;
  for (let at = 0; at < points.length; at++)
    mean[at % size] = mean[at % size]! + points[at]! / count;
  return mean;
}

function moved(points: Float32Array, middle: Float64Array): Float32Array {
  const size = middle.length;
  return points.map((value, at) => value - middle[at % size]!);
}
