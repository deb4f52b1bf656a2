/** Whole numbers on their way into Rust. */

import { OptionError } from '@ferrogen/core';

/** Largest number that crosses as 32 unsigned bits; napi would wrap a larger one in silence. */
const MAX_UINT32 = 2 ** 32 - 1;

/**
 * The number itself.
 *
 * @throws OptionError if it is not a whole number of 32 bits
 */
export function uint32(value: number, option: string): number {
  if (!Number.isInteger(value) || value < 0 || value > MAX_UINT32)
    throw new OptionError(
      option,
      `${option} is a whole number from 0 to ${MAX_UINT32}; got ${value}`,
    );
  return value;
}
