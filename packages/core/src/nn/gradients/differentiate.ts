/** A loss and its gradients by the names of a model's variables. */

import { engine, keep, type Scalar, Tensor, tidy } from '@tensorflow/tfjs-core';
import { distinctVariables, type Variables } from '../parameters/variables.ts';

/** What is made small, or that and other scalars that are computed on the way and only looked at. */
export type LossFunction = () => Tensor | (Readonly<Record<string, Tensor>> & { loss: Tensor });

/** A loss with its gradients; all of it is the caller's to dispose. */
export interface Differentiated {
  readonly loss: Scalar;
  /** All that the loss function gave by name, `loss` among it. */
  readonly losses: Readonly<Record<string, Scalar>>;
  /** By the variables' names, the first one where a variable has several; each has its variable's shape. */
  readonly gradients: ReadonlyMap<string, Tensor>;
}

/**
 * Evaluates the loss and its gradients with respect to those variables that are trainable. Every other tensor made on the
 * way is disposed, also where an error is thrown.
 *
 * @throws RangeError where a loss is no scalar, where no variable is trainable, or (unless `allowUnused`) where the loss
 *   does not depend on one, which is named
 * @example
 * const { losses, gradients } = differentiate(() => {
 *   const reconstruction = sigmoidCrossEntropyLoss(decoder.apply(z), images, 'sum');
 *   const divergence = normalDivergence(mean, logVariance, 'sum');
 *   return { loss: add(reconstruction, divergence), reconstruction, divergence };
 * }, model.variables);
 * optimizer.apply(gradients);
 * disposeAll(gradients);
 */
export function differentiate(
  loss: LossFunction,
  variables: Variables,
  options: {
    /** Whether a variable may have no part in the loss; it then has no gradient. @default false */
    readonly allowUnused?: boolean;
  } = {},
): Differentiated {
  const wanted = [...distinctVariables(variables)].filter(([, { trainable }]) => trainable);
  if (wanted.length === 0)
    throw new RangeError(
      `cannot differentiate: at least one variable must be trainable; got ${variables.size} that are not`,
    );
  const others = new Map<string, Tensor>();
  try {
    const { losses, grads } = tidy(() => {
      const { value, grads } = engine().gradients(
        () => takeLoss(loss(), others),
        wanted.map(([, variable]) => variable),
        undefined,
        true,
      );
      const losses: Record<string, Tensor> = { loss: value };
      for (const [name, each] of others) losses[name] = each.clone();
      for (const [name, each] of Object.entries(losses)) requireScalar(name, each);
      // The engine's list has holes, whatever its type says.
      const unused = wanted.filter((_, index) => (grads[index] ?? null) === null);
      if (unused.length > 0 && !options.allowUnused)
        throw new RangeError(
          `cannot differentiate: the loss does not depend on ${unused.map(([name]) => name).join(', ')}; freeze what is not to learn, or set { allowUnused: true }`,
        );
      return { losses, grads };
    });
    const gradients = new Map<string, Tensor>();
    wanted.forEach(([name], index) => {
      const gradient: Tensor | null | undefined = grads[index];
      if (gradient) gradients.set(name, gradient);
    });
    return { loss: losses.loss as Scalar, losses: losses as Record<string, Scalar>, gradients };
  } catch (error) {
    clearTape();
    throw error;
  } finally {
    disposeAll(others);
  }
}

/** Disposes every tensor of a map, for example gradients that were applied. */
export function disposeAll(tensors: ReadonlyMap<string, Tensor>): void {
  for (const each of tensors.values()) each.dispose();
}

/** What is differentiated; the others are kept, since the engine hands out one value only. */
function takeLoss(result: ReturnType<LossFunction>, others: Map<string, Tensor>): Tensor {
  if (result instanceof Tensor) return result;
  for (const [name, each] of Object.entries(result))
    if (name !== 'loss') others.set(name, keep(each.clone()));
  return result.loss;
}

function requireScalar(name: string, { shape }: Tensor): void {
  if (shape.length > 0)
    throw new RangeError(
      `cannot differentiate: ${name} is a scalar; got shape [${shape.join(', ')}]; take its mean or sum`,
    );
}

/** What an operation saved for its gradient stays on the engine's tape where an error ends the forward pass. */
function clearTape(): void {
  const { state } = engine();
  if (state.gradientDepth > 0) return;
  for (const { saved = [] } of state.activeTape ?? []) for (const each of saved) each.dispose();
  state.activeTape = [];
}
