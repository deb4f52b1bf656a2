/** The models that come with the package, used as on the first day: in a folder where nothing was trained. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseIdx } from '@ferrogen/core';
import { classifierFromFile, likeliestClasses } from '@ferrogen/core/images';
import { pretrainedModelPath, readModelFile } from '@ferrogen/core/node';
import { setBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { tensorBackends } from '../support/tensor-backends.ts';
import { exampleFolder, gen } from './gen.ts';

const folder = exampleFolder();
const run = (words: string) => gen(words.split(' '), { cwd: folder });

it('gen sample gan draws the digits that are asked for, with nothing trained', async () => {
  const asked = await run(
    'sample gan --class 0,1,2,3,4,5,6,7,8,9 --n 200 --seed 1 --out digits.idx --labels-out labels.idx',
  );
  expect(asked.code, asked.stderr).toBe(0);
  const [images, labels] = ['digits.idx', 'labels.idx'].map((file) =>
    parseIdx(readFileSync(join(folder, file))),
  );
  expect(images!.shape).toEqual([200, 28, 28]);
  await setBackend(tensorBackends.find(({ lacking }) => lacking.length === 0)!.name);
  const classifier = classifierFromFile(readModelFile(pretrainedModelPath('classifier')!));
  const pixels = Float32Array.from(images!.values as Uint8Array, (pixel) => pixel / 255);
  const seen = likeliestClasses(classifier.classify(pixels).probabilities, 10);
  classifier.dispose();
  const right = seen.filter((digit, k) => digit === labels!.values[k]).length;
  // Its card says 98.8 % of 10,000.
  expect(right).toBeGreaterThanOrEqual(190);
});

it('gen sample vae draws its plane, and gen reconstruct vae what a GAN drew', async () => {
  const plane = await run('sample vae --grid 5 --out plane.png --json');
  expect(plane.code, plane.stderr).toBe(0);
  const drawn = await run('sample gan --n 10 --seed 2 --out drawn.png');
  expect(drawn.code, drawn.stderr).toBe(0);
  const { code, stdout, stderr } = await run('reconstruct vae drawn.png --out rows.png');
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/[@#%*]/);
});
