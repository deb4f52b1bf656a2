/** @ferrogen/core/text: language models, and text drawn from them. A table of contents. */

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
export type { LanguageModel, LanguageModelState, TokenBatch } from './language-model.ts';
