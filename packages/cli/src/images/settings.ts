/** What `--config NAME=VALUE` sets: typed words to values, and values to the model's config and its training's options. */

import { nearestName } from '@ferrogen/core';
import type { Json } from '@ferrogen/core/io';
import { UsageError } from '../errors.ts';
import type { ImageKind, ImageSettings } from './image-task.ts';
import { trainingDefaults } from './training-defaults.ts';

/**
 * The settings of several `NAME=VALUE`: numbers, `true`, `false` and `none` as such, lists with commas, all else as words. A name may be
 * typed with dashes: `learning-rate` is `learningRate`.
 *
 * @throws UsageError for a word that is no such pair, and for a name that is given twice
 */
export function parseSettings(words: readonly string[]): ImageSettings {
  const settings: Record<string, Json> = {};
  for (const word of words) {
    const [, typed, value] = /^([a-z][\w-]*)=(.+)$/i.exec(word) ?? [];
    if (typed === undefined || value === undefined)
      throw new UsageError(`--config must be NAME=VALUE, got '${word}'`);
    const name = typed.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (Object.hasOwn(settings, name))
      throw new UsageError(`--config ${name} can be given once, and was given twice`);
    settings[name] = value.includes(',') ? value.split(',').map(settingOf) : settingOf(value);
  }
  return settings;
}

function settingOf(word: string): Json {
  if (word === 'none') return null;
  if (word === 'true' || word === 'false') return word === 'true';
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : word;
}

/**
 * The settings of the model's config, and those of its training.
 *
 * @throws UsageError for a name that is neither
 */
export function splitSettings(
  kind: ImageKind,
  settings: ImageSettings,
): { readonly config: ImageSettings; readonly training: ImageSettings } {
  const { config, training } = trainingDefaults[kind];
  const known = [...config, ...training];
  for (const name of Object.keys(settings)) {
    if (known.includes(name)) continue;
    const near = nearestName(name, known);
    throw new UsageError(
      `--config sets ${known.join(', ')} of a ${kind}, got '${name}'`,
      near === null ? null : `did you mean ${near}?`,
    );
  }
  const ofNames = (names: readonly string[]) =>
    Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)));
  return { config: ofNames(config), training: ofNames(training) };
}
