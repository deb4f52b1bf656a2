/**
 * Grey images of one size with the classes they are of: what every model of images trains on, whatever file they came from.
 */

/** Grey images of one size. */
export interface ImageSet {
  /** `mnist`, or what the user gave. */
  readonly name: string;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** [count, height, width]; 0 is the background, 255 full ink. */
  readonly pixels: Uint8Array;
  /** [count], each below `classes`; null where the images have no classes. */
  readonly labels: Uint8Array | null;
  /** How many classes there are, for example 10; null where the images have none. */
  readonly classes: number | null;
}

/** Images to train on, and images that no training sees. */
export interface ImageData {
  readonly train: ImageSet;
  readonly test: ImageSet | null;
}

/** A batch as trainables take it: the pixels of some images one after the other, and their labels where there are any. */
export interface ImageBatch {
  readonly count: number;
  /** [count, height, width] */
  readonly pixels: Uint8Array;
  /** [count] */
  readonly labels: Uint8Array | null;
}

/**
 * The images with these positions, one after the other; a position may come more than once.
 *
 * @param ids positions in the set, from 0
 * @throws RangeError for a position that the set does not have
 * @example
 * ```ts
 * const source = shuffledBatches({ examples: set.count, batchSize: 64, random }, (ids) => takeImages(set, ids));
 * ```
 */
export function takeImages(set: ImageSet, ids: ArrayLike<number>): ImageBatch {
  const size = set.height * set.width;
  const count = ids.length;
  const pixels = new Uint8Array(count * size); // [count, height, width]
  const labels = set.labels === null ? null : new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const id = ids[index]!;
    if (!Number.isInteger(id) || id < 0 || id >= set.count)
      throw new RangeError(
        `the positions of the ${set.count} images of ${set.name} are whole numbers from 0 to ${set.count - 1}; got ${id}`,
      );
    pixels.set(set.pixels.subarray(id * size, (id + 1) * size), index * size);
    if (labels !== null) labels[index] = set.labels![id]!;
  }
  return { count, pixels, labels };
}
