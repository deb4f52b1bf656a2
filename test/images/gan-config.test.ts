/** ganConfig: defaults and refusals; and how many weights the networks have. */

import { Prng } from '@ferrogen/core';
import { Gan, type GanConfig, ganConfig, steadiers } from '@ferrogen/core/images';
import { countParameters } from '@ferrogen/core/nn';
import { describe, expect, test } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';

describe('ganConfig', () => {
  test('fills what is not given, and takes with each loss what steadies it', () => {
    expect(ganConfig({ loss: 'relativistic', classes: 10 })).toMatchObject({
      noise: 100,
      generator: 'cnn',
      classes: 10,
      spectralNorm: false,
      r1: 0.3,
      r2: 0.3,
    });
    expect(ganConfig()).toMatchObject({ loss: 'hinge', ...steadiers.hinge });
    expect(ganConfig({ loss: 'relativistic', r2: 0 }).r2).toBe(0);
    expect(ganConfig({ classes: null, classFrequencies: [1, 2] }).classFrequencies).toBeNull();
  });

  const wrong: [Partial<Record<keyof GanConfig, unknown>>, string][] = [
    [{ height: 30 }, 'height'],
    [{ width: 0 }, 'width'],
    [{ noise: 1.5 }, 'noise'],
    [{ generator: 'rnn' }, 'generator'],
    [{ generatorChannels: 5 }, 'generatorChannels'],
    [{ classes: 0 }, 'classes'],
    [{ loss: 'wasserstein' }, 'loss'],
    [{ r1: -1 }, 'r1'],
    [{ r2: Number.NaN }, 'r2'],
    [{ penaltyInterval: 0 }, 'penaltyInterval'],
    [{ emaDecay: 1 }, 'emaDecay'],
    [{ emaDecay: null }, 'emaDecay'],
    [{ loss: null }, 'loss'],
    [{ classes: 3, classFrequencies: 5 }, 'classFrequencies'],
    [{ classes: 257 }, 'classes'],
    [{ spectralNorm: 'yes' }, 'spectralNorm'],
    [{ classes: 3, classFrequencies: [1, 2] }, 'classFrequencies'],
    [{ classes: 2, classFrequencies: [0, 0] }, 'classFrequencies'],
  ];
  test.each(wrong)('refuses %j by name', (config, option) => {
    expect(() => ganConfig(config as Partial<GanConfig>)).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', option }),
    );
  });
});

describe('Gan', () => {
  // Counted by hand, layer by layer.
  const fc = (100 + 10) * 7 * 7 * 64;
  const cnn = fc + 2 * 64 + 16 * 64 * 32 + 2 * 32 + 16 * 32 + 1;
  const mlp = 110 * 256 + 2 * 256 + 256 * 512 + 2 * 512 + 512 * 784 + 784;
  const discriminator =
    (16 * 1 + 1) * 32 + (16 * 32 + 1) * 64 + (9 * 64 + 1) * 128 + (4 * 4 * 128 + 1) + 2048 * 10;
  const sizes = { cnn, mlp };
  overBackends((_, it) => {
    for (const generator of ['cnn', 'mlp'] as const)
      it(`with the generator ${generator} has the weights of its layers`, () => {
        const gan = Gan.create({ generator, classes: 10 }, new Prng(1));
        const { players } = gan;
        expect(countParameters(players!.generator.variables)).toBe(sizes[generator]);
        expect(countParameters(players!.discriminator.variables)).toBe(discriminator);
        gan.dispose();
      });
  });
});
