/** The flags of `gen train`. */

import type { Flags } from '../define-command.ts';
import { UsageError } from '../errors.ts';
import type { ImageKind, ImageSettings } from '../images/image-task.ts';
import { parseSettings } from '../images/settings.ts';
import { trainingDefaults } from '../images/training-defaults.ts';
import type { Arguments } from './arguments.ts';
import { type BackendName, backendFlag, parseBackend } from './backend.ts';
import { type CommonOptions, parseCommon } from './common.ts';

/** A flag that names images to learn from or to compare with. */
export const dataFlag = {
  data: {
    value: 'DATA',
    describe:
      'mnist, fashion-mnist, kmnist or qmnist; or a folder, an IDX file with its labels beside it, a folder of PNGs',
    default: 'mnist',
  },
} satisfies Flags;

/** The flags of a kind of model, under their headings. */
export function trainingFlags(kind: ImageKind): Readonly<Record<string, Flags>> {
  const { epochs, batchSize, config, training } = trainingDefaults[kind];
  return {
    Data: dataFlag,
    Training: {
      epochs: { value: 'N', describe: 'times through the data', default: String(epochs) },
      steps: { value: 'N', describe: 'steps, instead of epochs' },
      minutes: { value: 'M', describe: 'stop after so many minutes at the latest, saved' },
      'batch-size': { value: 'N', describe: 'images in a step', default: String(batchSize) },
      config: {
        value: 'NAME=VALUE',
        repeat: true,
        describe: `set ${[...config, ...training].join(', ')}`,
      },
      ...backendFlag,
    },
    Run: {
      out: { value: 'FOLDER', describe: 'folder of the run', default: 'a new one in runs/' },
      force: { describe: 'let --out replace a run' },
      resume: { value: 'RUN', describe: 'go on with a run as it was begun' },
      previous: {
        describe: 'with --resume: where the newest checkpoint is damaged, take the one before',
      },
      report: { value: 'FILE.html', describe: 'save a page with curves and pictures' },
    },
  };
}

/** What was typed. */
export interface TrainingOptions {
  /** As typed; null for what the run to resume has, or the default. */
  readonly data: string | null;
  readonly epochs: number | null;
  readonly steps: number | null;
  readonly minutes: number | null;
  readonly batchSize: number | null;
  readonly settings: ImageSettings;
  readonly backend: BackendName | null;
  readonly out: string | null;
  readonly force: boolean;
  readonly resume: string | null;
  readonly previous: boolean;
  readonly report: string | null;
  readonly common: CommonOptions;
  readonly typed: readonly string[];
}

/** What a run was begun with is not asked again when it is resumed: other words would make it another run. */
const settled = ['data', 'batch-size', 'seed', 'out', 'config'] as const;

export function parseTraining(args: Arguments): TrainingOptions {
  const resume = args.text('resume');
  if (args.text('epochs') !== null && args.text('steps') !== null)
    throw new UsageError('--epochs and --steps contradict each other', 'give one of them');
  for (const flag of settled)
    if (resume !== null && args.texts(flag).length > 0)
      throw new UsageError(
        `--${flag} and --resume contradict each other: a run goes on as it was begun`,
        '--epochs or --steps train it for longer',
      );
  if (resume === null && args.isOn('previous'))
    throw new UsageError('--previous says which checkpoint --resume takes, and there is none');
  if (resume !== null && args.isOn('force') && args.text('report') === null)
    throw new UsageError('--force and --resume contradict each other: nothing is to be replaced');
  const minutes = args.numbers('minutes', 'a number above 0', (value) => value > 0);
  if (minutes !== null && minutes.length > 1)
    throw new UsageError(`--minutes must be a number above 0, got '${args.text('minutes')}'`);
  return {
    data: args.text('data'),
    epochs: args.integer('epochs', { min: 1 }),
    steps: args.integer('steps', { min: 1 }),
    minutes: minutes?.[0] ?? null,
    batchSize: args.integer('batch-size', { min: 1 }),
    settings: parseSettings(args.texts('config')),
    backend: parseBackend(args),
    out: args.text('out'),
    force: args.isOn('force'),
    resume,
    previous: args.isOn('previous'),
    report: args.text('report'),
    common: parseCommon(args),
    typed: args.typed,
  };
}
