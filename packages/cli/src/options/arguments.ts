/**
 * The words of one command line, read one by one as what they should be.
 * Every reader throws `UsageError` that names the flag, the rule and the value seen.
 */

import { nearestName } from '@ferrogen/core';
import { UsageError } from '../errors.ts';

export interface Arguments {
  /** The words after the command's own, in order. */
  readonly operands: readonly string[];
  /** The command line as typed, without the program's name. */
  readonly typed: readonly string[];
  /** Whether the switch is on. */
  isOn(flag: string): boolean;
  /** Text of a flag, or null where it was not given. */
  text(flag: string): string | null;
  /** Texts of a flag that may be repeated. */
  texts(flag: string): readonly string[];
  /** A whole number within the limits, or null. */
  integer(flag: string, limits?: { min?: number; max?: number }): number | null;
  /** One of the choices, or null. */
  choice<Choice extends string>(flag: string, choices: readonly Choice[]): Choice | null;
  /** A comma-separated list of numbers, each accepted by `accepts`, or null. */
  numbers(
    flag: string,
    rule: string,
    accepts: (value: number) => boolean,
  ): readonly number[] | null;
}

/** Reads what the parser found: text, several texts, or a switch for each flag. */
export function readArguments(
  values: Readonly<Record<string, unknown>>,
  operands: readonly string[],
  typed: readonly string[],
): Arguments {
  const texts = (flag: string): readonly string[] => {
    const value = values[flag];
    if (value === undefined || typeof value === 'boolean') return [];
    const list = (Array.isArray(value) ? value : [value]).map(String);
    if (list.includes('')) throw new UsageError(`--${flag} needs a value, and got an empty one`);
    return list;
  };
  const text = (flag: string): string | null => {
    const list = texts(flag);
    if (list.length > 1) {
      throw new UsageError(`--${flag} can be given once, and was given ${list.length} times`);
    }
    return list[0] ?? null;
  };
  return {
    operands,
    typed,
    texts,
    text,
    isOn: (flag) => {
      const value = values[flag];
      return Array.isArray(value) ? value.at(-1) === true : value === true;
    },
    integer: (flag, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) => {
      const word = text(flag);
      if (word === null) return null;
      const value = numberOf(word);
      if (!Number.isSafeInteger(value) || value < min || value > max) {
        const range =
          max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
        throw new UsageError(`--${flag} must be a whole number ${range}, got '${word}'`);
      }
      return value;
    },
    choice: (flag, choices) => {
      const word = text(flag);
      if (word === null) return null;
      const found = choices.find((choice) => choice === word);
      if (found === undefined) {
        const near = nearestName(word, choices);
        throw new UsageError(
          `--${flag} must be one of ${choices.join(', ')}, got '${word}'`,
          near === null ? null : `did you mean --${flag} ${near}?`,
        );
      }
      return found;
    },
    numbers: (flag, rule, accepts) => {
      const word = text(flag);
      if (word === null) return null;
      return word.split(',').map((part) => {
        const value = numberOf(part);
        if (!accepts(value)) throw new UsageError(`--${flag} must be ${rule}, got '${word}'`);
        return value;
      });
    },
  };
}

/** `Number` without its courtesies: no empty text, no hexadecimal, no blanks inside. */
function numberOf(word: string): number {
  const text = word.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
