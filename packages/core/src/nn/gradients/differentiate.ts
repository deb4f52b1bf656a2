/** A loss and its gradients by the names of a model's variables. */

import { engine, type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Variables } from '../parameters/variables.ts';

/** A loss with its gradients; both are the caller's to dispose. */
export interface Differentiated {
  readonly loss: Scalar;
  /** By the variables' names; each has its variable's shape. */
  readonly gradients: ReadonlyMap<string, Tensor>;
}

/**
 * Evaluates the loss and its gradients with respect to those variables that are trainable. Every other tensor made on the
 * way is disposed.
 *
 * @throws RangeError where the loss is no scalar, where no variable is trainable, or (unless `allowUnused`) where the loss
 *   does not depend on one, which is named
 * @example
 * const { loss, gradients } = differentiate(() => hinge(model.apply(x), y), model.variables);
 * optimizer.apply(gradients);
 * disposeAll(gradients);
 */
export function differentiate(
  loss: () => Tensor,
  variables: Variables,
  options: {
    /** Whether a variable may have no part in the loss; it then has no gradient. @default false */
    readonly allowUnused?: boolean;
  } = {},
): Differentiated {
  const wanted = [...variables].filter(([, { trainable }]) => trainable);
  if (wanted.length === 0)
    throw new RangeError(
      `cannot differentiate: at least one variable must be trainable; got ${variables.size} that are not`,
    );
  // The engine's list has holes, whatever its type says.
  const { value, grads } = tidy(() => {
    const { value, grads } = engine().gradients(
      loss,
      wanted.map(([, variable]) => variable),
      undefined,
      true,
    );
    requireScalar(value);
    const unused = wanted.filter((_, index) => (grads[index] ?? null) === null);
    if (unused.length > 0 && !options.allowUnused)
      throw new RangeError(
        `cannot differentiate: the loss does not depend on ${unused.map(([name]) => name).join(', ')}; freeze what is not to learn, or set { allowUnused: true }`,
      );
    return { value, grads };
  });
  const gradients = new Map<string, Tensor>();
  wanted.forEach(([name], index) => {
    const gradient: Tensor | null | undefined = grads[index];
    if (gradient) gradients.set(name, gradient);
  });
  return { loss: value as Scalar, gradients };
}

function requireScalar({ shape }: Tensor): void {
  if (shape.length > 0)
    throw new RangeError(
      `cannot differentiate: a loss is a scalar; got shape [${shape.join(', ')}]; take its mean or sum`,
    );
}

/** Disposes every tensor of a map, for example gradients that were applied. */
export function disposeAll(tensors: ReadonlyMap<string, Tensor>): void {
  for (const each of tensors.values()) each.dispose();
}
