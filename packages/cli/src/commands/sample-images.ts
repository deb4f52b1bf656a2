/** `gen sample MODEL`: new images of a VAE or a GAN. */

import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { UsageError } from '../errors.ts';
import type { Arguments } from '../options/arguments.ts';
import { type BackendName, backendFlag, parseBackend } from '../options/backend.ts';
import { type CommonOptions, parseCommon } from '../options/common.ts';

const ways = ['slerp', 'linear'] as const;
/** More is a slip of the finger: 800 MB of pixels. */
const maxImages = 2 ** 20;

export interface SampleImagesOptions {
  readonly model: string;
  /** How many, or null for the default. */
  readonly n: number | null;
  /** Side of a square grid, or null. */
  readonly grid: number | null;
  /** Classes to take in turn, or null. */
  readonly classes: readonly number[] | null;
  /** Steps of each way between two images, or null for no ways. */
  readonly interpolate: number | null;
  readonly way: (typeof ways)[number];
  readonly out: string | null;
  readonly labelsOut: string | null;
  readonly force: boolean;
  readonly backend: BackendName | null;
  readonly common: CommonOptions;
  readonly typed: readonly string[];
}

export function parseSampleImages(args: Arguments): SampleImagesOptions {
  const options: SampleImagesOptions = {
    model: args.operands[0]!,
    n: args.integer('n', { min: 1, max: maxImages }),
    grid: args.integer('grid', { min: 1, max: 200 }),
    classes: args.numbers(
      'class',
      'a class from 0 to 255, or several with commas between',
      (value) => Number.isInteger(value) && value >= 0 && value <= 255,
    ),
    interpolate: args.integer('interpolate', { min: 2, max: 1000 }),
    way: args.choice('way', ways) ?? 'slerp',
    out: args.text('out'),
    labelsOut: args.text('labels-out'),
    force: args.isOn('force'),
    backend: parseBackend(args),
    common: parseCommon(args),
    typed: args.typed,
  };
  if (options.grid !== null && (options.n !== null || options.interpolate !== null))
    throw new UsageError(
      `--grid and --${options.n === null ? 'interpolate' : 'n'} contradict each other`,
      '--grid N draws N times N images',
    );
  if (args.text('way') !== null && options.interpolate === null)
    throw new UsageError('--way says how --interpolate goes, and there is no --interpolate');
  if ((options.n ?? 1) * (options.interpolate ?? 1) > maxImages)
    throw new UsageError(`--n times --interpolate is more than ${maxImages} images at once`);
  return options;
}

async function runSampleImages(options: SampleImagesOptions, context: Context): Promise<void> {
  const { sampleImages } = await import('../images/sample-images.ts');
  await sampleImages(options, context);
}

export const sampleImages = defineCommand<SampleImagesOptions>({
  path: ['sample'],
  operands: [
    {
      name: 'MODEL',
      describe:
        'vae or gan: the newest of runs/, else the one that comes with gen; or a run, or a model file',
      choices: ['vae', 'gan'],
    },
  ],
  summary: 'draw new images from a VAE or a GAN',
  flags: {
    Images: {
      n: { value: 'N', describe: 'how many', default: '64, or 8 ways' },
      grid: {
        value: 'N',
        describe: 'N times N images; of a VAE with codes of two numbers, the plane of its codes',
      },
      class: { value: 'C', describe: 'of this class; several (0,1,2) come in turn' },
      interpolate: { value: 'STEPS', describe: 'ways from one image to another in so many steps' },
      way: { value: 'WAY', choices: ways, describe: 'how they go', default: 'slerp' },
      ...backendFlag,
    },
    Result: {
      out: {
        value: 'FILE',
        describe:
          'save a grid (.png), an animation (.gif) or the images one by one (.idx, .idx.gz)',
      },
      'labels-out': { value: 'FILE', describe: 'save their classes (.idx, .idx.gz)' },
      force: { describe: 'let --out replace a file' },
    },
  },
  examples: [
    {
      command: 'gen sample gan --class 7 --n 16 --seed 1',
      about: 'sixteen sevens, drawn in the terminal',
    },
    {
      command: 'gen sample vae --grid 20 --out manifold.png',
      about: 'the plane of codes of the VAE, as a picture',
    },
  ],
  parse: parseSampleImages,
  run: runSampleImages,
});
