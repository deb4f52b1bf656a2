/** A VAE from outside: typed arrays in and out, nothing left behind, files, and what is refused. */

import { OptionError, Prng } from '@ferrogen/core';
import { Vae, type VaeConfig, vaeFromFile, vaeToFile } from '@ferrogen/core/images';
import { decodeModelFile, encodeModelFile, type Json } from '@ferrogen/core/io';
import { countParameters } from '@ferrogen/core/nn';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { overBackends } from '../../support/tensor-backends.ts';
import { bars } from './bars.ts';

const small: VaeConfig = { height: 8, width: 8, hidden: 16, channels: 4 };
const architectures = ['mlp', 'conv', 'keras'] as const;
const close = (seen: Float32Array, expected: Float32Array) => {
  expect(seen.length).toBe(expected.length);
  seen.forEach((value, k) => {
    expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-6);
  });
};

describe('Vae', () => {
  overBackends((_, it) => {
    for (const architecture of architectures)
      it(`Vae makes images of the right size in 0..1 and leaves no tensor behind: ${architecture}`, () => {
        const before = memory().numTensors;
        const vae = Vae.create({ ...small, architecture, latent: 2 }, new Prng(1));
        const own = memory().numTensors;
        const { pixels } = bars(5);
        const { mean, logVariance } = vae.encode(pixels);
        expect([mean.length, logVariance.length]).toEqual([10, 10]);
        const made = [
          [vae.decode(mean), 5],
          [vae.reconstruct(pixels), 5],
          [vae.sample(3, new Prng(2)), 3],
          [vae.interpolate(mean.slice(0, 2), mean.slice(2, 4), 4, 'slerp'), 4],
          [vae.manifold(3), 9],
        ] as const;
        for (const [images, count] of made) {
          expect(images.length).toBe(count * 64);
          expect(images.every((value) => value >= 0 && value <= 1)).toBe(true);
        }
        expect(memory().numTensors).toBe(own);
        vae.dispose();
        expect(memory().numTensors).toBe(before);
      });

    it('Vae gives the same weights and samples for the same source, others for another', () => {
      const [one, same, other] = [1, 1, 2].map((seed) => Vae.create(small, new Prng(seed)));
      const sample = (vae: Vae | undefined, seed: number) => vae!.sample(2, new Prng(seed));
      expect(sample(same, 3)).toEqual(sample(one, 3));
      expect(sample(one, 4)).not.toEqual(sample(one, 3));
      expect(sample(other, 3)).not.toEqual(sample(one, 3));
      for (const vae of [one, same, other]) vae!.dispose();
    });

    it('Vae encodes and decodes many images as it does few', () => {
      const vae = Vae.create(small, new Prng(1));
      const { pixels } = bars(1003);
      const { mean } = vae.encode(pixels);
      const last = pixels.subarray(998 * 64);
      close(mean.slice(998 * 2), vae.encode(last).mean);
      close(vae.decode(mean).slice(998 * 64), vae.reconstruct(last));
      expect(vae.encode(new Uint8Array(0)).mean).toHaveLength(0);
      vae.dispose();
    });

    it('vaeFromFile gives back what vaeToFile stored, by way of bytes', async () => {
      const config: VaeConfig = { ...small, likelihood: 'gaussian', architecture: 'conv' };
      const vae = Vae.create(config, new Prng(1));
      const bytes = encodeModelFile(await vaeToFile(vae, 'a card'));
      const file = decodeModelFile(bytes, 'vae');
      const before = memory().numTensors;
      const copy = vaeFromFile(file);
      expect(file.card).toBe('a card');
      expect(copy.config).toEqual(vae.config);
      expect(copy.sample(2, new Prng(5))).toEqual(vae.sample(2, new Prng(5)));
      copy.dispose();
      expect(memory().numTensors).toBe(before);
      const refused = (kind: string, changes: Record<string, Json>) => () =>
        vaeFromFile({ ...file, kind, config: { ...file.config, ...changes } });
      expect(refused('gan', {})).toThrow(/kind vae; this file holds gan/);
      expect(refused('vae', { latent: 'two' })).toThrow(/latent of a VAE is a whole number/);
      expect(refused('vae', { latent: 3 })).toThrow(/moments/);
      expect(memory().numTensors).toBe(before);
      vae.dispose();
    });

    it('Vae with classes is told them wherever it encodes or decodes', () => {
      for (const architecture of architectures) {
        const vae = Vae.create({ ...small, architecture, classes: 2 }, new Prng(1));
        const { pixels, labels } = bars(4);
        expect(vae.reconstruct(pixels, labels)).toHaveLength(4 * 64);
        const codes = new Float32Array(4);
        const [zero, one] = [vae.decode(codes, [0, 0]), vae.decode(codes, [1, 1])];
        expect(one).not.toEqual(zero);
        expect(vae.encode(pixels, [0, 0, 0, 0])).not.toEqual(vae.encode(pixels, [1, 1, 1, 1]));
        expect(vae.manifold(2, 1).slice(0, 64)).toEqual(
          vae.decode(Float32Array.of(-0.67448975, 0.67448975), [1]),
        );
        const before = memory().numTensors;
        expect(() => vae.sample(2, new Prng(1))).toThrow(/told the class of every image/);
        expect(() => vae.decode(codes, [0, 2])).toThrow(/0 to 1; got 2/);
        expect(() => vae.decode(codes, [0])).toThrow(/one label for each image; got 1 for 2/);
        expect(memory().numTensors).toBe(before);
        vae.dispose();
      }
    });

    it('Vae refuses sizes that are none', () => {
      const vae = Vae.create({ ...small, latent: 3 }, new Prng(1));
      const before = memory().numTensors;
      expect(() => vae.encode(new Uint8Array(65))).toThrow(/8 x 8 = 64/);
      expect(() => vae.decode(new Float32Array(4))).toThrow(/a code of this VAE has 3/);
      expect(() => vae.sample(0, new Prng(1))).toThrow(OptionError);
      expect(() => vae.manifold(2)).toThrow(/latent 2; this one has 3/);
      expect(memory().numTensors).toBe(before);
      vae.dispose();
    });

    it('Vae.create refuses a config without meaning and leaves nothing behind', () => {
      const before = memory().numTensors;
      const create = (config: object) => () => Vae.create(config as VaeConfig, new Prng(1));
      expect(create({ architecture: 'cnov' })).toThrow(/mlp, conv, keras; got cnov; did you mean/);
      expect(create({ likelihood: 'poisson' })).toThrow(/bernoulli, gaussian; got poisson/);
      expect(create({ latent: 0 })).toThrow(/latent .* got 0/);
      expect(create({ latent: null })).toThrow(/latent .* got null/);
      expect(create({ depth: 1e9 })).toThrow(/depth .* 1000 at most; got 1000000000/);
      expect(create({ classes: 257 })).toThrow(/classes .* 256 at most; got 257/);
      expect(create({ classes: 1.5 })).toThrow(/classes .* got 1.5/);
      expect(create({ architecture: 'conv', depth: 3 })).toThrow(/multiples of 8; got 28 x 28/);
      expect(memory().numTensors).toBe(before);
    });

    it('Vae of the architecture keras has as many parameters as the example', () => {
      const vae = Vae.create({ architecture: 'keras' }, new Prng(1));
      const part = (name: string) =>
        countParameters(new Map([...vae.variables].filter(([path]) => path.startsWith(name))));
      expect([part('encoder.'), part('decoder.')]).toEqual([69_076, 65_089]);
      vae.dispose();
    });
  });
});
