/** A data set so small that a training of a second learns from it: bright squares of 8 x 8 pixels, in four places, the classes. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeIdx } from '@ferrogen/core';

const SIZE = 8;

/** Writes the four files of the set, by MNIST's names, into a new folder. */
export function writeTinyImages(folder: string): void {
  mkdirSync(folder);
  for (const [part, count] of [
    ['train', 96],
    ['t10k', 32],
  ] as const) {
    const labels = Uint8Array.from({ length: count }, (_, k) => k % 4);
    const pixels = new Uint8Array(count * SIZE * SIZE); // [count, 8, 8]
    for (let k = 0; k < count; k++)
      for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
        const [row, column] = [Math.floor(pixel / SIZE), pixel % SIZE];
        const isInside =
          Math.floor(row / 4) === labels[k]! >> 1 && Math.floor(column / 4) === labels[k]! % 2;
        // Each image has a brightness of its own.
        if (isInside) pixels[k * SIZE * SIZE + pixel] = 155 + ((37 * k) % 100);
      }
    const save = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
    const images = { type: 'ubyte', shape: [count, SIZE, SIZE], values: pixels } as const;
    save(`${part}-images-idx3-ubyte`, writeIdx(images));
    save(`${part}-labels-idx1-ubyte`, writeIdx({ type: 'ubyte', shape: [count], values: labels }));
  }
}
