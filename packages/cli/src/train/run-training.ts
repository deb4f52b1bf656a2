/** `gen train` behind its flags: settings, backend and data, then the training, then what is told of it. */

import { type ImageSet, Prng } from '@ferrogen/core';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import type { ImageRecipe } from '../images/image-task.ts';
import { trainingDefaults } from '../images/training-defaults.ts';
import { prepareKernels } from '../input/kernels.ts';
import { loadImages } from '../input/load-images.ts';
import type { TrainingOptions } from '../options/training.ts';
import { assertFree, saveFile } from '../output/save-file.ts';
import { note, printJson, printLines } from '../output/say.ts';
import { shellQuote, withoutFlag } from '../paste.ts';
import { styleOf } from '../render/style.ts';
import { renderTraining } from '../render/training.ts';
import { prepareBackend } from '../tensors/prepare-backend.ts';
import { freeRun } from './run-place.ts';
import { type RunSettings, readRunSettings } from './run-settings.ts';
import { trainImages } from './train-images.ts';

/** Trains a model of this kind as it was asked. */
export async function runTraining(
  recipe: ImageRecipe,
  options: TrainingOptions,
  context: Context,
): Promise<void> {
  const { common, report, resume } = options;
  if (report !== null) await assertFree('--report', report, options);
  const asked = settingsOf(recipe, options);
  await prepareKernels(context, common);
  const { name: backend } = await prepareBackend(options.backend, context, common);
  const data = await loadImages(asked.data, context, common);
  const settings = resume === null ? begun(asked, options, data.train) : asked;
  const path = resume ?? options.out ?? freeRun(recipe.kind, settings.data);
  // Even when quiet: without it the run could not be made again.
  if (resume === null) await context.stderr.write(`seed ${settings.seed}\n`);
  await note(`the run is in ${path}`, context, common);
  const { result, gif, isCut } = await trainImages(
    {
      recipe,
      settings,
      data,
      path,
      backend,
      isResumed: resume !== null,
      force: options.force,
      previous: options.previous,
      minutes: options.minutes,
    },
    context,
    common,
  );
  if (resume !== null && Object.keys(result.losses).length === 0)
    await note(
      `no step was made: the run has ${result.steps} already, and --steps or --epochs beyond them train it for longer`,
      context,
      common,
    );
  if (report !== null) {
    const { trainingReport } = await import('../render/report/training-report.ts');
    await saveFile(report, trainingReport(result, path), options);
    await note(`saved ${report}`, context, common);
  }
  if (isCut)
    await note(
      `${options.minutes} minutes are over before the last step; --resume ${path} goes on`,
      context,
      common,
    );
  if (common.json) return printJson(result, context);
  const style = styleOf(context.stdout, context.env, common);
  const next = nextWords(recipe, path, context);
  await printLines(renderTraining(result, { gif, next }, style), context, style.width);
}

/** Those that the run was begun with, or those typed; the card of a new run needs the data. */
function settingsOf(recipe: ImageRecipe, options: TrainingOptions): RunSettings {
  const { resume, epochs, steps } = options;
  if (resume === null) {
    const defaults = trainingDefaults[recipe.kind];
    const given =
      epochs === null && steps === null ? { epochs: defaults.epochs, steps } : { epochs, steps };
    return {
      model: recipe.kind,
      data: options.data ?? 'mnist',
      batchSize: options.batchSize ?? defaults.batchSize,
      ...given,
      seed: options.common.seed ?? Prng.fromEntropy().seed,
      settings: options.settings,
      card: null,
    };
  }
  const former = readRunSettings(resume);
  if (former.model !== recipe.kind)
    throw new UsageError(
      `${resume} is the run of a ${former.model}, not of a ${recipe.kind}`,
      `gen train ${former.model} --resume ${resume} goes on with it`,
    );
  return epochs === null && steps === null ? former : { ...former, epochs, steps };
}

/** Settings of a new run. Where nobody says how many images a step takes, it takes no more than there are. */
function begun(typed: RunSettings, options: TrainingOptions, data: ImageSet): RunSettings {
  const batchSize = options.batchSize ?? Math.min(typed.batchSize, data.count);
  return { ...typed, batchSize, card: cardOf({ ...typed, batchSize }, options, data) };
}

/** Flags that say where results go and how they are told, not what the model is. */
const besideTheModel = {
  out: true,
  report: true,
  force: false,
  json: false,
  quiet: false,
} as const;

/** What the model file tells people. The same training gives the same card, wherever it lies. */
function cardOf(
  { model, seed, batchSize }: RunSettings,
  { typed }: TrainingOptions,
  { name, count, height, width }: ImageSet,
): string {
  let words: readonly string[] = typed;
  for (const [flag, takesValue] of Object.entries(besideTheModel))
    words = withoutFlag(words, flag, takesValue);
  return (
    `A ${model} of ${height} x ${width} images, trained on ${name} (${count} images) in batches of ${batchSize}, ` +
    `seed ${seed}, by: gen ${words.map(shellQuote).join(' ')}`
  );
}

function nextWords({ kind }: ImageRecipe, path: string, { program }: Context): string[] {
  if (kind === 'classifier') return [program, 'eval', path];
  return [program, 'sample', path, '--out', `${kind}.png`];
}
