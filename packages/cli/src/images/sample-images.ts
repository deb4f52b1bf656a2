/** `gen sample MODEL` behind its flags: draws, saves, shows. */

import { resolve } from 'node:path';
import { greyPixels, Prng } from '@ferrogen/core';
import type { SampleImagesOptions } from '../commands/sample-images.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { prepareKernels } from '../input/kernels.ts';
import {
  endingOf,
  type ImageGrid,
  saveImages,
  saveLabels,
} from '../output/pictures/save-images.ts';
import { assertFree } from '../output/save-file.ts';
import { note, printJson } from '../output/say.ts';
import { prepareBackend } from '../tensors/prepare-backend.ts';
import { type DrawnImages, type ImageSampler, samplerOf } from './image-sampler.ts';
import { openModel } from './open-model.ts';
import { showImages } from './show-images.ts';

/** Images, and ways, that are drawn where nobody says how many. */
const IMAGES = 64;
const WAYS = 8;

export async function sampleImages(options: SampleImagesOptions, context: Context): Promise<void> {
  const { common, out, labelsOut } = options;
  const save = { force: options.force, signal: context.signal, inUse: [options.model] };
  if (out !== null) {
    endingOf('--out', out);
    await assertFree('--out', out, save);
  }
  if (labelsOut !== null) {
    endingOf('--labels-out', labelsOut, ['.idx', '.idx.gz']);
    await assertFree('--labels-out', labelsOut, save);
    if (out !== null && resolve(out) === resolve(labelsOut))
      throw new UsageError('--out and --labels-out name one file, and each needs its own');
  }
  const model = await openModel(options.model, ['vae', 'gan'], context, common);
  await prepareKernels(context, common);
  const { name: backend } = await prepareBackend(options.backend, context, common);
  const random = common.seed === null ? Prng.fromEntropy() : new Prng(common.seed);
  // Even when quiet: without it the images could not be drawn again.
  await context.stderr.write(`seed ${random.seed}\n`);
  const sampler = samplerOf(model);
  let drawn: Drawn;
  try {
    if (labelsOut !== null && sampler.classes === null)
      throw new UsageError(
        `--labels-out: ${model.path} knows no classes, so there are none to save`,
      );
    drawn = draw(sampler, options, random);
  } finally {
    sampler.dispose();
  }
  const { height, width } = sampler;
  const pixels = greyPixels(drawn.images);
  const count = pixels.length / (height * width);
  const grid: ImageGrid = { pixels, count, height, width, ...drawn };
  if (labelsOut !== null) await saveLabels(labelsOut, drawn.labels!, save);
  if (out !== null) await saveImages(out, grid, save);
  for (const path of [out, labelsOut])
    if (path !== null) await note(`saved ${path}`, context, common);
  if (!common.json) return showImages(grid, context, common);
  await printJson(
    {
      schemaVersion: 1,
      kind: 'image-sample',
      model: model.kind,
      file: model.path,
      count,
      height,
      width,
      classes: drawn.labels === null ? null : [...drawn.labels],
      seed: random.seed,
      backend,
      imageFile: out,
      labelFile: labelsOut,
    },
    context,
  );
}

interface Drawn extends DrawnImages {
  readonly columns: number;
  readonly isFilm: boolean;
}

function draw(sampler: ImageSampler, options: SampleImagesOptions, random: Prng): Drawn {
  const { grid, interpolate, classes } = options;
  checkClasses(sampler, classes);
  if (interpolate !== null) {
    const paths = options.n ?? WAYS;
    const labels = inTurn(classes, paths);
    const drawn = sampler.paths({ paths, steps: interpolate }, random, labels, options.way);
    return { ...drawn, columns: interpolate, isFilm: true };
  }
  if (grid !== null && sampler.plane !== null) {
    const label = planeClass(sampler, classes);
    const labels = label === null ? null : new Uint8Array(grid * grid).fill(label);
    return { images: sampler.plane(grid, label), labels, columns: grid, isFilm: false };
  }
  const count = grid === null ? (options.n ?? IMAGES) : grid * grid;
  const columns = grid ?? Math.ceil(Math.sqrt(count));
  return { ...sampler.sample(count, random, inTurn(classes, count)), columns, isFilm: false };
}

function checkClasses({ classes }: ImageSampler, asked: readonly number[] | null): void {
  if (asked === null) return;
  if (classes === null)
    throw new UsageError(
      '--class: this model knows no classes',
      'a GAN that is trained on images with labels knows them',
    );
  const wrong = asked.find((each) => each >= classes);
  if (wrong !== undefined)
    throw new UsageError(`--class must be from 0 to ${classes - 1} for this model, got ${wrong}`);
}

/** A plane is of one class, where the model is told classes. */
function planeClass({ classes }: ImageSampler, asked: readonly number[] | null): number | null {
  if (classes === null) return null;
  if (asked?.length === 1) return asked[0]!;
  throw new UsageError('--grid draws the plane of one class of this model', 'name it by --class');
}

function inTurn(classes: readonly number[] | null, count: number): Uint8Array | null {
  return classes && Uint8Array.from({ length: count }, (_, k) => classes[k % classes.length]!);
}
