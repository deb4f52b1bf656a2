/** The model of a run: that of its newest checkpoint, beside the checkpoints for everybody to use. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelFile } from '../../io/model-file.ts';
import { refuseIrregular } from '../file-error.ts';
import { readModelFile } from '../model-files.ts';
import { MODEL_FILE, SUMS_FILE, sha256 } from './checkpoint-files.ts';
import { CHECKPOINTS } from './checkpoint-folder.ts';
import { RunError } from './run-error.ts';

/**
 * Reads `model.safetensors` of a run, and holds it against the sums of the checkpoints: a weight with a changed bit is a weight,
 * and nobody would see.
 *
 * @throws RunError where there are checkpoints, and the model is none of theirs
 * @throws FileError, SafetensorsError, ModelFileError as `readModelFile`
 */
export function readRunModel(run: string): ModelFile {
  const path = join(run, MODEL_FILE);
  const sums = sumsOf(join(run, CHECKPOINTS));
  refuseIrregular(path);
  if (sums.length > 0 && !sums.includes(sha256(path)))
    throw new RunError(
      'RUN_MODEL_DAMAGED',
      path,
      'this is not the model of any checkpoint of its run',
      {
        hint: 'to resume the run puts that of its newest checkpoint in its place; by its own path the file is taken as it is',
      },
    );
  return readModelFile(path);
}

/** Sums of the models of all checkpoints. */
function sumsOf(checkpoints: string): string[] {
  if (!existsSync(checkpoints)) return [];
  const files = readdirSync(checkpoints).map((name) => join(checkpoints, name, SUMS_FILE));
  return files.flatMap((file) => {
    // To open a pipe is to wait for whoever writes it.
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return [];
    const line = readFileSync(file, 'utf8')
      .split('\n')
      .find((each) => each.endsWith(`  ${MODEL_FILE}`));
    return line?.split(' ')[0] ?? [];
  });
}
