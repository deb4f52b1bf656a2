/** From a word on the command line to the model of text that it means, and how it reads and writes. Weights are loaded later, on a backend. */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ModelFileError, nearestName, OptionError } from '@ferrogen/core';
import type { Json } from '@ferrogen/core/io';
import { VariablesError } from '@ferrogen/core/nn';
import { FileError, openModelFolder, readModelFile } from '@ferrogen/core/node';
import {
  type GenerationConfigFields,
  GPT2_KIND,
  type Gpt2,
  gpt2ConfigFromJson,
  gpt2FromFile,
  gpt2Sizes,
  loadGpt2,
  type Tokenizer,
} from '@ferrogen/core/text';
import { ModelMissing } from '../errors.ts';
import { knownTokenizer, tokenizerOf } from './find-tokenizer.ts';
import { readGenerationConfig } from './generation-settings.ts';

/** A model that can be loaded. */
export interface OpenedTextModel {
  /** Its folder or file. */
  readonly path: string;
  /** What its own files say of how text is generated, under transformers' names. */
  readonly generationConfig: GenerationConfigFields;
  /** What reads and writes for it, or null. */
  readonly tokenizer: Tokenizer | null;
  /** Loads the weights; to be called once, with a backend in place. */
  load(): Gpt2;
}

const CONFIG = 'config.json';
const GENERATION_CONFIG = 'generation_config.json';
const WEIGHTS = 'model.safetensors';

/**
 * Opens a model.
 *
 * @param word a folder of transformers' layout, a model file, or the folder of a run
 * @throws ModelMissing, FileError, ModelFileError, SafetensorsError, TokenizerError
 * @throws UsageError for a generation config that asks for what cannot be done
 */
export async function openTextModel(word: string): Promise<OpenedTextModel> {
  if (!existsSync(word)) throw absent(word);
  if (!statSync(word).isDirectory()) return openFile(word);
  if (existsSync(join(word, CONFIG))) return openFolder(word);
  if (existsSync(join(word, WEIGHTS))) return openFile(join(word, WEIGHTS));
  throw new FileError('FILE_NOT_FOUND', word, `${word}: this folder holds no model`, {
    hint: `a model is ${CONFIG} and ${WEIGHTS}, as transformers' save_pretrained writes them, or a ${WEIGHTS} of ours`,
  });
}

async function openFolder(path: string): Promise<OpenedTextModel> {
  const { config, weights } = openModelFolder(path);
  try {
    const full = inFile(join(path, CONFIG), () => gpt2ConfigFromJson(config));
    const own = join(path, GENERATION_CONFIG);
    return {
      path,
      generationConfig: existsSync(own) ? readGenerationConfig(own) : endOf(config),
      tokenizer: await tokenizerOf(path, full.vocab_size),
      load() {
        try {
          return inFile(path, () => loadGpt2(config, weights));
        } finally {
          weights.close();
        }
      },
    };
  } catch (error) {
    weights.close();
    throw error;
  }
}

async function openFile(path: string): Promise<OpenedTextModel> {
  const file = readModelFile(path);
  if (file.kind !== GPT2_KIND)
    throw new ModelMissing(
      `${path} holds a model of kind ${file.kind}, and this takes ${GPT2_KIND}`,
      file.kind === 'vae' || file.kind === 'gan' ? `gen sample ${path} draws from it` : null,
    );
  const config = inFile(path, () => gpt2ConfigFromJson(file.config));
  return {
    path,
    generationConfig: endOf(file.config),
    tokenizer: await knownTokenizer(config.vocab_size),
    load: () => inFile(path, () => gpt2FromFile(file)),
  };
}

/** Of a config without a generation config beside it: what ends texts, and what fills up prompts. */
function endOf({
  eos_token_id = null,
  pad_token_id = null,
}: {
  readonly [key: string]: Json;
}): GenerationConfigFields {
  return { eos_token_id, pad_token_id };
}

/** Work on what a file says; a config that means nothing, or weights that are not its, are that file's fault. */
function inFile<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof OptionError || error instanceof VariablesError)
      throw new ModelFileError(`${path}: ${error.message}`);
    throw error;
  }
}

function absent(word: string): Error {
  const name = Object.keys(gpt2Sizes).find((size) => size === word);
  if (name !== undefined)
    return new ModelMissing(
      `the weights of ${name} are not here`,
      `name a folder that holds its ${CONFIG} and ${WEIGHTS}`,
    );
  const near = nearestName(word, Object.keys(gpt2Sizes));
  return new FileError(
    'FILE_NOT_FOUND',
    word,
    `${word}: no such model: neither a folder nor a file`,
    {
      ...(near === null ? {} : { hint: `did you mean ${near}?` }),
    },
  );
}
