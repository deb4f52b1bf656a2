/** The generator and the discriminator body that the DCGAN and the VAE share. */

import type { Prng } from '@ferrogen/core';
import {
  BatchNorm,
  Conv2d,
  ConvTranspose2d,
  Dense,
  type Layer,
  normalValues,
  Sequential,
} from '@ferrogen/core/nn';
import { reshape } from '@tensorflow/tfjs-core';

const weightInitializer = normalValues(0.05);
const leaky = { activation: 'leakyRelu', slope: 0.2 } as const;
const halving = { size: 4, stride: 2, padding: 'same', weightInitializer } as const;

/** [batch, latent] -> [batch, 28, 28, 1] */
export function generator(latent: number, activation: 'tanh' | 'linear', random: Prng): Layer {
  return new Sequential({
    dense: new Dense({
      inputs: latent,
      outputs: 7 * 7 * 64,
      weightInitializer,
      random: random.split(0),
    }),
    norm1: new BatchNorm({ channels: 7 * 7 * 64, epsilon: 1e-3, slope: 0.2 }),
    image: (x) => reshape(x, [-1, 7, 7, 64]),
    up1: new ConvTranspose2d({ inputs: 64, outputs: 32, ...halving, random: random.split(1) }), // [batch, 14, 14, 32]
    norm2: new BatchNorm({ channels: 32, epsilon: 1e-3, slope: 0.2 }),
    up2: new ConvTranspose2d({
      inputs: 32,
      outputs: 1,
      ...halving,
      activation,
      random: random.split(2),
    }), // [batch, 28, 28, 1]
  });
}

/** [batch, 28, 28, 1] -> [batch, outputs] */
export function discriminator(outputs: number, random: Prng): Layer {
  return new Sequential({
    conv1: new Conv2d({ inputs: 1, outputs: 32, ...halving, ...leaky, random: random.split(0) }), // [batch, 14, 14, 32]
    conv2: new Conv2d({ inputs: 32, outputs: 64, ...halving, ...leaky, random: random.split(1) }), // [batch, 7, 7, 64]
    flat: (x) => reshape(x, [-1, 7 * 7 * 64]),
    dense: new Dense({
      inputs: 7 * 7 * 64,
      outputs,
      weightInitializer,
      random: random.split(2),
    }),
  });
}
