/** The flags of forecasts: how far, and how wide the intervals. */

import { defaultLevels } from '@ferrogen/core';
import type { Flags } from '../define-command.ts';
import type { Arguments } from './arguments.ts';

export const levelFlag = {
  level: {
    value: 'LIST',
    describe: 'coverage of the forecast intervals, each between 0 and 1',
    default: defaultLevels.join(),
  },
} satisfies Flags;

/** More steps than this are a slip of the finger, not a forecast. */
const maxSteps = 1_000_000;

/** Levels in ascending order, each once. */
export function parseLevels(args: Arguments): readonly number[] {
  const levels = args.numbers(
    'level',
    'numbers between 0 and 1, as in 0.5,0.95',
    (level) => level > 0 && level < 1,
  );
  return [...new Set(levels ?? defaultLevels)].sort((a, b) => a - b);
}

/** A number of steps, at least `min`. */
export function parseSteps(args: Arguments, flag: string, fallback: number, min = 1): number {
  return args.integer(flag, { min, max: maxSteps }) ?? fallback;
}
