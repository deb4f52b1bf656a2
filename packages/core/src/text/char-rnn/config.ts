/** What a character RNN is built by: plain data, its alphabet among them, as its model file holds it. */

import { OptionError } from '../../errors.ts';
import type { Json } from '../../io/model-file.ts';
import { nearestName } from '../../nearest-name.ts';

/** All cells. */
export const charRnnCells = ['elman', 'gru', 'lstm'] as const;

/**
 * What remembers: `lstm` and `gru` as in PyTorch, with a layer to logits behind them; `elman`, the network of PyTorch's tutorial "Generating
 * names with a character-level RNN" (Robertson, 2017).
 */
export type CharRnnCell = (typeof charRnnCells)[number];

/** How a character RNN is made. */
export interface CharRnnConfig {
  /** The alphabet: each character once, its place the token. */
  readonly characters: string;
  /**
   * Whether there is one token more, behind the characters, that stands before and behind every text: for names, and whatever else
   * has a beginning and an end. @default false
   */
  readonly ends?: boolean;
  /** What texts may be of, told to the network with every character. @default none */
  readonly categories?: readonly string[];
  /** @default 'lstm' */
  readonly cell?: CharRnnCell;
  /** How many on top of each other; `elman` has one. @default 1 */
  readonly layers?: number;
  /** Units of a layer. @default 512; 128 for elman */
  readonly hidden?: number;
  /** Length of a character's vector; 0 for a 1 among zeros, which is what `elman` takes. @default 64; 0 for elman */
  readonly embedding?: number;
  /**
   * Rate of dropout in training: of what each layer gives, or of the last sums in `elman`. @default 0; 0.1 for elman
   */
  readonly dropout?: number;
}

/** A config with every default filled in. */
export type FullCharRnnConfig = Required<CharRnnConfig>;

/** A slip of the finger would build for hours. */
const MOST_LAYERS = 100;

/**
 * Fills in what was left out.
 *
 * @throws OptionError for a word or a number without meaning, and for what a cell cannot have
 */
export function fullCharRnnConfig(config: CharRnnConfig): FullCharRnnConfig {
  const { characters, ends = false, categories = [], cell = 'lstm' } = config;
  requireWord(cell);
  const isElman = cell === 'elman';
  const { layers = 1, hidden = isElman ? 128 : 512, embedding = isElman ? 0 : 64 } = config;
  const { dropout = isElman ? 0.1 : 0 } = config;
  const full = { characters, ends, categories, cell, layers, hidden, embedding, dropout };
  requireAlphabet(characters);
  require('ends', ends, typeof ends === 'boolean', 'true or false');
  requireCategories(categories);
  require('layers', layers, isCount(layers, 1) &&
    layers <= MOST_LAYERS, `a whole number from 1 to ${MOST_LAYERS}`);
  require('hidden', hidden, isCount(hidden, 1), 'a whole number from 1 on');
  require('embedding', embedding, isCount(embedding, 0), 'a whole number from 0 on');
  require('dropout', dropout, dropout >= 0 && dropout < 1, 'a rate from 0 to below 1');
  require('layers', layers, !isElman || layers === 1, '1 where the cell is elman');
  require('embedding', embedding, !isElman || embedding === 0, '0 where the cell is elman');
  return full;
}

/**
 * The config that a model file holds.
 *
 * @throws OptionError for one that no character RNN can have
 */
export function charRnnConfigFromJson(json: { readonly [key: string]: Json }): FullCharRnnConfig {
  return fullCharRnnConfig(json as unknown as CharRnnConfig);
}

/** How many tokens there are: the characters, and the one that ends a text. */
export function vocabSizeOf({ characters, ends }: FullCharRnnConfig): number {
  return [...characters].length + (ends ? 1 : 0);
}

/** Numbers that the network is told of a character: its vector, and a 1 for the category. */
export function inputSize(config: FullCharRnnConfig): number {
  return (config.embedding || vocabSizeOf(config)) + config.categories.length;
}

function requireWord(cell: string): void {
  if ((charRnnCells as readonly string[]).includes(cell)) return;
  const nearest = nearestName(String(cell), charRnnCells);
  const advice = nearest === null ? '' : `; did you mean ${nearest}?`;
  require('cell', cell, false, `one of ${charRnnCells.join(', ')}${advice}`);
}

function requireAlphabet(characters: unknown): void {
  const isText = typeof characters === 'string' && characters !== '';
  require('characters', characters, isText, 'a text of one character at least');
  const met = new Set<string>();
  const twice = [...(characters as string)].find(
    (character) => met.size === met.add(character).size,
  );
  const seen = twice === undefined ? '' : `${JSON.stringify(twice)} twice`;
  require('characters', seen, twice === undefined, 'an alphabet with each character once');
}

function requireCategories(categories: unknown): void {
  const words = Array.isArray(categories) ? (categories as unknown[]) : null;
  const areWords = words?.every((word) => typeof word === 'string') ?? false;
  const areDistinct = words !== null && new Set(words).size === words.length;
  require('categories', categories, areWords && areDistinct, 'a list of words, each once');
}

function isCount(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}

function require(option: string, value: unknown, holds: boolean, rule: string): void {
  if (!holds)
    throw new OptionError(
      option,
      `the ${option} of a character RNN is ${rule}; got ${typeof value === 'object' ? JSON.stringify(value) : value}`,
    );
}
