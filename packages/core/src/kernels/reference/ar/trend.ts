/** Deterministic terms of an autoregression as powers of time; the time of value t (0-based) is t + 1. */

import type { Trend } from '../../kernels.ts';

const POWERS: Record<Trend, readonly number[]> = {
  n: [],
  c: [0],
  t: [1],
  ct: [0, 1],
  ctt: [0, 1, 2],
};

/** Powers of time among the regressors, in their order. */
export function trendPowers(trend: Trend): readonly number[] {
  return POWERS[trend];
}

/** The deterministic part at a time, from coefficients that may go on after the trend terms. */
export function trendValue(coefficients: ArrayLike<number>, trend: Trend, time: number): number {
  let value = 0;
  POWERS[trend].forEach((power, k) => {
    // Products, not powers: the Rust twin multiplies, and paths agree to the bit.
    const factor = power === 0 ? 1 : power === 1 ? time : time * time;
    value += coefficients[k]! * factor;
  });
  return value;
}
