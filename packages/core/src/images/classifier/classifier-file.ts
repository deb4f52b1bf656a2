/** A classifier as a model file, of the kind `classifier`. */

import { ModelFileError } from '../../errors.ts';
import type { ModelFile } from '../../io/model-file.ts';
import { loadVariables, storeVariables } from '../../nn/index.ts';
import { Prng } from '../../random/prng.ts';
import { Classifier } from './classifier.ts';
import { classifierConfigOf } from './config.ts';

/** What model files call it. */
export const CLASSIFIER_KIND = 'classifier';

/**
 * The classifier as a file holds it, in float32.
 * @param card for people: how it was trained, on what, measured how
 */
export async function classifierToFile(
  { config, variables }: Classifier,
  card: string | null = null,
): Promise<ModelFile> {
  const tensors = await storeVariables(variables);
  return { kind: CLASSIFIER_KIND, config: { ...config }, card, tensors };
}

/**
 * The classifier of a file, in half or full precision.
 * @throws ModelFileError for another kind of model, or a config that cannot be used
 * @throws VariablesError where the file's tensors are not those of its config
 */
export function classifierFromFile(file: ModelFile): Classifier {
  if (file.kind !== CLASSIFIER_KIND)
    throw new ModelFileError(`expected a model of kind ${CLASSIFIER_KIND}; this is a ${file.kind}`);
  // The weights drawn here are all overwritten.
  const classifier = Classifier.create(classifierConfigOf(file), new Prng(0));
  try {
    loadVariables(classifier.variables, file.tensors);
    return classifier;
  } catch (error) {
    classifier.dispose();
    throw error;
  }
}
