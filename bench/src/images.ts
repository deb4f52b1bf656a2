/**
 * `pnpm bench images`: how fast MNIST is read, how many images of 28 x 28 a second VAEs and GANs learn from, in steps of the
 * training loop, and how many the defaults draw. The pixels that are learnt from are any pixels: their values make no step slower.
 */

import { type ImageBatch, Prng } from '@ferrogen/core';
import {
  Gan,
  type GanConfig,
  ganTrainable,
  Vae,
  type VaeConfig,
  vaeTrainable,
} from '@ferrogen/core/images';
import { type Trainable, train } from '@ferrogen/core/train';
import { loadNativeBackend } from '@ferrogen/native/backend';
import { setBackend } from '@tensorflow/tfjs-core';
import { benchIdx } from './idx.ts';
import { median, medianMs } from './measure.ts';
import { type BenchRow, row } from './report.ts';

const random = new Prng(1);
/** Steps that do not count, while V8 compiles, and steps that do. */
const WARM_UP = 30;
const STEPS = 60;
const DRAWN = 500;

const vaes: Readonly<Record<string, VaeConfig>> = {
  'vae, mlp': { latent: 2 },
  'vae, keras': { latent: 2, architecture: 'keras' },
  'vae, conv': { latent: 32, architecture: 'conv' },
};

const gans: Readonly<Record<string, Partial<GanConfig>>> = {
  'gan, hinge': {},
  'gan, non-saturating': { loss: 'non-saturating' },
  'gan, relativistic': { loss: 'relativistic' },
  'gan, mlp': { generator: 'mlp' },
};

/** Runs every measurement; `say` gets a line before each. */
export async function benchImages(say: (line: string) => void): Promise<BenchRow[]> {
  const loaded = loadNativeBackend();
  if (loaded.kernels === null || !(await setBackend('native')))
    throw new Error(`the backend native cannot be used: ${loaded.reason}`);
  const rows = benchIdx(say);
  for (const [name, config] of Object.entries(vaes)) {
    say(name);
    const vae = Vae.create(config, random);
    rows.push(await learning(name, 128, vaeTrainable(vae, { steps: WARM_UP + STEPS })));
  }
  for (const [name, config] of Object.entries(gans)) {
    say(name);
    const gan = Gan.create({ ...config, classes: 10 }, random);
    rows.push(await learning(name, 64, ganTrainable(gan, { steps: WARM_UP + STEPS })));
  }
  say('drawing');
  return [...rows, ...drawing()];
}

/** The median step of a training as images a second; the trainable is disposed. */
async function learning(
  name: string,
  batchSize: number,
  trainable: Trainable<ImageBatch>,
): Promise<BenchRow> {
  const batch: ImageBatch = {
    count: batchSize,
    pixels: Uint8Array.from({ length: batchSize * 784 }, (_, k) => (k * k) % 251),
    labels: Uint8Array.from({ length: batchSize }, (_, k) => k % 10),
  };
  const batches = { batchSize, batchesPerEpoch: WARM_UP + STEPS, batchAt: () => batch };
  const seconds: number[] = [];
  for await (const event of train(trainable, { batches, random, epochs: 1 }))
    if (event.kind === 'step' && event.step > WARM_UP) seconds.push(event.seconds);
  trainable.dispose();
  return row(`training, ${name}, batches of ${batchSize}`, 'images/s', batchSize / median(seconds));
}

function drawing(): BenchRow[] {
  const vae = Vae.create({ latent: 2 }, random);
  const gan = Gan.create({ classes: 10 }, random);
  const rows = [
    row(
      'drawing, vae',
      'images/s',
      rate(() => vae.sample(DRAWN, random)),
    ),
    row(
      'drawing, gan',
      'images/s',
      rate(() => gan.sample(DRAWN, random)),
    ),
  ];
  vae.dispose();
  gan.dispose();
  return rows;
}

function rate(draw: () => unknown): number {
  return DRAWN / (medianMs(9, draw) / 1000);
}
