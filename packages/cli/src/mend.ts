/** What the library proposes as an option, as the flag that people type. */

import type { Mend } from '@ferrogen/core';
import { shellQuote } from './paste.ts';

/** The flag of an option as it is typed in code: `--hold-back` of `holdBack`. */
export function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The flag with its value, quoted for a shell; the flag alone where the value is the user's choice. */
export function mendAsFlag({ option, value }: Mend): string {
  if (value === undefined) return flagOf(option);
  return `${flagOf(option)} ${shellQuote(flagValue(value))}`;
}

function flagValue(value: NonNullable<Mend['value']> | null): string {
  if (value === null) return 'none';
  if (value === ',') return 'comma';
  if (value === '.') return 'point';
  return typeof value === 'object' ? `${value.column}=${value.value}` : String(value);
}

/** The hint of an error, where it has one, with flags for what its mend names as an option. */
export function hintOf(error: Error): string | null {
  if ('hintIn' in error && typeof error.hintIn === 'function') return error.hintIn(mendAsFlag);
  return 'hint' in error && typeof error.hint === 'string' ? error.hint : null;
}
