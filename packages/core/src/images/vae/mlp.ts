/** Encoder and decoder of dense layers; those of the decoder are residual, for which a code of few dimensions needs depth. */

import { Dense, type Layer, Residual, Sequential } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { FullVaeConfig } from './config.ts';
import { Encoder } from './encoder.ts';

const activation = 'gelu';

/** [batch, pixels] through `encoderDepth` hidden layers to [batch, 2 latent]. */
export function mlpEncoder(config: FullVaeConfig, random: Prng): Encoder {
  const { height, width, latent, hidden, encoderDepth: depth, classes } = config;
  const parts: Record<string, Layer> = {};
  let inputs = height * width + (classes ?? 0);
  for (let k = 0; k < depth; k++) {
    parts[`hidden${k + 1}`] = new Dense({
      inputs,
      outputs: hidden,
      activation,
      random: random.split(k),
    });
    inputs = hidden;
  }
  parts.moments = new Dense({ inputs, outputs: 2 * latent, random: random.split(depth) });
  return new Encoder(null, new Sequential(parts));
}

/** [batch, latent + classes] through a hidden layer and `depth` residual ones to logits [batch, pixels]. */
export function mlpDecoder(config: FullVaeConfig, random: Prng): Layer {
  const { height, width, latent, hidden, depth, classes } = config;
  const dense = (index: number, inputs: number) =>
    new Dense({ inputs, outputs: hidden, activation, random: random.split(index) });
  const parts: Record<string, Layer> = { hidden: dense(0, latent + (classes ?? 0)) };
  for (let k = 1; k <= depth; k++) parts[`residual${k}`] = new Residual(dense(k, hidden));
  const outputs = height * width;
  parts.logits = new Dense({ inputs: hidden, outputs, random: random.split(depth + 1) });
  return new Sequential(parts);
}
