/** Models that images can be drawn from, whichever kind they are. */

import { OptionError, type Prng } from '@ferrogen/core';
import {
  type Gan,
  ganFromFile,
  type Interpolation,
  type Vae,
  vaeFromFile,
} from '@ferrogen/core/images';
import { randomNormal, randomUniform, valuesOf } from '@ferrogen/core/nn';
import type { OpenedModel } from './open-model.ts';

/** Images from 0 to 1, and the classes that they were asked to be of. */
export interface DrawnImages {
  /** [count, height, width] */
  readonly images: Float32Array;
  /** [count], or null where the model knows no classes. */
  readonly labels: Uint8Array | null;
}

/** A model that images can be drawn from. */
export interface ImageSampler {
  readonly height: number;
  readonly width: number;
  /** How many classes can be asked for; null for none. */
  readonly classes: number | null;
  /** New images; without labels of classes drawn at random. */
  sample(count: number, random: Prng, labels: Uint8Array | null): DrawnImages;
  /**
   * Images on ways between codes drawn at random, [paths, steps, height, width], each way of one class.
   * @param labels [paths], or null
   */
  paths(
    counts: { readonly paths: number; readonly steps: number },
    random: Prng,
    labels: Uint8Array | null,
    way: Interpolation,
  ): DrawnImages;
  /** The plane of codes, [side * side, height, width]; null for a model whose codes are no plane. */
  readonly plane: ((side: number, label: number | null) => Float32Array) | null;
  dispose(): void;
}

/** The sampler of a model file of a VAE or a GAN. */
export function samplerOf({ kind, file }: Pick<OpenedModel, 'kind' | 'file'>): ImageSampler {
  if (kind === 'vae') return vaeSampler(vaeFromFile(file));
  if (kind === 'gan') return ganSampler(ganFromFile(file));
  throw new OptionError('model', `images are drawn from a vae or a gan; this is a ${kind}`);
}

function vaeSampler(vae: Vae): ImageSampler {
  const { height, width, classes, latent } = vae.config;
  return {
    height,
    width,
    classes,
    sample(count, random, labels) {
      const told = labels ?? drawnLabels(count, classes, random.split(1));
      return { images: vae.sample(count, random.split(0), told), labels: told };
    },
    paths({ paths, steps }, random, labels, way) {
      const told = labels ?? drawnLabels(paths, classes, random.split(1));
      const ends = codes(2 * paths * latent, random.split(0)); // [paths, 2, latent]
      return eachPath(paths, steps, told, (path, label) => {
        const [a, b] = endsOf(ends, path, latent);
        return vae.interpolate(a, b, steps, way, label);
      });
    },
    plane: latent === 2 ? (side, label) => vae.manifold(side, label) : null,
    dispose: () => vae.dispose(),
  };
}

function ganSampler(gan: Gan): ImageSampler {
  const { height, width, classes, noise } = gan.config;
  return {
    height,
    width,
    classes,
    sample: (count, random, labels) => gan.sample(count, random, labels ?? undefined),
    paths({ paths, steps }, random, labels, way) {
      const told = labels ?? drawnLabels(paths, classes, random.split(1));
      const ends = gan.noise(2 * paths, random.split(0)); // [paths, 2, noise]
      return eachPath(paths, steps, told, (path, label) => {
        const [a, b] = endsOf(ends, path, noise);
        return gan.interpolate(a, b, steps, way, label);
      });
    },
    plane: null,
    dispose: () => gan.dispose(),
  };
}

function eachPath(
  paths: number,
  steps: number,
  labels: Uint8Array | null,
  draw: (path: number, label: number | null) => Float32Array,
): DrawnImages {
  const drawn = Array.from({ length: paths }, (_, path) => draw(path, labels?.[path] ?? null));
  const size = drawn[0]?.length ?? 0;
  const images = new Float32Array(paths * size); // [paths, steps, height, width]
  for (const [path, part] of drawn.entries()) images.set(part, path * size);
  const repeated =
    labels && Uint8Array.from({ length: paths * steps }, (_, k) => labels[Math.floor(k / steps)]!);
  return { images, labels: repeated };
}

function endsOf(ends: Float32Array, path: number, size: number): [Float32Array, Float32Array] {
  const first = 2 * path * size;
  return [ends.slice(first, first + size), ends.slice(first + size, first + 2 * size)];
}

/** Classes drawn evenly; null where there are none. */
function drawnLabels(count: number, classes: number | null, random: Prng): Uint8Array | null {
  if (classes === null) return null;
  const uniform = valuesOf(() => randomUniform([count], random));
  return Uint8Array.from(uniform, (value) => Math.min(classes - 1, Math.floor(classes * value)));
}

function codes(count: number, random: Prng): Float32Array {
  return valuesOf(() => randomNormal([count], random));
}
