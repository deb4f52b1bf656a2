/** Gives named variables the values of named tensors, or says name by name why it cannot. */

import { cast, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Variables } from './variables.ts';

/** What kept tensors from being assigned: three lists of names, and `shapes` told in full. */
export class VariablesError extends TypeError {
  override readonly name = 'VariablesError';
  readonly code = 'VARIABLES_MISMATCH';
  /** Variables for which there is no tensor. */
  readonly missing: readonly string[];
  /** Tensors for which there is no variable. */
  readonly unexpected: readonly string[];
  /** Variables whose tensor has another shape. */
  readonly mismatched: readonly string[];

  constructor(
    message: string,
    lists: Pick<VariablesError, 'missing' | 'unexpected' | 'mismatched'>,
  ) {
    super(message);
    this.missing = lists.missing;
    this.unexpected = lists.unexpected;
    this.mismatched = lists.mismatched;
  }
}

/** What a lenient assignment passed over. */
export interface Assigned {
  /** Names of variables that kept their values, for want of a tensor. */
  readonly missing: readonly string[];
  /** Names of tensors that were not used. */
  readonly unexpected: readonly string[];
}

/** How names are matched. */
export interface AssignOptions {
  /** Whether every variable needs its tensor and every tensor its variable. @default true */
  readonly strict?: boolean;
}

/**
 * Assigns each tensor to the variable of its name; the tensors stay the caller's. Nothing is assigned where anything is
 * wrong, as `checkVariables` has it.
 *
 * @throws VariablesError that names what is missing, what is left over, and what has another shape
 */
export function assignVariables(
  variables: Variables,
  tensors: ReadonlyMap<string, Tensor>,
  options: AssignOptions = {},
): Assigned {
  const assigned = checkVariables(variables, tensors, options);
  tidy(() => {
    for (const [name, each] of variables) {
      const values = tensors.get(name);
      if (values !== undefined) each.assign(cast(values, each.dtype));
    }
  });
  return assigned;
}

/** Whatever has a shape: a tensor, a variable, or what will become one. */
interface Shaped {
  readonly shape: readonly number[];
}

/**
 * Checks that tensors, or whatever will become tensors, fit the variables of their names: shapes must be equal always, and
 * names too if `strict`.
 *
 * @throws VariablesError that names what is missing, what is left over, and what has another shape
 */
export function checkVariables(
  variables: ReadonlyMap<string, Shaped>,
  tensors: ReadonlyMap<string, Shaped>,
  { strict = true }: AssignOptions = {},
): Assigned {
  const missing = [...variables.keys()].filter((name) => !tensors.has(name));
  const unexpected = [...tensors.keys()].filter((name) => !variables.has(name));
  const mismatched: string[] = [];
  const faults: string[] = [];
  if (strict) {
    if (missing.length > 0) faults.push(`no tensor for ${list(missing)}`);
    if (unexpected.length > 0) faults.push(`no variable for ${list(unexpected)}`);
  }
  for (const [name, { shape }] of variables) {
    const seen = tensors.get(name)?.shape;
    if (seen === undefined || `${seen}` === `${shape}`) continue;
    mismatched.push(name);
    faults.push(`${name} is [${shape.join(', ')}], its tensor [${seen.join(', ')}]`);
  }
  if (faults.length > 0)
    throw new VariablesError(
      `cannot assign variables, each of which takes the tensor of its name and shape: ${list(faults, '; ')}`,
      { missing, unexpected, mismatched },
    );
  return { missing, unexpected };
}

/** The first few of many. */
function list(words: readonly string[], separator = ', '): string {
  const shown = words.slice(0, 8).join(separator);
  return words.length > 8 ? `${shown} and ${words.length - 8} more` : shown;
}
