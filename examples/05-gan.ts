/**
 * Lesson 5: a generative adversarial network learns to draw rings, squares and crosses, each when it is asked for.
 *
 * Run it with `pnpm example 05-gan`. On MNIST instead of the drawn images it is `pnpm gen train gan --data mnist`.
 */

import { type ImageSet, Prng, takeImages } from '@ferrogen/core';
import { cpuRung, selectBackend, wasmRung } from '@ferrogen/core/backends';
import {
  collapseWarning,
  Gan,
  ganFromFile,
  ganToFile,
  ganTrainable,
  varietyOf,
} from '@ferrogen/core/images';
import { decodeModelFile, encodeModelFile } from '@ferrogen/core/io';
import { shuffledBatches, train } from '@ferrogen/core/train';
import { nativeRung } from '@ferrogen/native/backend';

await selectBackend({ rungs: [nativeRung, wasmRung(), cpuRung] });

// Images of 12 x 12 in three classes, of any size and a little off the middle.
const SIDE = 12;
const shapes = [
  (x: number, y: number, size: number) => Math.abs(Math.hypot(x, y) - size), // a ring
  (x: number, y: number, size: number) => Math.abs(Math.max(Math.abs(x), Math.abs(y)) - size), // a square
  (x: number, y: number, size: number) =>
    Math.min(Math.abs(x), Math.abs(y)) + Math.max(0, Math.hypot(x, y) - size), // a cross
];
function drawings(count: number): ImageSet {
  const pixels = new Uint8Array(count * SIDE * SIDE); // [count, 12, 12]
  const labels = Uint8Array.from({ length: count }, (_, k) => k % 3);
  for (let k = 0; k < count; k++) {
    const [size, right, down] = [0.618034, 0.414214, 0.732051].map((step) => (k * step) % 1);
    for (let at = 0; at < SIDE * SIDE; at++) {
      const x = (at % SIDE) - 5.5 - (2 * right! - 1);
      const y = Math.floor(at / SIDE) - 5.5 - (2 * down! - 1);
      const distance = shapes[labels[k]!]!(x, y, 2.5 + 1.5 * size!);
      pixels[k * SIDE * SIDE + at] = 255 * Math.max(0, 1 - distance ** 2);
    }
  }
  return { name: 'drawings', count, height: SIDE, width: SIDE, pixels, labels, classes: 3 };
}
const set = drawings(2700);

// One seed for everything; each use takes a source of its own. The nets are small, for a lesson.
const random = new Prng(42);
const config = {
  height: SIDE,
  width: SIDE,
  classes: 3,
  noise: 16,
  generatorChannels: 32,
  discriminatorChannels: 16,
};
const gan = Gan.create(config, random.split(0));

// The trainable takes the two steps in turn; docs/gan.md goes through them. Fixed noise shows how far it is.
const batches = shuffledBatches(
  { examples: set.count, batchSize: 30, random: random.split(1) },
  (ids) => takeImages(set, ids),
);
const steps = 5 * batches.batchesPerEpoch;
const model = ganTrainable(gan, { steps, learningRate: 2e-3 });
const noise = gan.noise(60, random.split(3));
const asked = Uint8Array.from({ length: 60 }, (_, k) => k % 3);
const real = varietyOf(
  Float32Array.from(set.pixels.subarray(0, 60 * SIDE * SIDE), (pixel) => pixel / 255),
  SIDE * SIDE,
);
for await (const event of train(model, { batches, steps, random: random.split(2) })) {
  if (event.kind !== 'epoch') continue;
  const seen = varietyOf(gan.generate(noise, asked), SIDE * SIDE);
  const warning = collapseWarning(seen, real, event);
  const distances = [seen.distance, real.distance].map((distance) => distance.toFixed(1));
  console.log(`epoch ${event.epoch}: two images differ by ${distances.join(', real ones by ')}`);
  if (warning !== null) console.log(warning.message);
}

// The averaged generator alone is all that sampling needs; here as the bytes of its file.
const bytes = encodeModelFile(await ganToFile(gan, 'drawings, 5 epochs', { generatorOnly: true }));
const generator = ganFromFile(decodeModelFile(bytes, 'gan'));
const { images } = generator.sample(
  15,
  random.split(4),
  Uint8Array.from({ length: 15 }, (_, k) => Math.floor(k / 5)),
);

// Five rings, five squares, five crosses.
const shade = (value: number) => ' .:*#'[Math.min(4, Math.floor(5 * value))];
for (let row = 0; row < 3; row++)
  for (let line = 0; line < SIDE; line += 2) {
    const cells = Array.from({ length: 5 }, (_, column) =>
      Array.from({ length: SIDE }, (_, x) =>
        shade(images[((row * 5 + column) * SIDE + line) * SIDE + x]!),
      ).join(''),
    );
    console.log(cells.join('  '));
  }
model.dispose();
generator.dispose();
