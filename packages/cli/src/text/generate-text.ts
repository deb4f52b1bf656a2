/** `gen generate` behind its flags: opens, generates, shows. */

import { Prng } from '@ferrogen/core';
import type { GenerateOptions, GenerationConfigFields } from '@ferrogen/core/text';
import type { GenerateCommandOptions } from '../commands/generate.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { prepareKernels } from '../input/kernels.ts';
import { note, printJson } from '../output/say.ts';
import { prepareBackend } from '../tensors/prepare-backend.ts';
import { asTyped } from './as-typed.ts';
import { GenerationInterrupted } from './generation-interrupted.ts';
import { type GenerationResult, settingsOf } from './generation-result.ts';
import { generationSettings, readGenerationConfig } from './generation-settings.ts';
import { type OpenedTextModel, openTextModel } from './open-text-model.ts';
import { readPrompts } from './read-prompts.ts';
import { type Generation, runGeneration } from './run-generation.ts';
import { showTexts } from './show-texts.ts';
import { TextStreamView } from './text-stream-view.ts';

export async function generateText(
  options: GenerateCommandOptions,
  context: Context,
): Promise<void> {
  const { common } = options;
  const file =
    options.generationConfig === null ? {} : readGenerationConfig(options.generationConfig);
  const model = await openTextModel(options.model);
  const settings = settingsFor(options, model, file);
  const prompts = await readPrompts(options.prompts, model, context);
  await prepareKernels(context, common);
  const { name: backend } = await prepareBackend(options.backend, context, common);
  const random = settings.doSample ? randomOf(common.seed) : null;
  // Even when quiet: without it the text could not be drawn again.
  if (random) await context.stderr.write(`seed ${random.seed}\n`);
  const gpt2 = model.load();
  const began = context.now();
  const isStreamed = isOneText(options, prompts.length, settings) && context.stdout.isTTY;
  const view = isStreamed ? new TextStreamView(prompts[0]!.shown, context, common) : null;
  let generation: Generation;
  try {
    generation = await runGeneration(
      gpt2,
      prompts.map(({ tokens }) => tokens),
      { ...settings, ...(random && { random }) },
      (tokens) => view?.push(tokens),
      context,
    );
  } catch (error) {
    throw asTyped(error);
  } finally {
    gpt2.dispose();
    await view?.end();
  }
  const { sequences, rows } = generation;
  const seconds = (context.now() - began) / 1000;
  const promptTokens = prompts.map(({ tokens }) => [...tokens]);
  const { numBeams = 1 } = settings;
  const generated = tokensWorkedFor(sequences, promptTokens, numBeams);
  const result: GenerationResult = {
    schemaVersion: 1,
    kind: 'generation',
    model: options.model,
    promptTokens,
    sequences,
    settings: settingsOf(settings),
    seed: random?.seed ?? null,
    backend,
    seconds,
    tokensPerSecond: seconds > 0 ? generated / seconds : 0,
  };
  if (common.json) await printJson(result, context);
  else if (view === null)
    await showTexts(result, { prompts, rows, tokenizer: model.tokenizer }, options, context);
  if (generation.isInterrupted) throw new GenerationInterrupted(rows.steps);
  const beams = numBeams === 1 ? '' : `${numBeams} beams, `;
  const time = seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
  const speed = `${time} (${result.tokensPerSecond.toFixed(1)} tokens/s, ${backend})`;
  if (!common.json) await note(`${beams}${generated} tokens in ${speed}`, context, common);
}

/** Generated tokens: of every text that was drawn; of a search with beams, which finds its texts together, those of the best. */
function tokensWorkedFor(
  sequences: GenerationResult['sequences'],
  promptTokens: GenerationResult['promptTokens'],
  numBeams: number,
): number {
  return promptTokens.reduce((sum, own, number) => {
    const texts = sequences.filter(({ prompt }) => prompt === number);
    const counted = numBeams === 1 ? texts : texts.slice(0, 1);
    return counted.reduce((total, { tokens }) => total + tokens.length - own.length, sum);
  }, 0);
}

function settingsFor(
  options: GenerateCommandOptions,
  model: OpenedTextModel,
  file: GenerationConfigFields,
): GenerateOptions {
  let settings: GenerateOptions;
  try {
    settings = generationSettings({ own: model.generationConfig, file, flags: options.flags });
  } catch (error) {
    throw asTyped(error);
  }
  if (options.tree && (settings.numBeams ?? 1) === 1)
    throw new UsageError(
      '--tree draws the beams of a search, and there is one',
      '--num-beams 4 searches with four',
    );
  if (model.tokenizer !== null) return { ...settings, tokenizer: model.tokenizer };
  if (settings.stopStrings)
    throw new UsageError(
      `--stop names a text, and ${model.path} has no tokenizer.json to tell one by`,
      '--eos-token-id ends at a token',
    );
  return settings;
}

/** Whether one text is asked for and nothing beside it: it can be shown as it comes. */
function isOneText(
  { tree, common }: GenerateCommandOptions,
  prompts: number,
  { numReturnSequences = 1 }: GenerateOptions,
): boolean {
  return prompts === 1 && numReturnSequences === 1 && !tree && !common.json;
}

function randomOf(seed: number | null): Prng {
  return seed === null ? Prng.fromEntropy() : new Prng(seed);
}
