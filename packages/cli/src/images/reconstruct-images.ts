/** `gen reconstruct` behind its flags: reads images, takes them through the code and back, saves, shows. */

import { greyPixels, type ImageBatch, Prng, takeImages } from '@ferrogen/core';
import { type FullVaeConfig, vaeFromFile } from '@ferrogen/core/images';
import { decodePng } from '@ferrogen/core/node';
import { shuffled } from '@ferrogen/core/train';
import type { ReconstructOptions } from '../commands/reconstruct.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { prepareKernels } from '../input/kernels.ts';
import { loadImages } from '../input/load-images.ts';
import { openInput, readBytes } from '../input/read-input.ts';
import { endingOf, type ImageGrid, saveImages } from '../output/pictures/save-images.ts';
import { assertFree } from '../output/save-file.ts';
import { note, printJson } from '../output/say.ts';
import { prepareBackend } from '../tensors/prepare-backend.ts';
import { openModel } from './open-model.ts';
import { ownImages } from './own-images.ts';
import { showImages } from './show-images.ts';

/** Images of a data set where nobody says how many. */
const IMAGES = 10;
/** Images in a row. */
const COLUMNS = 10;

export async function reconstructImages(
  options: ReconstructOptions,
  context: Context,
): Promise<void> {
  const { common, out } = options;
  const save = {
    force: options.force,
    signal: context.signal,
    inUse: [options.model, options.images],
  };
  const ending = out === null ? null : endingOf('--out', out, ['.png', '.idx', '.idx.gz']);
  if (out !== null) await assertFree('--out', out, save);
  const model = await openModel(options.model, ['vae'], context, common);
  await prepareKernels(context, common);
  const { name: backend } = await prepareBackend(options.backend, context, common);
  const vae = vaeFromFile(model.file);
  const { height, width, classes } = vae.config;
  let images: ImageBatch;
  let made: Uint8Array;
  try {
    images = await readImages(options, vae.config, context);
    if (classes !== null && images.labels === null)
      throw new UsageError(
        'this model is told classes, and these images have none',
        '--class names it',
      );
    made = greyPixels(vae.reconstruct(images.pixels, classes === null ? null : images.labels));
  } finally {
    vae.dispose();
  }
  const shown: ImageGrid = {
    ...inPairs(images, made, height * width),
    height,
    width,
    isFilm: false,
  };
  const alone: ImageGrid = { ...shown, pixels: made, count: images.count };
  if (out !== null) {
    await saveImages(out, ending === '.png' ? shown : alone, save);
    await note(`saved ${out}`, context, common);
  }
  if (!common.json) return showImages(shown, context, common);
  await printJson(
    {
      schemaVersion: 1,
      kind: 'reconstruction',
      model: model.kind,
      file: model.path,
      images: options.images,
      count: images.count,
      meanSquaredError: meanSquaredError(images.pixels, made),
      backend,
      imageFile: out,
    },
    context,
  );
}

/** Those of a PNG file, or some of the test images of a set (of its only ones where it has no test images). */
async function readImages(
  { images, n, label, common }: ReconstructOptions,
  model: Pick<FullVaeConfig, 'height' | 'width' | 'classes'>,
  context: Context,
): Promise<ImageBatch> {
  if (label !== null && model.classes === null)
    throw new UsageError('--class: this model is told no classes');
  if (label !== null && label >= model.classes!)
    throw new UsageError(
      `--class must be from 0 to ${model.classes! - 1} for this model, got ${label}`,
    );
  const labelled = (count: number) => (label === null ? null : new Uint8Array(count).fill(label));
  if (images === '-' || images.toLowerCase().endsWith('.png')) {
    if (n !== null)
      throw new UsageError(
        '--n says how many images of a data set, and a PNG file is taken as a whole',
      );
    const input = await openInput(images, context);
    const own = ownImages(decodePng(await readBytes(input), input.name), model);
    for (const text of own.notes) await note(text, context, common);
    return { count: own.count, pixels: own.pixels, labels: labelled(own.count) };
  }
  const data = await loadImages(images, context, common);
  const set = data.test ?? data.train;
  if (set.height !== model.height || set.width !== model.width)
    throw new UsageError(
      `the images of ${images} are of ${set.height} x ${set.width} pixels, and the model's of ${model.height} x ${model.width}`,
    );
  if (label !== null && set.labels !== null)
    throw new UsageError(`--class: the images of ${images} have classes of their own`);
  const random = common.seed === null ? Prng.fromEntropy() : new Prng(common.seed);
  await context.stderr.write(`seed ${random.seed}\n`);
  const batch = takeImages(set, shuffled(set.count, random).subarray(0, n ?? IMAGES));
  return { ...batch, labels: batch.labels ?? labelled(batch.count) };
}

/** Rows of images, each above the row of what became of them. */
function inPairs(
  { pixels, count }: ImageBatch,
  made: Uint8Array,
  size: number,
): { pixels: Uint8Array; count: number; columns: number } {
  const columns = Math.min(COLUMNS, count);
  const rows = Math.ceil(count / columns);
  const pairs = new Uint8Array(2 * rows * columns * size); // [2 rows, columns, height, width]
  for (let row = 0; row < rows; row++) {
    const [first, last] = [row * columns * size, Math.min(count, (row + 1) * columns) * size];
    pairs.set(pixels.subarray(first, last), 2 * row * columns * size);
    pairs.set(made.subarray(first, last), (2 * row + 1) * columns * size);
  }
  return { pixels: pairs, count: 2 * rows * columns, columns };
}

/** Of pixels from 0 to 1. */
function meanSquaredError(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += ((a[k]! - b[k]!) / 255) ** 2;
  return sum / a.length;
}
