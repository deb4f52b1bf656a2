/** Those who play: generator and discriminator, and the average of the generator's weights. Knows no loss. */

import { Ema, joinVariables, type Layer, type Variables } from '../../nn/index.ts';
import type { Prng } from '../../random/prng.ts';
import type { GanConfig } from './config.ts';
import { Discriminator } from './discriminator.ts';
import { makeGenerator } from './generator.ts';

/** The players of a GAN that can be trained. */
export interface Players {
  readonly generator: Layer;
  readonly discriminator: Discriminator;
  /** Of the generator's weights. */
  readonly average: Ema;
  /** `generator.*`, `discriminator.*`, and `average.*` of the averages: all that a training changes of them. */
  readonly variables: Variables;
  dispose(): void;
}

/**
 * New players. While they play, the generator's batch norm uses the moments of each batch and keeps none: those of its average
 * are other ones, and are computed from it when it is sampled.
 */
export function makePlayers(config: GanConfig, random: Prng): Players {
  const generator = makeGenerator(config, random.split(0), 0);
  const discriminator = new Discriminator(config, random.split(1));
  const average = new Ema(generator.variables, { decay: config.emaDecay });
  return {
    generator,
    discriminator,
    average,
    variables: joinVariables({
      generator: withoutMoments(generator.variables),
      discriminator: discriminator.variables,
      average: withoutMoments(average.averages),
    }),
    dispose: () => {
      for (const each of [generator, discriminator, average]) each.dispose();
    },
  };
}

/** Without the running moments of batch norm. */
export function withoutMoments(variables: Variables): Variables {
  return new Map([...variables].filter(([name]) => !/\.running_(mean|var)$/.test(name)));
}
