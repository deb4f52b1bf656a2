/** A DCGAN of 28 x 28 images: one update of the discriminator on a real and a fake batch, one of the generator. */

import type { Prng } from '@ferrogen/core';
import { adam, randomNormal, sigmoidCrossEntropyLoss } from '@ferrogen/core/nn';
import { add, dispose, type Scalar, tidy } from '@tensorflow/tfjs-core';
import { randomImages } from './data.ts';
import { discriminator, generator } from './networks.ts';
import type { TrainingTask } from './task.ts';
import { update } from './update.ts';

const BATCH = 64;
const LATENT = 64;

export function dcgan(random: Prng): TrainingTask {
  const g = generator(LATENT, 'tanh', random.split(0));
  const d = discriminator(1, random.split(1));
  const settings = { learningRate: 2e-4, beta1: 0.5 };
  const gOptimizer = adam(g.variables, settings);
  const dOptimizer = adam(d.variables, settings);
  const images = randomImages(-1, random.split(2));
  const training = { training: true };
  let steps = 0;
  return {
    step: async () => {
      const noise = randomNormal([BATCH, LATENT], random.split(3).split(steps)); // [batch, latent]
      const real = images[steps++ % images.length]!; // [batch, 28, 28, 1]
      const fake = g.apply(noise, training); // [batch, 28, 28, 1]
      const dLoss = update(
        dOptimizer,
        () =>
          tidy(() =>
            add(
              sigmoidCrossEntropyLoss(d.apply(real, training), 1),
              sigmoidCrossEntropyLoss(d.apply(fake, training), 0),
            ),
          ) as Scalar,
      );
      const gLoss = update(gOptimizer, () =>
        tidy(() => sigmoidCrossEntropyLoss(d.apply(g.apply(noise, training), training), 1)),
      );
      dispose([noise, fake]);
      return [await dLoss, await gLoss];
    },
    dispose: () => {
      for (const each of [g, d, gOptimizer, dOptimizer]) each.dispose();
      dispose(images);
    },
  };
}
