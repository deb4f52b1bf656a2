/**
 * e^x in single precision for x <= 0. The Rust twin makes the same operations, each a multiplication and an addition that are rounded once, so that
 * both kernels rank equal scores alike. Knows nothing of what it is used for.
 *
 * The reduction to [-ln 2 / 2, ln 2 / 2] is that of Cody & Waite, "Software Manual for the Elementary Functions" (1980).
 */

const f = Math.fround;
const LOG2_E = f(Math.LOG2E);
/** ln 2 in two parts, the first with so few bits that its product with a whole number is exact. */
const LN2_HIGH = f(0.69314575);
const LN2_LOW = f(1.4286068e-6);
/** Adding and subtracting 1.5 * 2^52 rounds to the nearest whole number. */
const ROUND = 1.5 * 2 ** 52;
/** Of the polynomial that is nearest to e^x there, by relative error: below 3.1e-9. */
const C6 = f(1.3814599e-3);
const C5 = f(8.368717e-3);
const C4 = f(4.166839e-2);
const C3 = f(0.16666521);
const C2 = f(0.49999994);
/** Below this, e^x is taken for 0. */
const LEAST = -87;

/** 2^n at index -n. */
const POWERS = Float32Array.from({ length: 127 }, (_, n) => 2 ** -n);

/** e^x for x <= 0, within one unit of the last place; 0 below -87, NaN for NaN. */
export function exponential(x: number): number {
  if (x < LEAST) return 0;
  const n = x * LOG2_E + ROUND - ROUND;
  const r = f(x - n * LN2_HIGH - n * LN2_LOW);
  const tail = f(f(f(f(C6 * r + C5) * r + C4) * r + C3) * r + C2);
  return f(f(tail * r + 1) * r + 1) * POWERS[-n]!;
}
