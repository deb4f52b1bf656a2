/**
 * Tails of the distributions that tests are judged by, with small relative error far out in the tail too.
 * Knows nothing of models.
 */

import { normalQuantile } from '../kernels/random/normal-quantile.ts';

export { normalQuantile };

/** P(|Z| >= |z|) for a standard normal Z. */
export function normalTwoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/**
 * P(X >= x) for X chi-squared with a whole number of degrees of freedom, at least 1.
 * The finite sum of Abramowitz & Stegun 26.4.4 and 26.4.5: every term is positive, so nothing cancels.
 */
export function chiSquaredUpper(x: number, degrees: number): number {
  if (!(x > 0)) return x === 0 || x < 0 ? 1 : Number.NaN;
  const half = x / 2;
  const odd = degrees % 2 === 1;
  let tail = odd ? erfc(Math.sqrt(half)) : Math.exp(-half);
  // half^a exp(-half) / gamma(a + 1), by its logarithm: the exponential alone may underflow.
  let a = odd ? 0.5 : 1;
  let logTerm = -half + a * Math.log(half) - (odd ? Math.log(Math.sqrt(Math.PI) / 2) : 0);
  while (a < degrees / 2) {
    tail += Math.exp(logTerm);
    a += 1;
    logTerm += Math.log(half / a);
  }
  return Math.min(tail, 1);
}

/** P(|T| >= |t|) for Student's t with `degrees` of freedom: an incomplete beta function of nu / (nu + t^2). */
export function studentTwoSided(t: number, degrees: number): number {
  const square = t * t;
  if (square === 0) return 1;
  if (degrees > MANY_DEGREES) return normalTwoSided(normalEquivalent(square, degrees));
  const a = degrees / 2;
  // x^a y^(1/2) / B(a, 1/2), where x = nu / (nu + t^2) and y = 1 - x: neither is the difference of larger numbers.
  const x = 1 / (1 + square / degrees);
  const y = square / (degrees + square);
  const front = Math.exp(-a * Math.log1p(square / degrees)) * Math.sqrt(y) * gammaRatio(a);
  return x < (a + 1) / (a + 2.5)
    ? (front / a) * betaFraction(x, a, 0.5)
    : 1 - 2 * front * betaFraction(y, 0.5, a);
}

/** Degrees of freedom beyond which the continued fraction is slow and the expansion about the normal exact. */
const MANY_DEGREES = 2000;

/** The z with P(|Z| >= z) = P(|T| >= |t|), for many degrees of freedom (Hill, "Student's t-distribution", CACM 13, 1970). */
function normalEquivalent(square: number, degrees: number): number {
  const a = degrees - 0.5;
  const b = 48 * a * a;
  const y = a * Math.log1p(square / degrees);
  const correction = (((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3;
  return (correction / b + 1) * Math.sqrt(y);
}

/** The x with P(T <= x) = p for Student's t, by bisection between bounds that enclose it. */
export function studentQuantile(p: number, degrees: number): number {
  if (p === 0.5) return 0;
  const tail = 2 * Math.min(p, 1 - p);
  let low = 0;
  let high = 2;
  while (studentTwoSided(high, degrees) > tail && high < 1e300) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return p < 0.5 ? -middle : middle;
    if (studentTwoSided(middle, degrees) > tail) low = middle;
    else high = middle;
  }
}

/**
 * The complementary error function for x >= 0: rational approximations of Cody, "Rational Chebyshev approximations
 * for the error function" (1969), relative error below 1e-15.
 */
export function erfc(x: number): number {
  if (x <= 0.46875) {
    const square = x * x;
    return 1 - x * ratio(ERF_NUMERATOR, ERF_DENOMINATOR, square);
  }
  if (x > 27) return 0;
  let value: number;
  if (x <= 4) {
    value = ratio(ERFC_NUMERATOR, ERFC_DENOMINATOR, x);
  } else {
    const inverse = 1 / (x * x);
    value = (1 / Math.sqrt(Math.PI) - inverse * ratio(FAR_NUMERATOR, FAR_DENOMINATOR, inverse)) / x;
  }
  // exp(-x^2) in two factors, so that the rounding of x^2 does no harm.
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse)) * value;
}

/** Quotient of two polynomials, coefficients from the highest power down. */
function ratio(numerator: readonly number[], denominator: readonly number[], x: number): number {
  const horner = (value: number, coefficient: number) => value * x + coefficient;
  return numerator.reduce(horner, 0) / denominator.reduce(horner, 0);
}

const ERF_NUMERATOR = [
  0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694,
];
const ERF_DENOMINATOR = [
  1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171,
];
const ERFC_NUMERATOR = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163,
  298.6351381974001, 881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const ERFC_DENOMINATOR = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903,
  3290.7992357334597, 4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const FAR_NUMERATOR = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926,
  0.016083785148742275, 0.0006587491615298378,
];
const FAR_DENOMINATOR = [
  1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132,
  0.0023352049762686918,
];

/** Lentz's method on the continued fraction of the incomplete beta function (DLMF 8.17.22), for x below its mean. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1), tiny);
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d, tiny);
    c = nonZero(1 + even / c, tiny);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d, tiny);
    c = nonZero(1 + odd / c, tiny);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return fraction;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** gamma(a + 1/2) / (gamma(a) gamma(1/2)) = 1 / B(a, 1/2): its series in 1 / a (DLMF 5.11.13) after raising a to at least 20. */
function gammaRatio(a: number): number {
  let factor = 1;
  let raised = a;
  // gamma(a + 3/2) / gamma(a + 1) = (a + 1/2) / a times the ratio at a.
  for (; raised < 20; raised++) factor *= raised / (raised + 0.5);
  const r = 1 / raised;
  const series =
    1 -
    r *
      (1 / 8 -
        r *
          (1 / 128 +
            r *
              (5 / 1024 -
                r *
                  (21 / 32768 +
                    r * (399 / 262144 - r * (869 / 4194304 + (39325 / 33554432) * r))))));
  return factor * Math.sqrt(raised / Math.PI) * series;
}
