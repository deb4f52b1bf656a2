/** @ferrogen/core/text: language models, and text drawn from them. A table of contents. */

export type { LanguageModel, LanguageModelState, TokenBatch } from './language-model.ts';
