/** From bytes to what networks take. Whoever makes a tensor here disposes it. */

import { cast, less, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { randomUniform } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { FullVaeConfig } from './config.ts';

/**
 * Bytes as grey values in 0..1: [count, pixels].
 *
 * @throws RangeError for bytes that are not whole images
 */
export function imageTensor(pixels: Uint8Array, { height, width }: FullVaeConfig): Tensor2D {
  const size = height * width;
  if (pixels.length % size !== 0)
    throw new RangeError(
      `cannot take ${pixels.length} pixels as images: each has ${height} x ${width} = ${size}`,
    );
  const values = new Float32Array(pixels.length);
  for (let k = 0; k < values.length; k++) values[k] = pixels[k]! / 255;
  return tensor2d(values, [pixels.length / size, size]);
}

/** Whether a pixel is ink, drawn with its grey value as the probability: 0 or 1, [count, pixels]. */
export function binarized(images: Tensor2D, random: Prng): Tensor2D {
  return tidy(() => cast(less(randomUniform(images.shape, random), images), 'float32'));
}

/**
 * Classes as one-hot rows: [count, classes]; null for a model that knows no classes.
 *
 * @throws OptionError where the model needs labels and has none, or a label is no class of it
 * @throws RangeError where there is not one label for each image
 */
export function labelTensor(
  labels: ArrayLike<number> | null | undefined,
  count: number,
  { classes }: FullVaeConfig,
): Tensor2D | null {
  if (classes === null) return null;
  if (!labels)
    throw new OptionError(
      'labels',
      `this VAE is told the class of every image, one of ${classes}; pass labels`,
    );
  if (labels.length !== count)
    throw new RangeError(`there is one label for each image; got ${labels.length} for ${count}`);
  const rows = new Float32Array(count * classes);
  for (let k = 0; k < count; k++) {
    const label = labels[k]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new OptionError(
        'labels',
        `the classes of this VAE are 0 to ${classes - 1}; got ${label}`,
      );
    rows[k * classes + label] = 1;
  }
  return tensor2d(rows, [count, classes]);
}
