/** Character RNNs to model files and back. */

import { ModelFileError, OptionError } from '../../errors.ts';
import type { ModelFile } from '../../io/model-file.ts';
import { checkVariables, loadVariables, storeVariables } from '../../nn/index.ts';
import { CharRnn } from './char-rnn.ts';
import { charRnnConfigFromJson, type FullCharRnnConfig } from './config.ts';
import { charRnnShapes } from './shapes.ts';

/** The kind of a model file that holds a character RNN. */
export const CHAR_RNN_KIND = 'rnn';

/**
 * A model with all that a file needs, its alphabet among it.
 *
 * @param card where it comes from, for people; or null
 */
export async function charRnnToFile(rnn: CharRnn, card: string | null = null): Promise<ModelFile> {
  const tensors = await storeVariables(rnn.variables);
  return { kind: CHAR_RNN_KIND, config: { ...rnn.config }, card, tensors };
}

/**
 * The model that a file holds.
 *
 * @throws ModelFileError for a file of another kind, or a config that no character RNN can have
 * @throws VariablesError where weights are missing, left over, or of another shape
 */
export function charRnnFromFile(file: ModelFile): CharRnn {
  if (file.kind !== CHAR_RNN_KIND)
    throw new ModelFileError(
      `expected a model of kind ${CHAR_RNN_KIND}; this file holds ${file.kind}`,
    );
  const config = configOf(file);
  // Before anything is made: a file that lies about its size must not cost memory.
  checkVariables(charRnnShapes(config), file.tensors);
  const rnn = CharRnn.blank(config);
  try {
    loadVariables(rnn.variables, file.tensors);
  } catch (error) {
    rnn.dispose();
    throw error;
  }
  return rnn;
}

function configOf({ config }: ModelFile): FullCharRnnConfig {
  try {
    return charRnnConfigFromJson(config);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw new ModelFileError(
      `the config of this model file is not one of a character RNN: ${error.message}`,
    );
  }
}
