/** Gan: sampling, its average and its moments, files; on every backend. */

import { Prng } from '@ferrogen/core';
import { ganFromFile, ganToFile } from '@ferrogen/core/images';
import { decodeModelFile, encodeModelFile } from '@ferrogen/core/io';
import { memory, mul } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';
import { makeMini } from './mini-gan.ts';

const random = new Prng(5);

describe('Gan', () => {
  overBackends((_, it) => {
    it('sample gives images from 0 to 1, the same for the same source, and leaves no tensor', () => {
      const before = memory().numTensors;
      const gan = makeMini(random);
      const made = memory().numTensors;
      const { images, labels } = gan.sample(7, random.split(1));
      expect(images.length).toBe(7 * 64);
      expect(images.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(labels!.length).toBe(7);
      expect(gan.sample(7, random.split(1)).images).toEqual(images);
      expect(gan.sample(7, random.split(2)).images).not.toEqual(images);
      expect(memory().numTensors).toBe(made);
      gan.dispose();
      expect(memory().numTensors).toBe(before);
    });

    it('sample draws as many images of a class as its frequency says', () => {
      const gan = makeMini(random, { classes: 4, classFrequencies: [1, 2, 0, 5] });
      const histogram = (labels: Uint8Array) =>
        [0, 1, 2, 3].map((label) => labels.filter((each) => each === label).length);
      expect(histogram(gan.sample(800, random).labels!)).toEqual([100, 200, 0, 500]);
      // Of 11 the shares are 1.375, 2.75, 0 and 6.875: rounded up or down, and right on average.
      const sums = [0, 0, 0, 0];
      for (let draw = 0; draw < 400; draw++) {
        const seen = histogram(gan.sample(11, random.split(draw)).labels!);
        expect([1, 2]).toContain(seen[0]);
        expect([2, 3]).toContain(seen[1]);
        expect([6, 7]).toContain(seen[3]);
        seen.forEach((each, label) => {
          sums[label]! += each;
        });
      }
      // Five standard errors of a mean of 400 that are one number or the next.
      [1.375, 2.75, 0, 6.875].forEach((share, label) => {
        expect(Math.abs(sums[label]! / 400 - share)).toBeLessThan(5 * Math.sqrt(0.25 / 400));
      });
      gan.dispose();
    });

    it('sample is of the average: other weights of the player change nothing', () => {
      const gan = makeMini(random);
      const { images } = gan.sample(3, random);
      const weight = gan.players!.generator.variables.get('up2.weight')!;
      const zeros = weight.clone();
      weight.assign(mul(zeros, 0));
      gan.changed();
      expect(gan.sample(3, random).images).toEqual(images);
      const averaged = gan.variables.get('average.up2.weight')!;
      averaged.assign(mul(zeros, 0));
      gan.changed();
      // Without weights in the last layer, and no bias yet: tanh(0) everywhere, half of the range.
      expect(gan.sample(3, random).images.every((value) => value === 0.5)).toBe(true);
      gan.dispose();
    });

    it('interpolate begins and ends at the images of its ends', () => {
      const gan = makeMini(random);
      const noise = gan.noise(2, random);
      const [a, b] = [noise.slice(0, 5), noise.slice(5)];
      for (const path of ['linear', 'slerp'] as const) {
        const images = gan.interpolate(a, b, 5, path, 1);
        expect(images.length).toBe(5 * 64);
        const ends = gan.generate(noise, Uint8Array.of(1, 1));
        for (let k = 0; k < 64; k++) {
          expect(images[k]).toBeCloseTo(ends[k]!, 5);
          expect(images[4 * 64 + k]).toBeCloseTo(ends[64 + k]!, 5);
        }
      }
      gan.dispose();
    });

    it('ganToFile and ganFromFile keep what is sampled, with players or the generator alone', async () => {
      const before = memory().numTensors;
      const gan = makeMini(random, { generator: 'mlp' });
      const { images } = gan.sample(4, random);
      for (const generatorOnly of [false, true]) {
        const file = encodeModelFile(await ganToFile(gan, 'a card', { generatorOnly }));
        const copy = ganFromFile(decodeModelFile(file, 'gan'));
        expect(copy.config).toEqual(gan.config);
        expect(copy.players === null).toBe(generatorOnly);
        expect(copy.sample(4, random).images).toEqual(images);
        // And once more from the copy.
        const again = encodeModelFile(await ganToFile(copy, 'a card'));
        expect(Buffer.compare(again, file)).toBe(0);
        copy.dispose();
      }
      gan.dispose();
      expect(memory().numTensors).toBe(before);
    });

    it('without classes takes no labels, with classes those that there are', () => {
      const plain = makeMini(random, { classes: null });
      expect(plain.sample(2, random).labels).toBeNull();
      expect(() => plain.sample(2, random, Uint8Array.of(0, 1))).toThrow(
        expect.objectContaining({ option: 'labels' }),
      );
      plain.dispose();
      const gan = makeMini(random);
      for (const labels of [Uint8Array.of(0), Uint8Array.of(0, 2)])
        expect(() => gan.sample(2, random, labels)).toThrow(
          expect.objectContaining({ option: 'labels' }),
        );
      expect(() => gan.generate(gan.noise(2, random))).toThrow(
        expect.objectContaining({ option: 'labels' }),
      );
      expect(() => gan.generate(new Float32Array(7), Uint8Array.of(0))).toThrow(
        expect.objectContaining({ option: 'noise' }),
      );
      gan.dispose();
    });

    it('the moments of sampling are those of the averaged weights, whatever batches were played with', () => {
      const gan = makeMini(random, { generator: 'mlp', noise: 50, classes: null });
      const { sampling } = gan;
      const weights = sampling.get('fc1.weight')!.dataSync(); // [50, 256]
      const variances = sampling.get('norm1.running_var')!.dataSync(); // [256]
      const means = sampling.get('norm1.running_mean')!.dataSync(); // [256]
      for (let unit = 0; unit < 256; unit++) {
        // A sum of standard normal numbers: mean 0, and the weights' squares for its variance.
        let variance = 0;
        for (let k = 0; k < 50; k++) variance += weights[k * 256 + unit]! ** 2;
        // 2000 draws: five standard errors.
        expect(Math.abs(variances[unit]! / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / 2000));
        expect(Math.abs(means[unit]!)).toBeLessThan(5 * Math.sqrt(variance / 2000));
      }
      gan.dispose();
    });
  });
});

describe('ganFromFile', () => {
  overBackends((_, it) => {
    it('refuses files of other models, and leaves no tensor', async () => {
      const gan = makeMini(random);
      const file = await ganToFile(gan, null);
      const before = memory().numTensors;
      expect(() => ganFromFile({ ...file, kind: 'vae' })).toThrow(
        expect.objectContaining({ code: 'MODEL_FILE_INVALID' }),
      );
      expect(() => ganFromFile({ ...file, config: { ...file.config, noise: 6 } })).toThrow(
        expect.objectContaining({ code: 'VARIABLES_MISMATCH' }),
      );
      expect(() => ganFromFile({ ...file, config: { ...file.config, loss: 'none' } })).toThrow(
        expect.objectContaining({ code: 'MODEL_FILE_INVALID' }),
      );
      expect(memory().numTensors).toBe(before);
      gan.dispose();
    });
  });
});
