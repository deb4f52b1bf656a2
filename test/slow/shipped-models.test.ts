/** The cards' figures of the models that come with the package, measured again: `gen eval` prints the same. */

import { Prng } from '@ferrogen/core';
import {
  classCounts,
  classifierFromFile,
  evaluateImages,
  evaluateVae,
  ganFromFile,
  proportionalLabels,
  vaeFromFile,
} from '@ferrogen/core/images';
import { pretrainedModelPath, readModelFile } from '@ferrogen/core/node';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect } from 'vitest';
import { mnistFiles, mnistSet } from '../support/mnist-files.ts';
import { itWithData } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';

const it = itWithData(...mnistFiles('train'), ...mnistFiles('t10k'));
const shipped = (kind: string) => readModelFile(pretrainedModelPath(kind)!);

describe('models of the package', () => {
  beforeAll(async () => {
    await setBackend(tensorBackends.find(({ lacking }) => lacking.length === 0)!.name);
  });

  it('mnist-gan is as near to MNIST as its card says', () => {
    const reference = mnistSet('train');
    const gan = ganFromFile(shipped('gan'));
    const classifier = classifierFromFile(shipped('classifier'));
    const labels = proportionalLabels(classCounts(reference.labels!, 10), 10_000);
    const { images: samples } = gan.sample(labels.length, new Prng(1), labels);
    const metrics = evaluateImages({ samples, labels, reference, classifier, random: new Prng(2) });
    console.log(metrics);
    expect(metrics.fid).toBeLessThan(0.5);
    expect(metrics.inceptionScore).toBeGreaterThan(9.7);
    for (const [key, least] of [
      ['recall', 0.88],
      ['coverage', 0.87],
      ['density', 0.78],
      ['labelAccuracy', 0.985],
    ] as const)
      expect(metrics[key], key).toBeGreaterThan(least);
    expect(metrics.classKl).toBeLessThan(0.0005);
    gan.dispose();
    classifier.dispose();
  });

  it('mnist-vae bounds the test images as its card says', () => {
    const vae = vaeFromFile(shipped('vae'));
    const { elbo } = evaluateVae(vae, mnistSet('t10k'), { random: new Prng(1) });
    expect(elbo).toBeLessThan(134);
    vae.dispose();
  });
});
