/**
 * e^x in single precision for x <= 0, by additions and multiplications that are rounded one by one: the Rust twin makes the same ones, so that both
 * kernels rank equal scores alike. Knows nothing of what it is used for.
 *
 * The reduction to [-ln 2 / 2, ln 2 / 2] is that of Cody & Waite, "Software Manual for the Elementary Functions" (1980).
 */

const f = Math.fround;
const LOG2_E = f(Math.LOG2E);
/** ln 2 in two parts, the first with so few bits that its product with a whole number is exact. */
const LN2_HIGH = f(0.693145751953125);
const LN2_LOW = f(1.42860677e-6);
/** Adding and subtracting 1.5 * 2^23 rounds to the nearest whole number. */
const ROUND = 12582912;
const C5 = f(1.9875691e-4);
const C4 = f(1.3981999e-3);
const C3 = f(8.333452e-3);
const C2 = f(4.1665796e-2);
const C1 = f(0.16666665);
/** Below this, e^x is taken for 0. */
const LEAST = -87;

/** 2^n at index -n. */
const POWERS = Float32Array.from({ length: 127 }, (_, n) => 2 ** -n);

/** e^x for x <= 0, within two units of the last place; 0 below -87, NaN for NaN. */
export function exponential(x: number): number {
  if (x < LEAST) return 0;
  const n = f(f(f(x * LOG2_E) + ROUND) - ROUND);
  const r = f(f(x - f(n * LN2_HIGH)) - f(n * LN2_LOW));
  let p = f(f(C5 * r) + C4);
  p = f(f(p * r) + C3);
  p = f(f(p * r) + C2);
  p = f(f(p * r) + C1);
  p = f(f(p * r) + 0.5);
  const rest = f(f(f(p * r) * r) + r);
  return f(f(rest + 1) * POWERS[-n]!);
}
