/**
 * GPT-2s to tensors of files and back, in the two layouts that there are: a folder as Hugging Face's transformers writes it, and one
 * model file of ours. Knows no file system.
 */

import { tensor } from '@tensorflow/tfjs-core';
import { ModelFileError, OptionError } from '../../errors.ts';
import type { Json, ModelFile } from '../../io/model-file.ts';
import { float32Values } from '../../io/safetensors/convert.ts';
import type { StoredTensor } from '../../io/safetensors/read.ts';
import { checkVariables, storeVariables } from '../../nn/index.ts';
import { type FullGpt2Config, gpt2ConfigFromJson } from './config.ts';
import { Gpt2 } from './gpt2.ts';
import { gpt2Shapes } from './parameters.ts';

/** The kind of a model file that holds a GPT-2. */
export const GPT2_KIND = 'gpt2';

/** Named tensors of which each is read when it is asked for: a `SafetensorsFile`, or `tensorSource` of a map. */
export interface TensorSource {
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[] }>;
  read(name: string): StoredTensor;
}

/** What a folder of transformers' holds. */
export interface PretrainedFiles {
  /** Its `config.json`. */
  readonly config: { readonly [key: string]: Json };
  /** Its weights by name. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** A source over tensors that are in memory. */
export function tensorSource(tensors: ReadonlyMap<string, StoredTensor>): TensorSource {
  return { tensors, read: (name) => tensors.get(name)! };
}

/**
 * The model of a `config.json` and its weights: with `transformer.` in front of the names or without it; masks that old files hold as
 * buffers, and a head that is tied, are passed over. F16, BF16 and F64 become float32; F32 is not copied where the backend takes
 * arrays as they are, so the arrays must not be changed then.
 *
 * @throws OptionError for a config that no GPT-2 can have
 * @throws VariablesError where weights are missing, left over, or of another shape
 * @throws SafetensorsError for weights that are no numbers with a fraction
 * @example
 * const gpt2 = loadGpt2(config, tensorSource(readSafetensors(bytes).tensors));
 */
export function loadGpt2(config: { readonly [key: string]: Json }, source: TensorSource): Gpt2 {
  const full = gpt2ConfigFromJson(config);
  const names = namesInSource(full, source);
  return new Gpt2(full, (name, shape) => {
    const stored = names.get(name)!;
    return tensor(float32Values(stored, source.read(stored)), shape, 'float32');
  });
}

/** What transformers reads as `GPT2LMHeadModel`: the config and the weights under its names. */
export async function gpt2ToPretrained(gpt2: Gpt2): Promise<PretrainedFiles> {
  const stored = await storeVariables(gpt2.variables);
  const tensors = new Map(
    [...stored].map(([name, values]) => [name === HEAD ? name : `${PREFIX}${name}`, values]),
  );
  return { config: pretrainedConfig(gpt2.config), tensors };
}

/**
 * A model with all that a model file needs.
 *
 * @param card where it comes from, for people; or null
 */
export async function gpt2ToFile(gpt2: Gpt2, card: string | null = null): Promise<ModelFile> {
  const tensors = await storeVariables(gpt2.variables);
  return { kind: GPT2_KIND, config: { ...gpt2.config }, card, tensors };
}

/**
 * The model that a file holds.
 *
 * @throws ModelFileError for a file of another kind, or a config that no GPT-2 can have
 * @throws VariablesError where weights are missing, left over, or of another shape
 */
export function gpt2FromFile(file: ModelFile): Gpt2 {
  if (file.kind !== GPT2_KIND)
    throw new ModelFileError(`expected a model of kind ${GPT2_KIND}; this file holds ${file.kind}`);
  try {
    return loadGpt2(file.config, tensorSource(file.tensors));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw new ModelFileError(
      `the config of this model file is not one of a GPT-2: ${error.message}`,
    );
  }
}

const PREFIX = 'transformer.';
const HEAD = 'lm_head.weight';

/** Masks that transformers kept beside the weights once. `c_attn.bias` is none of them. */
const MASK = /^h\.\d+\.attn\.(masked_)?bias$/;

/** The source's names by ours. @throws VariablesError where they are not those of the config's weights, each with its shape */
function namesInSource(config: FullGpt2Config, { tensors }: TensorSource): Map<string, string> {
  const shapes = gpt2Shapes(config);
  const names = new Map<string, string>();
  for (const stored of tensors.keys()) {
    const name = stored.startsWith(PREFIX) ? stored.slice(PREFIX.length) : stored;
    const isTiedHead = name === HEAD && config.tie_word_embeddings;
    if (MASK.test(name) || isTiedHead) continue;
    // What has no place here keeps its name, and is told by it.
    names.set(shapes.has(name) && !names.has(name) ? name : stored, stored);
  }
  checkVariables(
    new Map([...shapes].map(([name, shape]) => [name, { shape }])),
    new Map([...names].map(([name, stored]) => [name, tensors.get(stored)!])),
  );
  return names;
}

/** Our config with what transformers goes by to find the class. */
function pretrainedConfig(config: FullGpt2Config): { readonly [key: string]: Json } {
  return { architectures: ['GPT2LMHeadModel'], model_type: 'gpt2', dtype: 'float32', ...config };
}
