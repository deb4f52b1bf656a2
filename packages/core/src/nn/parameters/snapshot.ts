/** The values of variables at one moment, to come back to: the best so far, or the ones before an experiment. */

import { keep, type Tensor } from '@tensorflow/tfjs-core';
import { assignVariables } from './assign-variables.ts';
import type { Variables } from './variables.ts';

/** Values that were kept. Holds tensors until it is disposed. */
export interface Snapshot {
  readonly values: ReadonlyMap<string, Tensor>;
  /** Gives the variables these values back. May be called again. */
  restore(): void;
  dispose(): void;
}

/**
 * Keeps the present values of the variables. No value is copied until a variable changes.
 *
 * @example
 * const best = takeSnapshot(model.variables);
 * train(model);
 * best.restore();
 * best.dispose();
 */
export function takeSnapshot(variables: Variables): Snapshot {
  const values = new Map<string, Tensor>();
  for (const [name, each] of variables) values.set(name, keep(each.clone()));
  return {
    values,
    restore: () => {
      assignVariables(variables, values);
    },
    dispose: () => {
      for (const each of values.values()) each.dispose();
    },
  };
}
