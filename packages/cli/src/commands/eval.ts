/** `gen eval MODEL`: how good a VAE, a GAN or a classifier is, in numbers. */

import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import type { Arguments } from '../options/arguments.ts';
import { type BackendName, backendFlag, parseBackend } from '../options/backend.ts';
import { type CommonOptions, parseCommon } from '../options/common.ts';
import { dataFlag } from '../options/training.ts';

const binarizations = ['none', 'dynamic'] as const;

export interface EvalOptions {
  readonly model: string;
  /** As typed, or null for what the run was trained on, else mnist. */
  readonly data: string | null;
  /** Samples that are measured. */
  readonly samples: number;
  /** Codes an image, and images, of a VAE's likelihood. */
  readonly iwaeSamples: number;
  readonly iwaeImages: number;
  /** How a VAE sees the images; null is as it was trained. */
  readonly binarization: (typeof binarizations)[number] | null;
  /** A classifier's run or file; null is the one that comes with gen. */
  readonly classifier: string | null;
  /** Flags that were typed and are not for every kind of model. */
  readonly flags: readonly string[];
  readonly backend: BackendName | null;
  readonly common: CommonOptions;
}

const flagsOfSome = [
  'samples',
  'classifier',
  'iwae-samples',
  'iwae-images',
  'binarization',
] as const;

export function parseEval(args: Arguments): EvalOptions {
  return {
    model: args.operands[0]!,
    data: args.text('data'),
    samples: args.integer('samples', { min: 10, max: 100_000 }) ?? 10_000,
    iwaeSamples: args.integer('iwae-samples', { max: 100_000 }) ?? 5000,
    iwaeImages: args.integer('iwae-images', { min: 1 }) ?? 200,
    binarization: args.choice('binarization', binarizations),
    classifier: args.text('classifier'),
    flags: flagsOfSome.filter((flag) => args.text(flag) !== null),
    backend: parseBackend(args),
    common: parseCommon(args),
  };
}

export const evaluate = defineCommand<EvalOptions>({
  path: ['eval'],
  operands: [
    {
      name: 'MODEL',
      describe:
        'vae, gan or classifier: the newest of runs/, else the one that comes with gen; or a run, or a model file',
      choices: ['vae', 'gan', 'classifier'],
    },
  ],
  summary: 'measure a VAE, a GAN or a classifier of images',
  flags: {
    Data: { data: { ...dataFlag.data, default: 'what the run was trained on, else mnist' } },
    Samples: {
      samples: {
        value: 'N',
        describe: 'samples to measure; the scores depend on how many',
        default: '10000',
      },
      classifier: {
        value: 'MODEL',
        describe: 'a run or a file; each gives scores of its own',
        default: 'the one that comes with gen',
      },
    },
    Likelihood: {
      'iwae-samples': {
        value: 'K',
        describe: "codes for each image of a VAE's bound; 0 leaves it out",
        default: '5000',
      },
      'iwae-images': { value: 'N', describe: 'test images that it is a mean of', default: '200' },
      binarization: {
        value: 'KIND',
        choices: binarizations,
        describe: 'grey test images as they are, or each pixel drawn black or white',
        default: 'as it was trained',
      },
    },
    Tensors: backendFlag,
  },
  examples: [
    { command: 'gen eval classifier --data mnist', about: 'loss and accuracy on test images' },
    {
      command: 'gen eval vae --samples 200 --iwae-samples 50 --iwae-images 50 --seed 1 --json',
      about: 'a quick look at a VAE, as JSON; without these flags it is thorough',
    },
  ],
  parse: parseEval,
  run: async (options: EvalOptions, context: Context) => {
    const { evaluateModel } = await import('../images/evaluate-model.ts');
    await evaluateModel(options, context);
  },
});
