/** The default VAE on MNIST's real files: what a short training must reach on images it never saw. */

import { Prng } from '@ferrogen/core';
import { evaluateVae, Vae, vaeTrainable } from '@ferrogen/core/images';
import { fit } from '@ferrogen/core/train';
import { setBackend } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { mnistFiles, mnistSet } from '../../support/mnist-files.ts';
import { itWith, sharedData } from '../../support/shared-data.ts';
import { tensorBackends } from '../../support/tensor-backends.ts';
import { batchesOf } from './bars.ts';

const native = tensorBackends.find(({ name }) => name === 'native')!;
const absent = [...mnistFiles('train'), ...mnistFiles('t10k')].filter(
  (file) => sharedData(file) === null,
);
const it = itWith([...native.lacking, ...absent.map((file) => `no ../shared/data/${file}`)]);

describe('vaeTrainable on MNIST', () => {
  it('1,000 steps of 256 images bring the bound of the test images to 147 nats', async () => {
    await setBackend('native');
    const random = new Prng(1);
    const vae = Vae.create({}, random.split(0));
    const model = vaeTrainable(vae, { steps: 1000 });
    const batches = batchesOf(mnistSet('train'), 256, random.split(1));
    await fit(model, { batches, steps: 1000, random: random.split(2) });
    const { elbo, activeUnits } = evaluateVae(vae, mnistSet('t10k'), { random: random.split(3) });
    model.dispose();
    expect(elbo).toBeLessThan(147);
    expect(elbo).toBeGreaterThan(130); // less is no bound of grey digits by two numbers
    expect(activeUnits).toBe(2);
  });
});
