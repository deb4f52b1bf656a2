/** The two networks that a classifier may have under its head. */

import { reshape } from '@tensorflow/tfjs-core';
import { Conv2d, Dense, heNormal, type Layer, Sequential } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { ClassifierConfig } from './config.ts';

const relu = { activation: 'relu', weightInitializer: heNormal } as const;
const halving = { size: 4, stride: 2, padding: 'same', ...relu } as const;

/** [batch, height, width, 1] to [batch, features] */
export function featureNetwork(config: ClassifierConfig, random: Prng): Layer {
  return config.network === 'conv' ? convolutional(config, random) : perceptron(config, random);
}

function convolutional({ height, width, hidden, features }: ClassifierConfig, random: Prng): Layer {
  const quarter = (length: number) => Math.ceil(Math.ceil(length / 2) / 2);
  const flat = quarter(height) * quarter(width) * 2 * hidden;
  return new Sequential({
    conv1: new Conv2d({ inputs: 1, outputs: hidden, random: random.split(0), ...halving }), // [batch, 14, 14, hidden]
    conv2: new Conv2d({
      inputs: hidden,
      outputs: 2 * hidden,
      random: random.split(1),
      ...halving,
    }), // [batch, 7, 7, 2 hidden]
    flatten: (x) => reshape(x, [-1, flat]), // [batch, flat]
    features: new Dense({ inputs: flat, outputs: features, random: random.split(2), ...relu }), // [batch, features]
  });
}

function perceptron({ height, width, hidden, features }: ClassifierConfig, random: Prng): Layer {
  const pixels = height * width;
  return new Sequential({
    flatten: (x) => reshape(x, [-1, pixels]), // [batch, pixels]
    hidden: new Dense({ inputs: pixels, outputs: hidden, random: random.split(0), ...relu }), // [batch, hidden]
    features: new Dense({ inputs: hidden, outputs: features, random: random.split(1), ...relu }), // [batch, features]
  });
}
