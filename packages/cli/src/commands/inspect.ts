/** `gen inspect FILE`: what a file holds and how it would be read, or what is in the folder of a run. */

import { statSync } from 'node:fs';
import { HEAD_BYTES } from '@ferrogen/core';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { prepareKernels } from '../input/kernels.ts';
import { type Input, openInput, readHead } from '../input/read-input.ts';
import type { Inspected, InspectRequest } from '../inspect/inspection.ts';
import type { Arguments } from '../options/arguments.ts';
import { type CommonOptions, parseCommon } from '../options/common.ts';
import { parseReadOptions, type ReadOptions, seriesFlags } from '../options/series.ts';
import { printJson, printLines } from '../output/say.ts';
import { styleOf } from '../render/style.ts';

interface InspectOptions {
  readonly file: string;
  readonly read: ReadOptions;
  readonly common: CommonOptions;
}

function parseInspect(args: Arguments): InspectOptions {
  return {
    file: args.operands[0]!,
    read: parseReadOptions(args),
    common: parseCommon(args),
  };
}

async function runInspect(options: InspectOptions, context: Context): Promise<void> {
  const { common } = options;
  await prepareKernels(context, common);
  const input = await openInput(options.file, context);
  const { inspection, values, images } = await look(input, options, context);
  if (common.json) return printJson(inspection, context);
  const { renderInspection } = await import('../render/inspection.ts');
  const style = styleOf(context.stdout, context.env, common);
  await printLines(renderInspection(inspection, values, style), context, style.width);
  if (images === null) return;
  const { renderFirstImages } = await import('../render/first-images.ts');
  const { pictureStyleOf } = await import('../render/grey-picture.ts');
  await printLines(renderFirstImages(images, pictureStyleOf(context.env, style)), context);
}

async function look(
  input: Input,
  { read, common: { quiet } }: InspectOptions,
  context: Context,
): Promise<Inspected> {
  if (isFolder(input)) {
    const { inspectRun, isRun } = await import('../inspect/inspect-run.ts');
    if (isRun(input.file)) return inspectRun({ input, read });
  }
  const request = { input, head: await readHead(input, HEAD_BYTES), read, quiet, context };
  const inspect = await inspectorOf(request);
  return inspect(request);
}

function isFolder({ file, bytes }: Input): boolean {
  return bytes === null && (statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

/** Who knows files that begin so. */
async function inspectorOf({
  input,
  head,
}: InspectRequest): Promise<(request: InspectRequest) => Promise<Inspected>> {
  const { inspectIdx, looksLikeIdx } = await import('../inspect/inspect-idx.ts');
  if (looksLikeIdx(input.name, head.bytes)) return inspectIdx;
  const pictures = await import('../inspect/inspect-picture.ts');
  if (pictures.looksLikePicture(head.bytes)) return pictures.inspectPicture;
  const models = await import('../inspect/inspect-model-file.ts');
  if (models.looksLikeSafetensors(input.name, head.bytes)) return models.inspectModelFile;
  return looksLikeJson(head.bytes)
    ? (await import('../inspect/inspect-ar-model.ts')).inspectArModel
    : (await import('../inspect/inspect-csv.ts')).inspectCsv;
}

/** A model file begins with a brace; no line of a table does. */
function looksLikeJson(bytes: Uint8Array): boolean {
  return /^\ufeff?\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

export const inspect = defineCommand<InspectOptions>({
  path: ['inspect'],
  operands: [
    {
      name: 'FILE',
      describe:
        'a CSV file, an IDX file, a PNG file, a model file or the folder of a run; - reads stdin',
    },
  ],
  summary: 'show what a file holds and how it would be read',
  flags: { 'Reading CSV': seriesFlags },
  examples: [
    {
      command: 'gen inspect examples/prices.csv',
      about: 'columns, dates, and the series that a fit would take',
    },
    { command: 'gen inspect prices.ar2.json --json', about: 'a saved model, as JSON' },
    {
      command: 'gen inspect train-images-idx3-ubyte.gz',
      about: 'an IDX file: its type and shape, and its first images',
    },
    {
      command: 'gen inspect runs/quick-vae',
      about: 'the run of a training: how far it is, its losses, its newest picture',
    },
  ],
  parse: parseInspect,
  run: runInspect,
});
