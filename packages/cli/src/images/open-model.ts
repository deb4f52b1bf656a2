/** From a word on the command line to the model that it means: a kind's newest run, else what is shipped; or a path. */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nearestName } from '@ferrogen/core';
import type { ModelFile } from '@ferrogen/core/io';
import { FileError, pretrainedModelPath, readModelFile, readRunModel } from '@ferrogen/core/node';
import type { Context } from '../context.ts';
import { ModelMissing } from '../errors.ts';
import type { CommonOptions } from '../options/common.ts';
import { note } from '../output/say.ts';
import { newestRun } from '../train/run-place.ts';
import { type ImageKind, imageKinds } from './image-task.ts';

/** A model file, and what it is. */
export interface OpenedModel {
  readonly kind: ImageKind;
  /** The path of its file. */
  readonly path: string;
  /** The folder of its run, or null. */
  readonly run: string | null;
  readonly file: ModelFile;
}

/**
 * Opens a model of one of the kinds.
 *
 * @param word a kind, the folder of a run, or a model file
 * @throws ModelMissing where there is none of that kind, or the file holds another one
 * @throws RunError where a run's model is not that of any of its checkpoints
 * @throws FileError, SafetensorsError, ModelFileError
 */
export async function openModel(
  word: string,
  kinds: readonly ImageKind[],
  context: Pick<Context, 'stderr'>,
  common: Pick<CommonOptions, 'quiet'>,
): Promise<OpenedModel> {
  const named = kinds.find((kind) => kind === word);
  const place = named === undefined ? placeOf(word, kinds) : newestOf(named);
  if (named !== undefined) await note(`the model is ${place.path}`, context, common);
  const file = place.run === null ? readModelFile(place.path) : readRunModel(place.run);
  const kind = imageKinds.find((each) => each === file.kind);
  if (kind === undefined || !kinds.includes(kind))
    throw new ModelMissing(
      `${place.path} holds a model of kind ${file.kind}, and this takes ${kinds.join(' or ')}`,
    );
  return { ...place, kind, file };
}

type Place = Pick<OpenedModel, 'path' | 'run'>;

function newestOf(kind: ImageKind): Place {
  const run = newestRun(kind);
  if (run !== null) return { path: modelIn(run), run };
  const path = pretrainedModelPath(kind);
  if (path !== null) return { path, run: null };
  throw new ModelMissing(`there is no ${kind} here yet`, `gen train ${kind} trains one`);
}

function placeOf(word: string, kinds: readonly ImageKind[]): Place {
  if (existsSync(word)) {
    if (!statSync(word).isDirectory()) return { path: word, run: null };
    if (existsSync(modelIn(word))) return { path: modelIn(word), run: word };
    throw new ModelMissing(
      `${word}: there is no model.safetensors in this folder`,
      'was the training stopped before its first checkpoint?',
    );
  }
  const near = nearestName(word, kinds);
  throw new FileError(
    'FILE_NOT_FOUND',
    word,
    `${word}: no such model: neither ${kinds.join(' nor ')}, a run or a file`,
    {
      ...(near === null ? {} : { hint: `did you mean ${near}?` }),
    },
  );
}

function modelIn(run: string): string {
  return join(run, 'model.safetensors');
}
