/** All that a training changes, under one name each. */

/**
 * Variables by their names, and the slots of optimisers as `optimizer/slot`.
 *
 * @param state a trainable, or what is stored of one
 */
export function byName<T>(state: {
  readonly variables: ReadonlyMap<string, T>;
  readonly optimizers: ReadonlyMap<string, { readonly slots: ReadonlyMap<string, T> }>;
}): Map<string, T> {
  const named = new Map(state.variables);
  for (const [optimizer, { slots }] of state.optimizers)
    for (const [slot, each] of slots) named.set(`${optimizer}/${slot}`, each);
  return named;
}
