/** What the suites of VAEs share: small images with a bar, whose classes are the bars' directions. */

import { type ImageSet, type Prng, takeImages } from '@ferrogen/core';
import { type BatchSource, shuffledBatches } from '@ferrogen/core/train';

/** Images of side x side: number k has a bar in row or column (k >> 1) % side, on a grey ground that differs. */
export function bars(count: number, side = 8): ImageSet {
  const size = side * side;
  const pixels = Uint8Array.from({ length: count * size }, (_, at) => {
    const k = Math.floor(at / size);
    const place = k % 2 === 0 ? Math.floor((at % size) / side) : at % side;
    return place === (k >> 1) % side ? 255 : (k * 7) % 60;
  });
  const labels = Uint8Array.from({ length: count }, (_, k) => k % 2);
  return { name: 'bars', count, height: side, width: side, pixels, labels, classes: 2 };
}

/** Batches of a set in random order. */
export function batchesOf(set: ImageSet, batchSize: number, random: Prng) {
  const options = { examples: set.count, batchSize, random };
  return shuffledBatches(options, (ids) => takeImages(set, ids)) satisfies BatchSource<unknown>;
}
