/** The generator: from noise and a class to an image. Knows no discriminator and no loss. */

import { reshape } from '@tensorflow/tfjs-core';
import { BatchNorm, ConvTranspose2d, Dense, type Layer, Sequential } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import { codeSize, type GanConfig } from './config.ts';

/**
 * A generator: codes [batch, noise + classes] to images [batch, height, width, channels] from -1 to 1. The convolutional one
 * is that of Radford et al., "Unsupervised representation learning with DCGANs" (2016), section 3, with two stages.
 *
 * @param momentum the share of a batch's moments in the running ones of batch norm
 */
export function makeGenerator(config: GanConfig, random: Prng, momentum: number): Layer {
  return config.generator === 'mlp'
    ? denseGenerator(config, random, momentum)
    : convolutionalGenerator(config, random, momentum);
}

/** Biases are left out where batch norm follows, which would take them off again. */
function convolutionalGenerator(config: GanConfig, random: Prng, momentum: number): Layer {
  const { height, width, channels, generatorChannels: wide } = config;
  const [rows, columns, narrow] = [height / 4, width / 4, wide / 2];
  const doubling = { size: 4, stride: 2, padding: 'same' } as const;
  return new Sequential({
    fc: new Dense({
      inputs: codeSize(config),
      outputs: rows * columns * wide,
      bias: false,
      random: random.split(0),
    }),
    image: (x) => reshape(x, [-1, rows, columns, wide]), // [batch, height / 4, width / 4, wide]
    norm1: new BatchNorm({ channels: wide, slope: 0, momentum }),
    up1: new ConvTranspose2d({
      inputs: wide,
      outputs: narrow,
      ...doubling,
      bias: false,
      random: random.split(1),
    }), // [batch, height / 2, width / 2, narrow]
    norm2: new BatchNorm({ channels: narrow, slope: 0, momentum }),
    up2: new ConvTranspose2d({
      inputs: narrow,
      outputs: channels,
      ...doubling,
      activation: 'tanh',
      random: random.split(2),
    }), // [batch, height, width, channels]
  });
}

function denseGenerator(config: GanConfig, random: Prng, momentum: number): Layer {
  const { height, width, channels } = config;
  return new Sequential({
    fc1: new Dense({
      inputs: codeSize(config),
      outputs: 256,
      bias: false,
      random: random.split(0),
    }),
    norm1: new BatchNorm({ channels: 256, slope: 0, momentum }),
    fc2: new Dense({ inputs: 256, outputs: 512, bias: false, random: random.split(1) }),
    norm2: new BatchNorm({ channels: 512, slope: 0, momentum }),
    fc3: new Dense({
      inputs: 512,
      outputs: height * width * channels,
      activation: 'tanh',
      random: random.split(2),
    }),
    image: (x) => reshape(x, [-1, height, width, channels]), // [batch, height, width, channels]
  });
}
