/** What goes into a generator: noise, classes as one-hot rows, and the images' pixels between bytes and numbers. */

import { concat, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { fillUniform } from '../../kernels/random/stream.ts';
import type { Prng } from '../../random/prng.ts';
import { shuffled } from '../../train/batches.ts';
import type { GanConfig } from './config.ts';

/** Codes [batch, noise + classes] of noise [batch, noise] and one-hot rows [batch, classes], null without classes. */
export function joinCodes(noise: Tensor, classes: Tensor | null): Tensor {
  return classes === null ? noise.clone() : tidy(() => concat([noise, classes], 1));
}

/**
 * One-hot rows [count, classes], or null where the model knows no classes.
 * @throws OptionError where labels and classes do not go together, or a label is no class
 */
export function classRows({ classes }: GanConfig, labels: ArrayLike<number> | null): Tensor | null {
  if (classes === null) return null;
  if (labels === null)
    throw new OptionError(
      'labels',
      `this GAN was made for ${classes} classes: give it images with labels, or make it with classes: null`,
    );
  const rows = new Float32Array(labels.length * classes);
  for (let k = 0; k < labels.length; k++) {
    const label = labels[k]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new OptionError(
        'labels',
        `labels are whole numbers from 0 to ${classes - 1}; got ${label}`,
      );
    rows[k * classes + label] = 1;
  }
  return tensor(rows, [labels.length, classes], 'float32');
}

/**
 * Labels in random order, drawn systematically: every class comes as often as its frequency asks for, rounded up or down at
 * random, so that a sample's histogram does not wander. (Cochran, "Sampling techniques", 1977, section 8.1.) null where the
 * model knows no classes.
 */
export function drawLabels(
  { classes, classFrequencies }: GanConfig,
  count: number,
  random: Prng,
): Uint8Array | null {
  if (classes === null) return null;
  const weights = classFrequencies ?? new Array<number>(classes).fill(1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const start = new Float64Array(1);
  fillUniform(random.split(0).key, 0, start);
  const sorted = new Uint8Array(count);
  let label = 0;
  let end = weights[0]!;
  for (let k = 0; k < count; k++) {
    const place = ((k + start[0]!) / count) * total;
    while (place >= end && label + 1 < classes) end += weights[++label]!;
    sorted[k] = label;
  }
  return Uint8Array.from(shuffled(count, random.split(1)), (position) => sorted[position]!);
}

/** Bytes as images [count, height, width, channels] from -1 to 1, as the generator makes them. */
export function imagesOf(
  { height, width, channels }: GanConfig,
  pixels: Uint8Array,
  count: number,
): Tensor {
  const values = new Float32Array(pixels.length);
  for (let k = 0; k < pixels.length; k++) values[k] = pixels[k]! / 127.5 - 1;
  return tensor(values, [count, height, width, channels], 'float32');
}
