/** A convolutional VAE of 28 x 28 images with 16 latent numbers. */

import type { Prng } from '@ferrogen/core';
import {
  adam,
  joinVariables,
  normalDivergence,
  randomNormal,
  sigmoidCrossEntropyLoss,
} from '@ferrogen/core/nn';
import { add, dispose, exp, mul, type Scalar, split, tidy } from '@tensorflow/tfjs-core';
import { randomImages } from './data.ts';
import { discriminator, generator } from './networks.ts';
import type { TrainingTask } from './task.ts';
import { update } from './update.ts';

const BATCH = 64;
const LATENT = 16;
const PIXELS = 28 * 28;

export function vae(random: Prng): TrainingTask {
  const encoder = discriminator(2 * LATENT, random.split(0));
  const decoder = generator(LATENT, 'linear', random.split(1));
  const optimizer = adam(
    joinVariables({ encoder: encoder.variables, decoder: decoder.variables }),
    {
      learningRate: 1e-3,
    },
  );
  const images = randomImages(0, random.split(2));
  const training = { training: true };
  let steps = 0;
  return {
    step: async () => {
      const x = images[steps % images.length]!; // [batch, 28, 28, 1]
      const noise = randomNormal([BATCH, LATENT], random.split(3).split(steps++)); // [batch, latent]
      const loss = update(
        optimizer,
        () =>
          tidy(() => {
            const [mean, logVariance] = split(encoder.apply(x, training), 2, 1); // [batch, latent] each
            const z = add(mean!, mul(exp(mul(logVariance!, 0.5)), noise)); // [batch, latent]
            const logits = decoder.apply(z, training); // [batch, 28, 28, 1]
            const reconstruction = mul(sigmoidCrossEntropyLoss(logits, x), PIXELS);
            return add(reconstruction, normalDivergence(mean!, logVariance!));
          }) as Scalar,
      );
      noise.dispose();
      return [await loss];
    },
    dispose: () => {
      for (const each of [encoder, decoder, optimizer]) each.dispose();
      dispose(images);
    },
  };
}
