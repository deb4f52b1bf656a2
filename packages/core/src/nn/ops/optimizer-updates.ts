/** One step of an optimiser on one parameter, in place where the backend can. */

import {
  add,
  addN,
  div,
  mul,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';

/** A gradient times this is what counts. */
export type GradientScale = Tensor | number;

/** Adam. */
export function adamUpdate(
  parameter: Variable,
  slots: { readonly average: Variable; readonly squareAverage: Variable },
  gradient: Tensor,
  o: {
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
    readonly stepSize: number;
    readonly correction: number;
    readonly decay?: number;
    readonly l2?: number;
    readonly scale?: GradientScale;
  },
): void {
  tidy(() => {
    let g = mul(gradient, o.scale ?? 1);
    if (o.l2) g = add(g, mul(parameter, o.l2));
    const m = add(mul(slots.average, o.beta1), mul(g, 1 - o.beta1));
    const v = add(mul(slots.squareAverage, o.beta2), mul(square(g), 1 - o.beta2));
    slots.average.assign(m);
    slots.squareAverage.assign(v);
    const root = add(div(sqrt(v), o.correction), o.epsilon);
    parameter.assign(sub(mul(parameter, 1 - (o.decay ?? 0)), mul(div(m, root), o.stepSize)));
  });
}

/** Gradient descent. */
export function sgdUpdate(
  parameter: Variable,
  slots: { readonly momentum: Variable | null },
  gradient: Tensor,
  o: {
    readonly rate: number;
    readonly momentum: number;
    readonly nesterov: boolean;
    readonly l2: number;
    readonly scale?: GradientScale;
  },
): void {
  tidy(() => {
    let g: Tensor = mul(gradient, o.scale ?? 1);
    if (o.l2) g = add(g, mul(parameter, o.l2));
    if (slots.momentum !== null) {
      const b = add(mul(slots.momentum, o.momentum), g);
      slots.momentum.assign(b);
      g = o.nesterov ? add(g, mul(b, o.momentum)) : b;
    }
    parameter.assign(sub(parameter, mul(g, o.rate)));
  });
}

/** RMSProp. */
export function rmsPropUpdate(
  parameter: Variable,
  slots: { readonly squareAverage: Variable; readonly momentum: Variable | null },
  gradient: Tensor,
  o: {
    readonly rate: number;
    readonly alpha: number;
    readonly epsilon: number;
    readonly momentum: number;
    readonly l2: number;
    readonly scale?: GradientScale;
  },
): void {
  tidy(() => {
    let g: Tensor = mul(gradient, o.scale ?? 1);
    if (o.l2) g = add(g, mul(parameter, o.l2));
    const v = add(mul(slots.squareAverage, o.alpha), mul(square(g), 1 - o.alpha));
    slots.squareAverage.assign(v);
    let change: Tensor = div(g, add(sqrt(v), o.epsilon));
    if (slots.momentum !== null) {
      change = add(mul(slots.momentum, o.momentum), change);
      slots.momentum.assign(change);
    }
    parameter.assign(sub(parameter, mul(change, o.rate)));
  });
}

/** average = decay average + (1 - decay) value. */
export function emaUpdate(average: Variable, value: Tensor, decay: number): void {
  tidy(() => average.assign(add(mul(average, decay), mul(value, 1 - decay))));
}

/** Square root of the sum of all squares, a scalar. */
export function globalNorm(gradients: readonly Tensor[]): Tensor {
  return tidy(() => sqrt(addN(gradients.map((g) => sum(square(g))))));
}
