/** How good a VAE is on images that it was not trained on. */

import { type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { type ImageSet, takeImages } from '../../data/images/image-set.ts';
import { OptionError } from '../../errors.ts';
import type { Prng } from '../../random/prng.ts';
import { shuffled } from '../../train/batches.ts';
import { binarized, imageTensor, labelTensor } from './image-tensors.ts';
import { importanceBounds } from './importance.ts';
import { latentModelOf } from './latent-model.ts';
import { elboTerms } from './objective.ts';
import type { Binarization } from './trainable.ts';
import type { Vae } from './vae.ts';

/** What is measured, and with how much care. */
export interface VaeEvaluationOptions {
  /** The same source, the same numbers. */
  readonly random: Prng;
  /** Of the images measured on. @default 'none' */
  readonly binarization?: Binarization;
  /** Codes an image for the importance-weighted bound, 5000 in the literature; 0 leaves it out. @default 0 */
  readonly samples?: number;
  /** How many images that bound is a mean over, drawn at random. @default all */
  readonly nllImages?: number;
}

/** Measures in nats an image; smaller is better. Of grey images under `bernoulli` they are no likelihoods. */
export interface VaeEvaluation {
  /** The evidence lower bound's negative, with one code an image: reconstruction + kl. */
  readonly elbo: number;
  readonly reconstruction: number;
  readonly kl: number;
  /** The importance-weighted bound's negative, of which no code is; null where it was left out. */
  readonly nll: number | null;
  /** Standard error of `nll` over the images. */
  readonly nllStdError: number | null;
  /** Dimensions of the code whose mean varies over the images by more than 0.01 (Burda et al., 2016, section 5.2). */
  readonly activeUnits: number;
}

/** How far an evaluation is. */
export interface EvaluationProgress {
  /** Images measured, out of `total`. */
  readonly done: number;
  readonly total: number;
}

/** Images measured at once, and with many codes each. */
const AT_ONCE = 500;
const AT_ONCE_IMPORTANCE = 20;

/** An active unit's least variance. */
const ACTIVE = 0.01;

/** Children of the random source. */
const CODES = 0;
const BINARY = 1;
const CHOICE = 2;
const IMPORTANCE = 3;

/**
 * Measures a VAE on a set.
 *
 * @throws OptionError for an option out of its range, and where the model is told classes that the set lacks
 * @example
 * ```ts
 * evaluateVae(vae, data.test, { random: new Prng(1), binarization: 'dynamic', samples: 5000, nllImages: 1000 });
 * ```
 */
export function evaluateVae(vae: Vae, set: ImageSet, options: VaeEvaluationOptions): VaeEvaluation {
  const steps = evaluateVaeSteps(vae, set, options);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** The same in steps of a second or less, so that progress and an end before time are the caller's. */
export function* evaluateVaeSteps(
  vae: Vae,
  set: ImageSet,
  options: VaeEvaluationOptions,
): Generator<EvaluationProgress, VaeEvaluation, void> {
  const { samples = 0, nllImages = set.count, random } = options;
  requireWithin('count', set.count, 1, Number.POSITIVE_INFINITY);
  requireWithin('samples', samples, 0, Number.POSITIVE_INFINITY);
  requireWithin('nllImages', nllImages, 1, set.count);
  const { binarization = 'none' } = options;
  const total = set.count + (samples > 0 ? nllImages : 0);
  const totals = { reconstruction: 0, kl: 0 };
  const means: Float32Array[] = [];
  for (let first = 0; first < set.count; first += AT_ONCE) {
    const ids = Array.from({ length: Math.min(AT_ONCE, set.count - first) }, (_, k) => first + k);
    tidy(() => {
      const { images, labels } = tensorsOf(vae, set, ids, binarization, random, first);
      const given = { input: images, target: images, labels };
      const terms = elboTerms(vae.network, given, random.split(CODES).split(first));
      totals.reconstruction += total64(terms.reconstruction.dataSync());
      totals.kl += total64(terms.divergence.dataSync());
      means.push(terms.mean.dataSync<'float32'>().slice());
    });
    yield { done: first + ids.length, total };
  }
  const bounds = new Float64Array(samples > 0 ? nllImages : 0);
  const chosen = shuffled(set.count, random.split(CHOICE));
  for (let first = 0; first < bounds.length; first += AT_ONCE_IMPORTANCE) {
    const ids = chosen.subarray(first, Math.min(first + AT_ONCE_IMPORTANCE, bounds.length));
    tidy(() => {
      // Apart from those of the first pass: numbers from the set's end on.
      const at = set.count + first;
      const { images, labels } = tensorsOf(vae, set, ids, binarization, random, at);
      const model = latentModelOf(vae.network, labels);
      const source = random.split(IMPORTANCE).split(first);
      bounds.set(importanceBounds(model, images, { samples, random: source }), first);
    });
    yield { done: set.count + first + ids.length, total };
  }
  const reconstruction = totals.reconstruction / set.count;
  const kl = totals.kl / set.count;
  const { mean, stdError } = meanOf(bounds);
  return {
    elbo: reconstruction + kl,
    reconstruction,
    kl,
    nll: mean === null ? null : -mean,
    nllStdError: stdError,
    activeUnits: activeUnits(means, vae.config.latent),
  };
}

function tensorsOf(
  vae: Vae,
  set: ImageSet,
  ids: ArrayLike<number>,
  binarization: Binarization,
  random: Prng,
  at: number,
): { images: Tensor2D; labels: Tensor2D | null } {
  const batch = takeImages(set, ids);
  const grey = imageTensor(batch.pixels, vae.config); // [batch, pixels]
  const images =
    binarization === 'dynamic' ? binarized(grey, random.split(BINARY).split(at)) : grey;
  return { images, labels: labelTensor(batch.labels, batch.count, vae.config) };
}

/** How many dimensions of means [images, latent], in parts, vary. */
function activeUnits(parts: readonly Float32Array[], latent: number): number {
  const count = parts.reduce((sum, part) => sum + part.length, 0) / latent;
  let active = 0;
  for (let unit = 0; unit < latent; unit++) {
    const values = new Float64Array(count);
    let image = 0;
    for (const part of parts)
      for (let k = unit; k < part.length; k += latent) values[image++] = part[k]!;
    const mean = total64(values) / count;
    const variance = total64(values.map((value) => (value - mean) ** 2)) / count;
    if (variance > ACTIVE) active++;
  }
  return active;
}

/** Mean and its standard error; null where there are too few values. */
function meanOf(values: Float64Array): { mean: number | null; stdError: number | null } {
  const count = values.length;
  if (count === 0) return { mean: null, stdError: null };
  const mean = total64(values) / count;
  const squares = total64(values.map((value) => (value - mean) ** 2));
  return { mean, stdError: count < 2 ? null : Math.sqrt(squares / (count - 1) / count) };
}

function total64(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum;
}

function requireWithin(option: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  const range = most === Number.POSITIVE_INFINITY ? `from ${least} on` : `from ${least} to ${most}`;
  throw new OptionError(
    option,
    `the ${option} of an evaluation is a whole number ${range}; got ${value}`,
  );
}
