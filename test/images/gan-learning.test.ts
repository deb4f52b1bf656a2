/**
 * A GAN learns MNIST: after 500 steps (a twentieth of what a whole training takes) seven in ten of the digits asked for are
 * nearest to a real one of their class, and ten seeds at a smaller budget neither collapse nor break.
 */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type ImageSet, Prng, takeImages } from '@ferrogen/core';
import { findCollapse, Gan, ganTrainable, varietyOf } from '@ferrogen/core/images';
import { fit, shuffledBatches } from '@ferrogen/core/train';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, vi } from 'vitest';
import { itWithData, sharedData } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';

const [images, labels] = ['images-idx3', 'labels-idx1'].map(
  (kind) => `images/mnist/train-${kind}-ubyte.gz`,
) as [string, string];
// Of the two, on a machine that may have more to do.
vi.setConfig({ testTimeout: 180_000 });

/** MNIST, without its headers of 16 and of 8 bytes. */
function mnist(): ImageSet {
  const bytes = (file: string) => new Uint8Array(gunzipSync(readFileSync(sharedData(file)!)));
  return {
    name: 'mnist',
    count: 60_000,
    height: 28,
    width: 28,
    pixels: bytes(images).subarray(16),
    labels: bytes(labels).subarray(8),
    classes: 10,
  };
}

async function trained(set: ImageSet, seed: number, steps: number): Promise<Gan> {
  const random = new Prng(seed);
  const gan = Gan.create({ classes: 10 }, random.split(0));
  const data = { examples: set.count, batchSize: 64, random: random.split(1) };
  const batches = shuffledBatches(data, (ids) => takeImages(set, ids));
  // The loop throws for a loss that is not finite and for a tensor left behind.
  await fit(ganTrainable(gan, { steps }), { batches, steps, random: random.split(2) });
  return gan;
}

/** The first images of a set from 0 to 1. */
const realImages = (set: ImageSet, count: number) =>
  Float32Array.from(set.pixels.subarray(0, count * 784), (pixel) => pixel / 255);

/** Position of the nearest of the real images. */
function nearest(image: Float32Array, real: Float32Array): number {
  let best = { at: -1, distance: Number.POSITIVE_INFINITY };
  for (let at = 0; at * 784 < real.length; at++) {
    let distance = 0;
    for (let k = 0; k < 784 && distance < best.distance; k++)
      distance += (image[k]! - real[at * 784 + k]!) ** 2;
    if (distance < best.distance) best = { at, distance };
  }
  return best.at;
}

describe('ganTrainable', () => {
  const itHere = itWithData(images, labels);
  beforeAll(async () => {
    await setBackend(tensorBackends.find(({ lacking }) => lacking.length === 0)!.name);
  });

  itHere(
    'learns digits: most are nearest to a real one of the class that was asked for',
    async () => {
      const set = mnist();
      const gan = await trained(set, 1, 500);
      const { images, labels } = gan.sample(200, new Prng(2));
      const real = realImages(set, 2000);
      const hits = labels!.filter(
        (label, k) => set.labels![nearest(images.slice(k * 784, (k + 1) * 784), real)] === label,
      ).length;
      // A tenth would be chance; of real test digits about nine in ten.
      expect(hits / 200).toBeGreaterThan(0.7);
      expect(findCollapse(varietyOf(images, 784), varietyOf(realImages(set, 200), 784))).toBeNull();
      gan.dispose();
    },
  );

  itHere('ten seeds at a short budget: none collapses, none is not a number', async () => {
    const set = mnist();
    const real = varietyOf(realImages(set, 100), 784);
    for (let seed = 0; seed < 10; seed++) {
      const gan = await trained(set, seed, 40);
      const { images } = gan.sample(100, new Prng(2));
      expect(images.every(Number.isFinite)).toBe(true);
      expect(findCollapse(varietyOf(images, 784), real), `seed ${seed}`).toBeNull();
      gan.dispose();
    }
  });
});
