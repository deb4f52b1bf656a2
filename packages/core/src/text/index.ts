/** @ferrogen/core/text: models of text, and the text that is drawn from them. A table of contents. */

export {
  alphabetOf,
  type NameList,
  type NameSet,
  nameSetOf,
  type SplitNames,
  splitNames,
} from '../data/text/name-set.ts';
export { splitText, type TextCorpus } from '../data/text/text-corpus.ts';
export { type TokenWindows, windowsAt } from '../data/text/token-windows.ts';
export { type CharRnnBatch, NO_TOKEN } from './char-rnn/batch.ts';
export { CharRnn } from './char-rnn/char-rnn.ts';
export { CHAR_RNN_KIND, charRnnFromFile, charRnnToFile } from './char-rnn/char-rnn-file.ts';
export { type CharRnnTraining, charRnnTrainable } from './char-rnn/char-rnn-trainable.ts';
export {
  type CharRnnCell,
  type CharRnnConfig,
  charRnnCells,
  charRnnConfigFromJson,
  type FullCharRnnConfig,
  fullCharRnnConfig,
} from './char-rnn/config.ts';
export {
  type CharRnnEvaluation,
  evaluateSequences,
  evaluateText,
  evaluateWindows,
} from './char-rnn/evaluate.ts';
export type { CharRnnInput, CharRnnNetwork, CharRnnReading } from './char-rnn/network.ts';
export { nameSequences, type TokenSequences, takeSequences } from './char-rnn/sequences.ts';
export { charRnnShapes } from './char-rnn/shapes.ts';
export { textStreams, textWindows } from './char-rnn/text-streams.ts';
export { DecodingError, type DecodingErrorCode } from './decode/decoding-error.ts';
export {
  type GeneratedSequence,
  type GenerateEvent,
  generate,
  generateSteps,
} from './decode/generate.ts';
export {
  type GenerationConfigFields,
  generationConfigOptions,
} from './decode/generation-config.ts';
export type { GenerateOptions, TokenText } from './decode/options.ts';
export { padPrompts } from './decode/prompts.ts';
export {
  type FullGpt2Config,
  fullGpt2Config,
  type Gpt2Activation,
  type Gpt2Config,
  gpt2Activations,
  gpt2ConfigFromJson,
  gpt2Sizes,
} from './gpt2/config.ts';
export { Gpt2 } from './gpt2/gpt2.ts';
export {
  GPT2_KIND,
  gpt2FromFile,
  gpt2ToFile,
  gpt2ToPretrained,
  loadGpt2,
  type PretrainedFiles,
  type TensorSource,
  tensorSource,
} from './gpt2/gpt2-files.ts';
export { type Gpt2Training, gpt2Trainable } from './gpt2/gpt2-trainable.ts';
export { Gpt2Network } from './gpt2/network.ts';
export { type Gpt2Weights, gpt2Shapes } from './gpt2/parameters.ts';
export type { LanguageModel, LanguageModelState, TokenBatch } from './language-model.ts';
export {
  ByteLevelTokenizer,
  type ByteLevelVocabulary,
} from './tokenizers/byte-level/byte-level-tokenizer.ts';
export { CharacterTokenizer } from './tokenizers/characters.ts';
export { gpt2Tokenizer } from './tokenizers/gpt2-tokenizer.ts';
export { PretrainedTokenizer } from './tokenizers/pretrained-tokenizer.ts';
export {
  type EncodeOptions,
  type TextStream,
  type Tokenizer,
  TokenizerError,
  type TokenizerErrorCode,
} from './tokenizers/tokenizer.ts';
