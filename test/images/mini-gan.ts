/** Small GANs and images of bars, which any backend trains on in moments. */

import { type ImageSet, type Prng, takeImages } from '@ferrogen/core';
import { Gan, type GanConfig } from '@ferrogen/core/images';
import { type BatchSource, shuffledBatches } from '@ferrogen/core/train';

/** 8 x 8 pixels, two classes. */
export const mini: Partial<GanConfig> = {
  height: 8,
  width: 8,
  noise: 5,
  classes: 2,
  generatorChannels: 8,
  discriminatorChannels: 4,
};

export function makeMini(random: Prng, config: Partial<GanConfig> = {}): Gan {
  return Gan.create({ ...mini, ...config }, random);
}

/** 64 images: a row (class 0) or a column (class 1), brighter and darker. */
export const bars: ImageSet = {
  name: 'bars',
  count: 64,
  height: 8,
  width: 8,
  pixels: Uint8Array.from({ length: 64 * 64 }, (_, at) => {
    const [image, row, column] = [at >> 6, (at >> 3) & 7, at & 7];
    const inBar = (image % 2 === 0 ? row : column) === (image >> 1) % 8;
    return inBar ? 255 - (image >> 4) * 20 : 0;
  }),
  labels: Uint8Array.from({ length: 64 }, (_, image) => image % 2),
  classes: 2,
};

export function barBatches(
  random: Prng,
  batchSize = 8,
): BatchSource<ReturnType<typeof takeImages>> {
  return shuffledBatches({ examples: bars.count, batchSize, random }, (ids) =>
    takeImages(bars, ids),
  );
}
