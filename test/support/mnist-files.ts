/** The files of MNIST for tests that learn from them, read with the few lines that these four files need. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ImageSet } from '@ferrogen/core';
import { sharedData } from './shared-data.ts';

/** Where the files of one part are, under ../shared/data. */
export const mnistFiles = (part: 'train' | 't10k'): [images: string, labels: string] => [
  `images/mnist/${part}-images-idx3-ubyte.gz`,
  `images/mnist/${part}-labels-idx1-ubyte.gz`,
];

/** One part of MNIST; its files must be there, see `itWithData`. */
export function mnistSet(part: 'train' | 't10k'): ImageSet {
  const [images, labels] = mnistFiles(part).map((file) =>
    gunzipSync(readFileSync(sharedData(file)!)),
  );
  return {
    name: `mnist ${part}`,
    count: images!.readUInt32BE(4),
    height: images!.readUInt32BE(8),
    width: images!.readUInt32BE(12),
    pixels: images!.subarray(16),
    labels: labels!.subarray(8),
    classes: 10,
  };
}
