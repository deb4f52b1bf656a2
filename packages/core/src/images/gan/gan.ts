/**
 * Generative adversarial networks: Goodfellow et al., "Generative adversarial nets" (2014). A GAN as its user has it: noise
 * and classes in, images out, all of it arrays. Knows no training.
 */

import { add, mul, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import {
  assignVariables,
  type Layer,
  randomNormal,
  type Variables,
  valuesOf,
} from '../../nn/index.ts';
import { Prng } from '../../random/prng.ts';
import { type Interpolation, latentPath } from '../latent-paths.ts';
import { classRows, drawLabels, joinCodes } from './codes.ts';
import { type GanConfig, ganConfig } from './config.ts';
import { makeGenerator } from './generator.ts';
import { makePlayers, type Players, withoutMoments } from './players.ts';

/** Codes whose moments become those of the averaged generator's batch norm. */
const MOMENT_CODES = 2000;
/** Images that are made at once. */
const CHUNK = 500;
/** Seed of those codes. */
const MOMENT_SEED = 0;

/** Images, and the classes that were asked for. */
export interface GanSamples {
  /** [count, height, width], with a last axis of channels where there are several; from 0, the background, to 1. */
  readonly images: Float32Array;
  /** [count]; null where the model knows no classes. */
  readonly labels: Uint8Array | null;
}

/**
 * A generator with, unless it came from a file without them, its discriminator and the average of its weights. Samples are
 * drawn with the average.
 *
 * @example
 * const gan = Gan.create({ classes: 10 }, new Prng(1));        // 1. made with its weights
 * for await (const event of train(ganTrainable(gan, { steps }), { ... })) ...
 * const { images, labels } = gan.sample(64, new Prng(2));       // 2. 64 images
 * const sevens = gan.sample(64, new Prng(2), new Uint8Array(64).fill(7));
 * gan.dispose();                                                // 3. the weights are freed
 */
export class Gan {
  readonly config: GanConfig;
  /** null where there is the generator alone. */
  readonly players: Players | null;
  /** What a file holds: of the players, or of the generator alone, then with its moments. */
  readonly variables: Variables;
  /** The averaged generator. Its batch norm takes a batch's moments over whole. */
  readonly #sampler: Layer;
  /** Whether the sampler has the present averages and their moments. */
  #current: boolean;

  private constructor(config: GanConfig, random: Prng, trainable: boolean) {
    this.config = config;
    this.players = trainable ? makePlayers(config, random) : null;
    this.#sampler = makeGenerator(config, random.split(0), 1);
    this.variables = this.players?.variables ?? this.#sampler.variables;
    this.#current = !trainable;
  }

  /**
   * A GAN with its first weights.
   *
   * @param config what differs from the defaults
   * @param random the source of the weights
   * @throws OptionError for a value without meaning
   */
  static create(config: Partial<GanConfig>, random: Prng): Gan {
    return new Gan(ganConfig(config), random, true);
  }

  /** A generator alone, whose weights are still to be loaded. It can be sampled, but not trained. */
  static generatorOnly(config: Partial<GanConfig>, random: Prng): Gan {
    return new Gan(ganConfig(config), random, false);
  }

  /** The averaged generator's variables by name, with the moments that belong to them: all that sampling needs. */
  get sampling(): Variables {
    this.#refresh();
    return this.#sampler.variables;
  }

  /**
   * New images.
   *
   * @param labels [count], the classes wanted @default drawn by `classFrequencies`
   * @throws OptionError for labels that are no classes, or not as many as images
   */
  sample(count: number, random: Prng, labels?: Uint8Array): GanSamples {
    const drawn = labels ?? drawLabels(this.config, count, random.split(1));
    return { images: this.generate(this.noise(count, random), drawn), labels: drawn };
  }

  /** Noise for `generate`, [count, noise]. */
  noise(count: number, random: Prng): Float32Array {
    const { noise } = this.config;
    return valuesOf(() => randomNormal([count, noise], random.split(0)));
  }

  /**
   * The images of given noise: the same for the same noise, so that a training can be watched.
   *
   * @param noise [count, noise]
   * @param labels [count]; null where the model knows no classes
   * @returns [count, height, width] (and channels where there are several) from 0 to 1
   * @throws OptionError where noise or labels do not fit
   */
  generate(noise: Float32Array, labels: Uint8Array | null = null): Float32Array {
    const { config } = this;
    const count = noise.length / config.noise;
    if (!Number.isInteger(count))
      throw new OptionError(
        'noise',
        `the noise of an image is ${config.noise} numbers; got ${noise.length} in all`,
      );
    if (labels !== null && (config.classes === null || labels.length !== count))
      throw new OptionError(
        'labels',
        config.classes === null
          ? 'this GAN knows no classes; leave the labels out'
          : `every image has one label; got ${labels.length} for ${count} images`,
      );
    this.#refresh();
    const size = config.height * config.width * config.channels;
    const images = new Float32Array(count * size);
    for (let first = 0; first < count; first += CHUNK) {
      const last = Math.min(first + CHUNK, count);
      const made = valuesOf(() => {
        const rows = tensor(noise.slice(first * config.noise, last * config.noise), [
          last - first,
          config.noise,
        ]);
        const codes = joinCodes(rows, classRows(config, labels?.subarray(first, last) ?? null));
        return toUnit(this.#sampler.apply(codes)); // [chunk, height, width, channels]
      });
      images.set(made, first * size);
    }
    return images;
  }

  /**
   * Images on the way from one noise to another, of one class throughout.
   *
   * @param a [noise]
   * @param b [noise]
   * @param interpolation `slerp` stays where the noise of trainings lies
   * @param label the class; null where the model knows none
   * @returns [steps, height, width] (and channels where there are several) from 0 to 1
   * @throws OptionError as `latentPath` and `generate`
   */
  interpolate(
    a: Float32Array,
    b: Float32Array,
    steps: number,
    interpolation: Interpolation,
    label: number | null = null,
  ): Float32Array {
    const noise = latentPath(a, b, steps, interpolation); // [steps, noise]
    return this.generate(noise, label === null ? null : new Uint8Array(steps).fill(label));
  }

  /** Says that the averages were changed: samples are then drawn with the new ones. Training does it after every step. */
  changed(): void {
    this.#current = this.players === null;
  }

  dispose(): void {
    this.#sampler.dispose();
    this.players?.dispose();
  }

  /**
   * Gives the sampler the averages, and its batch norm the moments of a batch of codes, which are always the same: averaged
   * weights have other moments than those that were averaged.
   */
  #refresh(): void {
    if (this.#current || this.players === null) return;
    const { config } = this;
    const random = new Prng(MOMENT_SEED);
    assignVariables(
      withoutMoments(this.#sampler.variables),
      withoutMoments(this.players.average.averages),
    );
    tidy(() => {
      const noise = randomNormal([MOMENT_CODES, config.noise], random.split(0)); // [codes, noise]
      const labels = drawLabels(config, MOMENT_CODES, random.split(1));
      this.#sampler.apply(joinCodes(noise, classRows(config, labels)), { training: true });
    });
    this.#current = true;
  }
}

/** From -1..1 to 0..1. */
function toUnit(images: Tensor): Tensor {
  return mul(add(images, 1), 0.5);
}
