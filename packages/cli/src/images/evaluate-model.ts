/** `gen eval` behind its flags: what each kind of model is measured by. */

import { type ImageData, type ImageSet, Prng } from '@ferrogen/core';
import {
  type Classifier,
  classCounts,
  classifierFromFile,
  evaluateClassifier,
  evaluateImages,
  evaluateVaeSteps,
  proportionalLabels,
  type VaeEvaluation,
  vaeFromFile,
} from '@ferrogen/core/images';
import { breathe } from '../breathe.ts';
import type { EvalOptions } from '../commands/eval.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { prepareKernels } from '../input/kernels.ts';
import { loadImages } from '../input/load-images.ts';
import { startProgress } from '../output/progress.ts';
import { note, printJson, printLines } from '../output/say.ts';
import { renderEvaluation } from '../render/evaluation.ts';
import { styleOf } from '../render/style.ts';
import { prepareBackend } from '../tensors/prepare-backend.ts';
import { type RunSettings, readRunSettings } from '../train/run-settings.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { samplerOf } from './image-sampler.ts';
import { type ImageKind, imageKinds } from './image-task.ts';
import { type OpenedModel, openModel } from './open-model.ts';

/** Children of the seed's source. */
const SAMPLES = 0;
const REFERENCE = 1;
const CODES = 2;

type Metrics = EvaluationResult['metrics'];

/** Measures, then prints. */
export async function evaluateModel(options: EvalOptions, context: Context): Promise<void> {
  const { common } = options;
  const started = context.now();
  const model = await openModel(options.model, imageKinds, context, common);
  refuseOthersFlags(model.kind, options.flags);
  await prepareKernels(context, common);
  const { name: backend } = await prepareBackend(options.backend, context, common);
  const settings = model.run === null ? null : readRunSettings(model.run);
  const source = options.data ?? settings?.data ?? 'mnist';
  const data = await loadImages(source, context, common);
  refuseOtherSize(model, data.train, source);
  const opened =
    model.kind === 'classifier' ? null : await classifierFor(options, data.train, context);
  const random = common.seed === null ? Prng.fromEntropy() : new Prng(common.seed);
  // Even when quiet: without it the numbers could not be had again.
  await context.stderr.write(`seed ${random.seed}\n`);
  const request = { model, data, options, random, settings, context };
  const bound = model.kind === 'vae' ? await measureBound(request) : {};
  const sampled = opened === null ? null : await measureSamples(request, opened);
  const classified = model.kind === 'classifier' ? measureClassifier(request) : {};
  const result: EvaluationResult = {
    schemaVersion: 1,
    kind: 'evaluation',
    model: model.kind,
    data: source,
    samples: sampled === null ? null : options.samples,
    seed: random.seed,
    metrics: { ...bound, ...sampled?.metrics, ...classified },
    file: model.path,
    classifier: sampled?.classifier ?? null,
    backend,
    seconds: (context.now() - started) / 1000,
  };
  if (common.json) return printJson(result, context);
  const style = styleOf(context.stdout, context.env, common);
  await printLines(renderEvaluation(result, style), context, style.width);
}

interface Request {
  readonly model: OpenedModel;
  readonly data: ImageData;
  readonly options: EvalOptions;
  readonly random: Prng;
  /** Of the model's run, or null. */
  readonly settings: RunSettings | null;
  readonly context: Context;
}

/** The bound's parts on all test images, and the likelihood's bound on some of them. */
async function measureBound(request: Request): Promise<Metrics> {
  const { model, options, random, settings, context } = request;
  const { common, iwaeSamples: samples } = options;
  const set = testOf(request);
  const trained = settings?.settings.binarization === 'dynamic' ? 'dynamic' : 'none';
  const vae = vaeFromFile(model.file);
  const progress = startProgress('measuring the bound', context, common);
  try {
    const steps = evaluateVaeSteps(vae, set, {
      random: random.split(CODES),
      binarization: options.binarization ?? trained,
      samples,
      nllImages: Math.min(options.iwaeImages, set.count),
    });
    for (;;) {
      const step = steps.next();
      if (step.done) return boundMetrics(step.value);
      progress.report(step.value.done / step.value.total);
      await breathe(context);
    }
  } finally {
    progress.done();
    vae.dispose();
  }
}

function boundMetrics(bound: VaeEvaluation): Metrics {
  const { elbo, reconstruction, kl, nll, nllStdError, activeUnits } = bound;
  return { elbo, reconstruction, kl, nll, nllStdError, activeUnits };
}

/** What each kind of model alone is measured by. */
const flagsOfKind: Readonly<Record<ImageKind, readonly string[]>> = {
  vae: ['samples', 'classifier', 'iwae-samples', 'iwae-images', 'binarization'],
  gan: ['samples', 'classifier'],
  classifier: [],
};

function refuseOthersFlags(kind: ImageKind, flags: readonly string[]): void {
  const other = flags.find((flag) => !flagsOfKind[kind].includes(flag));
  if (other !== undefined) throw new UsageError(`--${other} is not for a ${kind}`);
}

/** The classifier whose features are compared. */
async function classifierFor(
  { classifier, common }: EvalOptions,
  set: ImageSet,
  context: Context,
): Promise<OpenedModel> {
  const opened = await openModel(classifier ?? 'classifier', ['classifier'], context, common);
  const { height, width } = opened.file.config;
  if (height === set.height && width === set.width) return opened;
  throw new UsageError(
    `the classifier ${opened.path} takes images of ${height} x ${width}, and those of ${set.name} are of ${set.height} x ${set.width}`,
    'gen train classifier --data DATA trains one for them, which --classifier names',
  );
}

/** Samples beside the whole training set, by a classifier's features. */
async function measureSamples(
  request: Request,
  opened: OpenedModel,
): Promise<{ metrics: Metrics; classifier: string }> {
  const { model, data, options, random, context } = request;
  const { common } = options;
  await note(`drawing and measuring ${options.samples} samples`, context, common);
  const sampler = samplerOf(model);
  let classifier: Classifier | null = null;
  try {
    const labels = labelsFor(sampler.classes, data.train, options.samples);
    const drawn = sampler.sample(options.samples, random.split(SAMPLES), labels);
    await breathe(context);
    classifier = classifierFromFile(opened.file);
    const metrics = evaluateImages({
      samples: drawn.images,
      labels: drawn.labels,
      reference: data.train,
      classifier,
      random: random.split(REFERENCE),
    });
    return { metrics: { ...metrics }, classifier: opened.path };
  } finally {
    sampler.dispose();
    classifier?.dispose();
  }
}

/** Classes as often as they come in the training images, so that their histogram has no noise of drawing; null for none. */
function labelsFor(classes: number | null, set: ImageSet, count: number): Uint8Array | null {
  if (classes === null || set.labels === null || set.classes !== classes) return null;
  return proportionalLabels(classCounts(set.labels, classes), count);
}

function measureClassifier(request: Request): Metrics {
  const classifier = classifierFromFile(request.model.file);
  try {
    return { ...evaluateClassifier(classifier, testOf(request)) };
  } finally {
    classifier.dispose();
  }
}

function testOf({ data, options }: Request): ImageSet {
  if (data.test !== null) return data.test;
  throw new UsageError(
    `${options.data ?? data.train.name} has no test images`,
    'measure on a data set that has some: --data mnist',
  );
}

function refuseOtherSize({ file, path }: OpenedModel, set: ImageSet, source: string): void {
  const { height, width } = file.config;
  if (height === set.height && width === set.width) return;
  throw new UsageError(
    `the images of ${source} are of ${set.height} x ${set.width} pixels, and those of ${path} of ${height} x ${width}`,
  );
}
