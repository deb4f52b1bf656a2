/** From what a model's folder, a file and the flags say, all under transformers' names, to the options of `generate`. The later win. */

import { readFileSync } from 'node:fs';
import { OptionError } from '@ferrogen/core';
import { fileError, refuseDevice } from '@ferrogen/core/node';
import {
  type GenerateOptions,
  type GenerationConfigFields,
  generationConfigOptions,
} from '@ferrogen/core/text';
import { UsageError } from '../errors.ts';

/** Fields that say nothing where there is one beam: those of a model's own are passed over then, and those of a file whose beams a flag takes away. */
const ofBeams = [
  'early_stopping',
  'length_penalty',
  'length_rule',
  'patience',
  'num_beam_groups',
  'diversity_penalty',
];

/** Two fields that bound the same thing. */
const bounds = ['max_length', 'max_new_tokens'];

/**
 * The fields of a JSON file, each of them one that can be honoured.
 *
 * @throws UsageError for a file that is none, or asks for what cannot be done
 * @throws FileError where it cannot be read
 */
export function readGenerationConfig(path: string): GenerationConfigFields {
  let text: string;
  try {
    refuseDevice(path);
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw cause instanceof Error && cause.name === 'FileError' ? cause : fileError(path, cause);
  }
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${path}: this is not JSON: ${(cause as Error).message}`);
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new UsageError(`${path}: a generation config is an object of JSON`);
  try {
    generationConfigOptions(fields as GenerationConfigFields);
  } catch (error) {
    const why =
      error instanceof OptionError ? error.message : 'a field has a value that it cannot have';
    throw new UsageError(`${path}: ${why}`);
  }
  return fields as GenerationConfigFields;
}

/** Who says how to generate, the weakest first. */
export interface GenerationSources {
  /** The model's own files. */
  readonly own: GenerationConfigFields;
  /** The file that was named. */
  readonly file: GenerationConfigFields;
  readonly flags: GenerationConfigFields;
}

/**
 * The options of a run.
 *
 * @throws OptionError for a field that cannot be honoured
 */
export function generationSettings({ own, file, flags }: GenerationSources): GenerateOptions {
  const { num_beams: beams = 1 } = { ...own, ...file, ...flags };
  const fields = over(
    over(beams === 1 ? withoutBeams(own) : own, flags.num_beams === 1 ? withoutBeams(file) : file),
    flags,
  );
  // Where nothing is drawn, what a config says of drawing is passed over, as transformers does; what a flag says is not, so that it is refused.
  const { doSample: _, ...typed } = generationConfigOptions({ ...flags, do_sample: true });
  return { ...generationConfigOptions(fields), ...typed };
}

function over(
  weak: GenerationConfigFields,
  strong: GenerationConfigFields,
): GenerationConfigFields {
  const isBounded = bounds.some((name) => (strong[name] ?? null) !== null);
  return { ...(isBounded ? without(bounds, weak) : weak), ...strong };
}

function withoutBeams(fields: GenerationConfigFields): GenerationConfigFields {
  return without(ofBeams, fields);
}

function without(names: readonly string[], fields: GenerationConfigFields): GenerationConfigFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
