/** Flags of the commands of images that do not fit the model, the data or each other: each is refused, none is passed over. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gridPicture, writeIdx } from '@ferrogen/core';
import { encode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleFolder, gen, type Run } from './gen.ts';
import { writeTinyImages } from './tiny-images.ts';

const folder = exampleFolder();
const run = (words: string): Promise<Run> => gen(words.split(' '), { cwd: folder });
const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);

const small = '--data tiny --steps 2 --batch-size 16 --seed 1 --config hidden=8';

beforeAll(async () => {
  writeTinyImages(join(folder, 'tiny'));
  const pixels = Uint8Array.from({ length: 4 * 64 }, (_, k) => (k % 5 === 0 ? 200 : 0));
  put('plain-images', writeIdx({ type: 'ubyte', shape: [4, 8, 8], values: pixels }));
  const { width, height, pixels: data } = gridPicture(pixels, { height: 8, width: 8 });
  put('grid.png', encode({ width, height, data, channels: 1, depth: 8 }));
  for (const words of [
    `train vae ${small} --out v`,
    `train vae ${small} --config classes=4 --out cv`,
    `train classifier ${small} --out c`,
    `train gan --data tiny --steps 2 --batch-size 16 --seed 1 --config generator-channels=4 --config discriminator-channels=4 --config classes=6 --out g`,
  ]) {
    const { code, stderr } = await run(words);
    if (code !== 0) throw new Error(stderr);
  }
}, 120_000);

describe('refused', () => {
  it.each([
    ['train vae --data tiny --config channels=8', 'channels is of another architecture than mlp'],
    ['train vae --data tiny --config architecture=keras --config depth=2', 'depth', 'keras'],
    ['train vae --data tiny --config latent=none', 'got null', 'see --config in --help'],
    ['train gan --data tiny --config classes=3', 'of 4 classes, more than the 3'],
    ['train vae --resume v --force', '--force and --resume contradict'],
    ['sample g --out a.idx --labels-out ./a.idx', '--out and --labels-out name one file'],
    ['sample v --n 1000000 --labels-out a.idx', 'knows no classes'],
    ['reconstruct v tiny --class 1', 'this model is told no classes'],
    ['reconstruct cv tiny --class 1', 'tiny have classes of their own'],
    ['reconstruct cv grid.png --class 4', '--class must be from 0 to 3'],
    ['reconstruct v grid.png --n 3', '--n says how many images of a data set'],
    ['eval c --samples 10', '--samples is not for a classifier'],
    ['eval g --iwae-samples 10', '--iwae-samples is not for a gan'],
    ['eval v', 'takes images of 28 x 28', 'gen train classifier --data DATA'],
  ])('gen %s', async (words, ...told) => {
    const { code, stdout, stderr } = await run(words);
    for (const text of told) expect(stderr).toContain(text);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

it('gen train --resume says why it makes no step', async () => {
  const { code, stderr } = await run('train vae --resume v --steps 1');
  expect(code).toBe(0);
  expect(stderr).toContain('no step was made: the run has 2 already');
});

it('gen reconstruct takes --class for images that have none', async () => {
  for (const images of ['plain-images', 'grid.png']) {
    const { code, stdout } = await run(`reconstruct cv ${images} --class 2 --json --seed 1`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ count: 4 });
  }
});

it('gen train gan of a few steps is not called collapsed: it begins with noise', async () => {
  const few = 'train gan --data tiny --steps 2 --batch-size 16 --seed 1';
  const { code, stderr } = await run(
    `${few} --config generator-channels=4 --config discriminator-channels=4 --out few`,
  );
  expect(code).toBe(0);
  expect(stderr).not.toContain('collapsed');
});

it('gen reconstruct centres a drawing of another size, and says so', async () => {
  const data = new Uint8Array(40 * 30).fill(230);
  for (let y = 4; y < 14; y++) data.fill(10, y * 40 + 20, y * 40 + 25); // a stroke in a corner
  put('drawing.png', encode({ width: 40, height: 30, data, channels: 1, depth: 8 }));
  const { code, stderr } = await run('reconstruct v drawing.png --json');
  expect(code).toBe(0);
  expect(stderr).toContain('dark ink on light paper was taken as light on dark');
  expect(stderr).toContain('40 x 30 pixels: the drawing was centred in 8 x 8');
});

it('gen sample draws none of a class that no image was of, unless asked', async () => {
  const { stdout } = await run('sample g --n 12 --seed 1 --json');
  expect(new Set(JSON.parse(stdout).classes)).toEqual(new Set([0, 1, 2, 3]));
  expect(JSON.parse((await run('sample g --n 2 --class 5 --json')).stdout).classes).toEqual([5, 5]);
});
