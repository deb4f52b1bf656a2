/**
 * Variables by name: what a layer or a model learns and remembers. A name is a path of parts joined by dots and ends in
 * PyTorch's word for the leaf: `h.0.attn.c_attn.weight`. Buffers, such as running statistics, are variables that are not
 * trainable. Knows nothing of layers.
 */

import { type Tensor, type Variable, variable } from '@tensorflow/tfjs-core';

/** Variables by name, in the order in which they were made. */
export type Variables = ReadonlyMap<string, Variable>;

/** A variable that training changes. The tensor is handed over: it is disposed. */
export function parameter(initial: Tensor): Variable {
  return handOver(initial, true);
}

/** A variable that no optimiser ever updates, part of a model's state nevertheless. The tensor is handed over. */
export function buffer(initial: Tensor): Variable {
  return handOver(initial, false);
}

function handOver(initial: Tensor, trainable: boolean): Variable {
  const made = variable(initial, trainable);
  initial.dispose();
  return made;
}

/**
 * The variables of parts, each part's names under its own and a dot; a part named '' adds its names as they are.
 *
 * @throws RangeError where two variables would have one name
 * @example
 * joinVariables({ encoder: encoder.variables, decoder: decoder.variables }); // encoder.weight, ...
 */
export function joinVariables(parts: Readonly<Record<string, Variables>>): Variables {
  const joined = new Map<string, Variable>();
  for (const [part, variables] of Object.entries(parts))
    for (const [leaf, each] of variables) {
      const name = part === '' ? leaf : `${part}.${leaf}`;
      if (joined.has(name))
        throw new RangeError(
          `cannot join variables: names are unique, and two are called ${name}; rename the part '${part}'`,
        );
      joined.set(name, each);
    }
  return joined;
}

/** The variables, each under the first of its names alone: where parts share one, it is differentiated and updated once. */
export function distinctVariables(variables: Variables): Variables {
  const seen = new Set<Variable>();
  const isNew = (each: Variable) => !seen.has(each) && seen.add(each);
  return new Map([...variables].filter(([, each]) => isNew(each)));
}

/** Those variables that training changes. */
export function trainableVariables(variables: Variables): Variables {
  return new Map([...variables].filter(([, { trainable }]) => trainable));
}

/** How many numbers the variables hold, each variable counted once. */
export function countParameters(
  variables: Variables,
  options: {
    /** Whether buffers and frozen variables count too. @default false */
    readonly all?: boolean;
  } = {},
): number {
  let count = 0;
  for (const each of distinctVariables(variables).values())
    if (each.trainable || options.all) count += each.size;
  return count;
}

/** Disposes each variable once; harmless where it is disposed already. */
export function disposeVariables(variables: Variables): void {
  for (const each of variables.values()) if (!each.isDisposed) each.dispose();
}

/**
 * Makes variables untrainable, and returns what gives each its former state back (buffers stay buffers).
 *
 * @param which names to freeze; all by default
 * @example
 * const thaw = freeze(model.variables, (name) => name.startsWith('encoder.'));
 */
export function freeze(
  variables: Variables,
  which: (name: string) => boolean = () => true,
): () => void {
  const frozen: Variable[] = [];
  for (const [name, each] of variables)
    if (each.trainable && which(name)) {
      each.trainable = false;
      frozen.push(each);
    }
  return () => {
    for (const each of frozen) each.trainable = true;
  };
}
