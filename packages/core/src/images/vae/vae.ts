/** A variational autoencoder of grey images. Typed arrays go in and come out; how it is trained is not its business. */

import { type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { fillGaussian } from '../../kernels/random/stream.ts';
import type { Variables } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import { type Interpolation, latentPath, manifoldCodes } from '../latent-paths.ts';
import { type FullVaeConfig, fullVaeConfig, type VaeConfig } from './config.ts';
import { imageTensor, labelTensor } from './image-tensors.ts';
import { VaeNetwork } from './network.ts';

/** Classes by image, [count]; only for a model that is told them. */
export type Labels = ArrayLike<number> | null;

/** What the encoder makes of images. */
export interface Encoded {
  /** Means of the codes, [count, latent]. */
  readonly mean: Float32Array;
  /** Log variances of the codes, [count, latent]. */
  readonly logVariance: Float32Array;
}

/** Images that go through the networks at once. */
const AT_ONCE = 500;

/**
 * A variational autoencoder: Kingma & Welling, "Auto-encoding variational Bayes" (2014). A model whose config has classes (Sohn et al.,
 * "Learning structured output representation", 2015) is told the class wherever images are encoded or decoded.
 *
 * @example
 * ```ts
 * const vae = Vae.create({ latent: 2 }, new Prng(1));       // 1. made, untrained; see vaeTrainable
 * const { mean } = vae.encode(set.pixels);                  // 2. [count, 2]
 * const digits = vae.sample(16, new Prng(2));               // 3. [16, 28, 28] in 0..1
 * vae.dispose();                                            // 4. the weights are freed
 * ```
 */
export class Vae {
  /** Every default filled in. */
  readonly config: FullVaeConfig;
  /** The networks, for those who train or measure them. */
  readonly network: VaeNetwork;

  private constructor(network: VaeNetwork) {
    this.config = network.config;
    this.network = network;
  }

  /**
   * A model with weights drawn from `random`.
   *
   * @throws OptionError for a config that means nothing
   */
  static create(config: VaeConfig, random: Prng): Vae {
    return new Vae(new VaeNetwork(fullVaeConfig(config), random));
  }

  /** Weights by name, as a model file holds them. */
  get variables(): Variables {
    return this.network.variables;
  }

  /**
   * Where images lie among the codes.
   *
   * @param pixels bytes, [count, height, width]
   * @throws OptionError where labels are needed and missing
   * @throws RangeError for bytes that are not whole images
   */
  encode(pixels: Uint8Array, labels: Labels = null): Encoded {
    const { height, width, latent } = this.config;
    const size = height * width;
    const count = pixels.length / size;
    const mean = new Float32Array(Math.ceil(count) * latent); // [count, latent]
    const logVariance = new Float32Array(mean.length); // [count, latent]
    for (let first = 0; first < count; first += AT_ONCE) {
      const end = Math.min(first + AT_ONCE, count);
      tidy(() => {
        const images = imageTensor(pixels.subarray(first * size, end * size), this.config); // [batch, pixels]
        const told = this.#labelsOf(labels, first, images.shape[0], count);
        const posterior = this.network.posterior(images, told); // [batch, latent] each
        mean.set(posterior.mean.dataSync(), first * latent);
        logVariance.set(posterior.logVariance.dataSync(), first * latent);
      });
    }
    return { mean, logVariance };
  }

  /**
   * The images that codes stand for: the decoder's expectation of every pixel.
   *
   * @param codes [count, latent]
   * @returns [count, height, width] in 0..1
   * @throws OptionError where labels are needed and missing
   * @throws RangeError for numbers that are not whole codes
   */
  decode(codes: Float32Array, labels: Labels = null): Float32Array {
    const { height, width, latent } = this.config;
    const size = height * width;
    const count = codes.length / latent;
    if (!Number.isInteger(count))
      throw new RangeError(
        `cannot decode ${codes.length} numbers: a code of this VAE has ${latent}`,
      );
    const images = new Float32Array(count * size); // [count, height, width]
    for (let first = 0; first < count; first += AT_ONCE) {
      const rows = Math.min(AT_ONCE, count - first);
      tidy(() => {
        const part = codes.slice(first * latent, (first + rows) * latent);
        const told = this.#labelsOf(labels, first, rows, count);
        const decoded = this.network.decode(tensor2d(part, [rows, latent]), told); // [batch, pixels]
        images.set(decoded.dataSync(), first * size);
      });
    }
    return images;
  }

  /**
   * Images through the bottleneck and back, by the means of their codes.
   *
   * @param pixels bytes, [count, height, width]
   * @returns [count, height, width] in 0..1
   */
  reconstruct(pixels: Uint8Array, labels: Labels = null): Float32Array {
    return this.decode(this.encode(pixels, labels).mean, labels);
  }

  /**
   * New images, of codes drawn from the prior.
   *
   * @param count at least 1
   * @param random the same source, the same images
   * @returns [count, height, width] in 0..1
   * @throws OptionError for a count that is no whole number from 1 on
   */
  sample(count: number, random: Prng, labels: Labels = null): Float32Array {
    if (!Number.isSafeInteger(count) || count < 1)
      throw new OptionError('count', `a sample has 1 image or more; got ${count}`);
    const codes = new Float64Array(count * this.config.latent);
    fillGaussian(random.key, 0, codes);
    return this.decode(Float32Array.from(codes), labels);
  }

  /**
   * Images on the way from one code to another, both ends among them.
   *
   * @param a [latent]
   * @param b [latent]
   * @param steps at least 2
   * @param label the class of all of them, where the model is told classes
   * @returns [steps, height, width] in 0..1
   */
  interpolate(
    a: Float32Array,
    b: Float32Array,
    steps: number,
    interpolation: Interpolation = 'linear',
    label: number | null = null,
  ): Float32Array {
    return this.decode(latentPath(a, b, steps, interpolation), repeated(label, steps));
  }

  /**
   * The plane of codes as pictures, each standing for the same share of the prior.
   *
   * @param side pictures in a row and in a column
   * @param label the class of all of them, where the model is told classes
   * @returns [side * side, height, width] in 0..1, rows from the top
   * @throws OptionError for a model whose codes are no plane
   */
  manifold(side: number, label: number | null = null): Float32Array {
    if (this.config.latent !== 2)
      throw new OptionError(
        'latent',
        `a manifold is drawn of a model with latent 2; this one has ${this.config.latent}; take sample or interpolate`,
      );
    return this.decode(manifoldCodes(side), repeated(label, side * side));
  }

  /** Frees the weights. */
  dispose(): void {
    this.network.dispose();
  }

  #labelsOf(labels: Labels, first: number, rows: number, count: number): Tensor2D | null {
    if (labels !== null && this.config.classes !== null && labels.length !== count)
      throw new RangeError(`there is one label for each image; got ${labels.length} for ${count}`);
    const part = labels && Array.from({ length: rows }, (_, k) => labels[first + k]!);
    return labelTensor(part, rows, this.config);
  }
}

function repeated(label: number | null, count: number): Labels {
  return label === null ? null : new Array<number>(count).fill(label);
}
