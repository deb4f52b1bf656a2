/** `gen reconstruct MODEL IMAGES`: images through a VAE's code and back, beside what they were. */

import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import type { Arguments } from '../options/arguments.ts';
import { type BackendName, backendFlag, parseBackend } from '../options/backend.ts';
import { type CommonOptions, parseCommon } from '../options/common.ts';

export interface ReconstructOptions {
  readonly model: string;
  /** A PNG file, or what `--data` takes. */
  readonly images: string;
  /** How many of a data set, or null for the default. */
  readonly n: number | null;
  /** Class of images that have none, for a model that is told classes, or null. */
  readonly label: number | null;
  readonly out: string | null;
  readonly force: boolean;
  readonly backend: BackendName | null;
  readonly common: CommonOptions;
}

export function parseReconstruct(args: Arguments): ReconstructOptions {
  return {
    model: args.operands[0]!,
    images: args.operands[1]!,
    n: args.integer('n', { min: 1, max: 10_000 }),
    label: args.integer('class', { max: 255 }),
    out: args.text('out'),
    force: args.isOn('force'),
    backend: parseBackend(args),
    common: parseCommon(args),
  };
}

export const reconstruct = defineCommand<ReconstructOptions>({
  path: ['reconstruct'],
  operands: [
    {
      name: 'MODEL',
      describe:
        'vae: the newest of runs/, else the one that comes with gen; or a run, or a model file',
      choices: ['vae'],
    },
    {
      name: 'IMAGES',
      describe:
        'a PNG file: an image, a grid of images, or a drawing of any size, which is centred; or whatever --data of gen train takes',
    },
  ],
  summary: "show what of images remains in a VAE's code",
  flags: {
    Images: {
      n: { value: 'N', describe: 'how many of a data set, drawn by --seed', default: '10' },
      class: {
        value: 'C',
        describe: 'class of images that have none, for a model that is told classes',
      },
      ...backendFlag,
    },
    Result: {
      out: {
        value: 'FILE',
        describe:
          'save rows of images, each above the row of their reconstructions (.png), or the reconstructions one by one (.idx, .idx.gz)',
      },
      force: { describe: 'let --out replace a file' },
    },
  },
  examples: [
    {
      command: 'gen reconstruct vae mnist --n 10 --seed 1',
      about: 'ten test images, and what the VAE makes of them',
    },
    {
      command: 'gen reconstruct vae mnist --n 50 --seed 1 --out pairs.png',
      about: 'fifty of them as a picture; your own PNG takes the place of mnist',
    },
  ],
  parse: parseReconstruct,
  run: async (options: ReconstructOptions, context: Context) => {
    const { reconstructImages } = await import('../images/reconstruct-images.ts');
    await reconstructImages(options, context);
  },
});
