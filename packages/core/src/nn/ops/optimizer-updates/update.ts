/** What steps of all optimisers have in common: their options, the gradient they go by, and how new values are assigned. */

import { add, mul, Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from '../fused-kernel.ts';

/** What the steps of all optimisers take. */
export interface UpdateOptions {
  /** Step size, before corrections. */
  readonly learningRate: number;
  /** L2 regularisation: this much of the parameter is added to the gradient. @default 0 */
  readonly l2?: number;
  /** What the gradient is multiplied by before all else, as clipping does: a number or a scalar tensor. @default 1 */
  readonly gradientScale?: number | Tensor;
}

/** A parameter, its gradient, and by name the slots that the optimiser keeps for it, all of one shape. */
export interface UpdateInputs {
  readonly parameter: Variable;
  readonly gradient: Tensor;
  readonly slots: Readonly<Record<string, Variable>>;
}

/** An update as a kernel and as plain operations. */
export interface UpdateBodies {
  readonly kernel: string;
  readonly attributes: Readonly<Record<string, number | boolean>>;
  /** The new values of the parameter and of the slots, in their order; `gradient` is scaled and has its L2 term. */
  readonly composed: (gradient: Tensor) => Tensor[];
}

/**
 * Runs an update and assigns what comes out.
 *
 * @throws RangeError if the shapes differ
 */
export function applyUpdate(
  { parameter, gradient, slots }: UpdateInputs,
  { l2 = 0, gradientScale = 1 }: UpdateOptions,
  { kernel, attributes, composed }: UpdateBodies,
): void {
  checkShapes(kernel, parameter, { gradient, ...slots });
  tidy(() => {
    const isTensor = gradientScale instanceof Tensor;
    const after = hasKernel(kernel)
      ? runKernel<Tensor[]>(
          kernel,
          { parameter, gradient, ...slots, ...(isTensor && { gradientScale }) },
          { ...attributes, l2, gradientScale: isTensor ? 1 : gradientScale },
        )
      : composed(prepareGradient(parameter, gradient, l2, gradientScale));
    assignAll([parameter, ...Object.values(slots)], after);
  });
}

/**
 * Gives every variable its new value. A kernel that worked in place hands back the variable's own data, once more referred
 * to: that reference goes with the new tensor.
 */
export function assignAll(variables: readonly Variable[], values: readonly Tensor[]): void {
  variables.forEach((variable, index) => {
    variable.assign(values[index]!);
    values[index]!.dispose();
  });
}

/** Asserts that all have the parameter's shape. */
export function checkShapes(
  kernel: string,
  parameter: Variable,
  others: Readonly<Record<string, Tensor>>,
): void {
  for (const [name, { shape }] of Object.entries(others)) {
    if (shape.join() === parameter.shape.join()) continue;
    throw new RangeError(
      `${kernel}: a ${name} has its parameter's shape; it is [${shape}] and the parameter ${parameter.name} is [${parameter.shape}]`,
    );
  }
}

function prepareGradient(
  parameter: Tensor,
  gradient: Tensor,
  l2: number,
  scale: number | Tensor,
): Tensor {
  const scaled = scale === 1 ? gradient : mul(gradient, scale);
  return l2 === 0 ? scaled : add(scaled, mul(parameter, l2));
}
