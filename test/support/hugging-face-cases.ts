/** The outputs of transformers' `generate()` in ../shared/data/text/hf-beam, and their settings as ours are called. */

import { readFileSync } from 'node:fs';
import { type DecodingSettings, defaultDecodingSettings, type PromptRows } from '@ferrogen/core';
import { sharedData } from './shared-data.ts';

/** Where the cases are. */
export const HF_FOLDER = 'text/hf-beam';

/** One call of `generate()`. */
export interface GenerateCase {
  readonly id: string;
  readonly model: string;
  readonly input_ids: number[][];
  readonly attention_mask: number[][];
  readonly params: Readonly<Record<string, unknown>>;
  readonly sequences: number[][];
  readonly new_lengths: number[];
  readonly sequences_scores?: number[];
  readonly beam_indices?: number[][];
  readonly prompt_logits?: number[][];
  readonly token_scores: number[][];
}

/** A row of logits through a chain of sampling filters. */
export interface WarperCase {
  readonly row: string;
  readonly processors: [name: string, value: number][];
  readonly min_tokens_to_keep: number;
  readonly kept: number[];
  readonly probs?: number[];
}

/** All calls. */
export function generateCases(): GenerateCase[] {
  return read('cases.json').cases;
}

/** All chains of filters, and the rows that they are for. */
export function warperCases(): { cases: WarperCase[]; rows: Record<string, number[]> } {
  const { cases, rows } = read('warpers.json');
  const numbers = Object.entries<(number | string)[]>(rows).map(([name, row]) => [
    name,
    row.map((value) => (value === '-inf' ? Number.NEGATIVE_INFINITY : Number(value))),
  ]);
  return { cases, rows: Object.fromEntries(numbers) };
}

function read(name: string) {
  return JSON.parse(readFileSync(sharedData(`${HF_FOLDER}/${name}`)!, 'utf8'));
}

/** Settings of a call under our names. */
export function settingsOf(params: Readonly<Record<string, unknown>>): DecodingSettings {
  const settings: Record<string, unknown> = { ...defaultDecodingSettings };
  for (const [name, value] of Object.entries(params)) {
    if (name === 'pad_token_id') continue;
    if (name === 'eos_token_id') settings.eosTokenIds = listOf(value);
    else if (name === 'forced_eos_token_id') settings.forcedEosTokenIds = listOf(value);
    else {
      const ours = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      if (!Object.hasOwn(settings, ours)) throw new Error(`no setting for ${name}`);
      settings[ours] = value;
    }
  }
  return settings as unknown as DecodingSettings;
}

function listOf(value: unknown): unknown[] {
  if (value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The prompts of a call. */
export function promptsOf({ input_ids: ids, attention_mask: mask }: GenerateCase): PromptRows {
  return {
    tokens: Int32Array.from(ids.flat()),
    batch: ids.length,
    length: ids[0]!.length,
    padding: Int32Array.from(mask, (row) => row.filter((seen) => seen === 0).length),
  };
}
