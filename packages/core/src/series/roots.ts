/**
 * Roots of the autoregressive polynomial by the simultaneous iteration of Aberth (1973) and Ehrlich (1967), and
 * stationarity, which needs no roots.
 */

import type { Root } from './types.ts';

/** Largest degree whose roots are looked for: beyond it the iteration takes seconds, and nobody reads them. */
export const MAX_ROOTS_DEGREE = 2000;

const MAX_ITERATIONS = 500;

/**
 * The roots of 1 - sum phi_j z^j, nearest to the origin first, a pair's positive imaginary part before the negative;
 * none where the degree exceeds `MAX_ROOTS_DEGREE`. O(p^2) time for each of a few dozen iterations.
 *
 * @param phi coefficients of lags 1, 2, ..., p, zeros for lags left out
 */
export function arRoots(phi: readonly number[]): Root[] {
  const degree = phi.findLastIndex((coefficient) => coefficient !== 0) + 1;
  if (degree > MAX_ROOTS_DEGREE) return [];
  // In w = 1 / z the polynomial is monic: w^p - phi_1 w^(p-1) - ... - phi_p.
  const monic = Float64Array.from([1, ...phi.slice(0, degree).map((coefficient) => -coefficient)]);
  const { re, im } = monicRoots(monic);
  return Array.from(re, (a, k) => rootFromInverse(a, im[k]!)).sort((a, b) =>
    nearlyEqual(a.modulus, b.modulus) ? b.im - a.im : a.modulus - b.modulus,
  );
}

/**
 * Whether every root of 1 - sum phi_j z^j lies outside the unit circle: every partial autocorrelation that the
 * step-down recursion (Levinson's, backwards) finds is less than 1 in size. O(p^2) time.
 */
export function isStationary(phi: readonly number[]): boolean {
  let current = Float64Array.from(phi);
  for (let order = phi.length; order > 0; order--) {
    const partial = current[order - 1]!;
    if (!(Math.abs(partial) < 1)) return false;
    const lower = new Float64Array(order - 1);
    for (let j = 0; j < order - 1; j++)
      lower[j] = (current[j]! + partial * current[order - 2 - j]!) / (1 - partial * partial);
    current = lower;
  }
  return true;
}

function rootFromInverse(re: number, im: number): Root {
  const size = Math.hypot(re, im);
  // Divided twice by the size: its square may leave the range of doubles.
  const z = { re: re / size / size, im: im === 0 ? 0 : -im / size / size };
  return {
    ...z,
    modulus: Math.hypot(z.re, z.im),
    frequency: Math.atan2(z.im, z.re) / (2 * Math.PI),
  };
}

function nearlyEqual(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.max(a, b);
}

interface Points {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Roots of a monic polynomial, coefficients from the highest power down; the last one is not zero. */
function monicRoots(monic: Float64Array): Points {
  const points = startingPoints(monic);
  const { re, im } = points;
  const degree = monic.length - 1;
  const newton = new NewtonStep(monic);
  const settled = new Uint8Array(degree);
  for (let iteration = 0; iteration < MAX_ITERATIONS && settled.includes(0); iteration++) {
    for (let i = 0; i < degree; i++) {
      if (settled[i]) continue;
      const [x, y] = [re[i]!, im[i]!];
      newton.at(x, y);
      if (newton.isRoot) {
        settled[i] = 1;
        continue;
      }
      // The sum of 1 / (w_i - w_j), by which the other roots push this one away.
      let pushRe = 0;
      let pushIm = 0;
      for (let j = 0; j < degree; j++) {
        if (j === i) continue;
        const dx = x - re[j]!;
        const dy = y - im[j]!;
        const square = dx * dx + dy * dy;
        if (square === 0) continue;
        pushRe += dx / square;
        pushIm -= dy / square;
      }
      // step = newton / (1 - newton * push)
      const downRe = 1 - (newton.re * pushRe - newton.im * pushIm);
      const downIm = -(newton.re * pushIm + newton.im * pushRe);
      const [stepRe, stepIm] = divide(newton.re, newton.im, downRe, downIm);
      re[i] = x - stepRe;
      im[i] = y - stepIm;
      if (Math.hypot(stepRe, stepIm) <= Number.EPSILON * Math.hypot(x, y)) settled[i] = 1;
    }
  }
  for (let i = 0; i < degree; i++) polish(points, i, newton);
  return points;
}

/** One Newton step on a root's own, and the real axis where the imaginary part is rounding. */
function polish({ re, im }: Points, i: number, newton: NewtonStep): void {
  if (Math.abs(im[i]!) <= 1e-12 * Math.hypot(re[i]!, im[i]!)) im[i] = 0;
  newton.at(re[i]!, im[i]!);
  if (Math.hypot(newton.re, newton.im) > 1e-8 * Math.hypot(re[i]!, im[i]!)) return;
  re[i]! -= newton.re;
  im[i]! -= newton.im;
}

/**
 * Points on circles whose radii come from the upper convex hull of the logarithms of the coefficients
 * (Bini, "Numerical computation of polynomial zeros by means of Aberth's method", 1996).
 */
function startingPoints(monic: Float64Array): Points {
  const degree = monic.length - 1;
  const logs = Array.from(monic, (coefficient) => Math.log(Math.abs(coefficient)));
  const hull: number[] = [];
  for (let k = 0; k <= degree; k++) {
    if (logs[k] === Number.NEGATIVE_INFINITY) continue;
    while (hull.length > 1 && !isAbove(logs, hull.at(-2)!, hull.at(-1)!, k)) hull.pop();
    hull.push(k);
  }
  const points = { re: new Float64Array(degree), im: new Float64Array(degree) };
  for (let h = 1; h < hull.length; h++) {
    const [from, to] = [hull[h - 1]!, hull[h]!];
    const count = to - from;
    const radius = Math.exp((logs[to]! - logs[from]!) / count);
    for (let k = 0; k < count; k++) {
      // An offset keeps the points off the real axis and off each other's conjugates.
      const angle = (2 * Math.PI * k) / count + (2 * Math.PI * h) / degree + 0.7;
      points.re[from + k] = radius * Math.cos(angle);
      points.im[from + k] = radius * Math.sin(angle);
    }
  }
  return points;
}

function isAbove(logs: readonly number[], left: number, middle: number, right: number): boolean {
  const slope = (logs[right]! - logs[left]!) / (right - left);
  return logs[middle]! > logs[left]! + slope * (middle - left);
}

/** p(w) / p'(w) for a monic polynomial; its fields hold the last answer, so that the inner loop allocates nothing. */
class NewtonStep {
  re = 0;
  im = 0;
  /** Whether p(w) is zero to the rounding of its evaluation. */
  isRoot = false;
  readonly #monic: Float64Array;

  constructor(monic: Float64Array) {
    this.#monic = monic;
  }

  at(wRe: number, wIm: number): void {
    const monic = this.#monic;
    const degree = monic.length - 1;
    const size = Math.hypot(wRe, wIm);
    // Beyond the unit circle the reversed polynomial in x = 1 / w is evaluated, which cannot overflow there.
    const inside = size <= 1;
    const [x, y] = inside ? [wRe, wIm] : divide(1, 0, wRe, wIm);
    const radius = inside ? size : 1 / size;
    let [re, im, slopeRe, slopeIm, sizes] = [0, 0, 0, 0, 0];
    for (let k = 0; k <= degree; k++) {
      const coefficient = monic[inside ? k : degree - k]!;
      const nextSlopeRe = slopeRe * x - slopeIm * y + re;
      slopeIm = slopeRe * y + slopeIm * x + im;
      slopeRe = nextSlopeRe;
      const nextRe = re * x - im * y + coefficient;
      im = re * y + im * x;
      re = nextRe;
      sizes = sizes * radius + Math.abs(coefficient);
    }
    this.isRoot = Math.hypot(re, im) <= Number.EPSILON * sizes;
    if (inside) {
      [this.re, this.im] = divide(re, im, slopeRe, slopeIm);
      return;
    }
    // p'(w) / p(w) = x (degree - x q'(x) / q(x)) for the reversed polynomial q.
    const [ratioRe, ratioIm] = divide(x * slopeRe - y * slopeIm, x * slopeIm + y * slopeRe, re, im);
    const [a, b] = [degree - ratioRe, -ratioIm];
    [this.re, this.im] = divide(1, 0, x * a - y * b, x * b + y * a);
  }
}

/** (a + bi) / (c + di), zero where the divisor is. */
function divide(a: number, b: number, c: number, d: number): [number, number] {
  const size = Math.hypot(c, d);
  if (size === 0) return [0, 0];
  const [p, q] = [c / size, -d / size];
  return [(a * p - b * q) / size, (a * q + b * p) / size];
}
