/** Roots of the autoregressive polynomial, by the simultaneous iteration of Aberth (1973) and Ehrlich (1967). */

import type { Root } from './types.ts';

const MAX_ITERATIONS = 500;

/**
 * The roots of 1 - sum phi_j z^j, nearest to the origin first, a pair's positive imaginary part before the negative.
 *
 * @param phi coefficients of lags 1, 2, ..., p, zeros for lags left out
 */
export function arRoots(phi: readonly number[]): Root[] {
  const degree = phi.findLastIndex((coefficient) => coefficient !== 0) + 1;
  // In w = 1 / z the polynomial is monic: w^p - phi_1 w^(p-1) - ... - phi_p.
  const monic = [1, ...phi.slice(0, degree).map((coefficient) => -coefficient)];
  return inverseRoots(monic)
    .map(([re, im]) => rootFromInverse(re, im))
    .sort((a, b) => (nearlyEqual(a.modulus, b.modulus) ? b.im - a.im : a.modulus - b.modulus));
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

type Complex = readonly [number, number];

/** Roots of a monic polynomial, coefficients from the highest power down; the last one is not zero. */
function inverseRoots(monic: readonly number[]): Complex[] {
  const degree = monic.length - 1;
  const roots: Complex[] = startingPoints(monic);
  const settled = new Array<boolean>(degree).fill(false);
  for (let iteration = 0; iteration < MAX_ITERATIONS && settled.includes(false); iteration++) {
    for (let i = 0; i < degree; i++) {
      if (settled[i]) continue;
      const [re, im] = roots[i]!;
      const newton = newtonStep(monic, re, im);
      let pull: Complex = [0, 0];
      for (let j = 0; j < degree; j++) {
        if (j === i) continue;
        const inverse = divide([1, 0], [re - roots[j]![0], im - roots[j]![1]]);
        pull = [pull[0] + inverse[0], pull[1] + inverse[1]];
      }
      const step = divide(newton, subtract([1, 0], multiply(newton, pull)));
      roots[i] = [re - step[0], im - step[1]];
      settled[i] = Math.hypot(...step) <= 2 * Number.EPSILON * Math.hypot(re, im);
    }
  }
  return roots.map((root) => polished(monic, root));
}

/** One last Newton step on a root's own, and the real axis where the imaginary part is rounding. */
function polished(monic: readonly number[], [re, im]: Complex): Complex {
  const start: Complex = Math.abs(im) <= 1e-12 * Math.hypot(re, im) ? [re, 0] : [re, im];
  const step = newtonStep(monic, start[0], start[1]);
  const size = Math.hypot(...step);
  return size <= 1e-8 * Math.hypot(...start) ? subtract(start, step) : start;
}

/**
 * Points on circles whose radii come from the upper convex hull of the logarithms of the coefficients
 * (Bini, "Numerical computation of polynomial zeros by means of Aberth's method", 1996).
 */
function startingPoints(monic: readonly number[]): Complex[] {
  const degree = monic.length - 1;
  const logs = monic.map((coefficient) => Math.log(Math.abs(coefficient)));
  const hull: number[] = [];
  for (let k = 0; k <= degree; k++) {
    if (logs[k] === Number.NEGATIVE_INFINITY) continue;
    while (hull.length > 1 && !isAbove(logs, hull.at(-2)!, hull.at(-1)!, k)) hull.pop();
    hull.push(k);
  }
  const points: Complex[] = [];
  for (let h = 1; h < hull.length; h++) {
    const [from, to] = [hull[h - 1]!, hull[h]!];
    const count = to - from;
    const radius = Math.exp((logs[to]! - logs[from]!) / count);
    for (let k = 0; k < count; k++) {
      // An offset keeps the points off the real axis and off each other's conjugates.
      const angle = (2 * Math.PI * k) / count + (2 * Math.PI * h) / degree + 0.7;
      points.push([radius * Math.cos(angle), radius * Math.sin(angle)]);
    }
  }
  return points;
}

function isAbove(logs: readonly number[], left: number, middle: number, right: number): boolean {
  const slope = (logs[right]! - logs[left]!) / (right - left);
  return logs[middle]! > logs[left]! + slope * (middle - left);
}

/** p(w) / p'(w); beyond the unit circle by the reversed polynomial, which cannot overflow there. */
function newtonStep(monic: readonly number[], re: number, im: number): Complex {
  const w: Complex = [re, im];
  const degree = monic.length - 1;
  const inside = Math.hypot(re, im) <= 1;
  const x = inside ? w : divide([1, 0], w);
  let value: Complex = [0, 0];
  let slope: Complex = [0, 0];
  for (let k = 0; k <= degree; k++) {
    slope = add(multiply(slope, x), value);
    value = add(multiply(value, x), [monic[inside ? k : degree - k]!, 0]);
  }
  if (value[0] === 0 && value[1] === 0) return [0, 0];
  if (inside) return divide(value, slope);
  // p'(w) / p(w) = x (degree - x q'(x) / q(x)) for the reversed polynomial q and x = 1 / w.
  const logarithmic = divide(multiply(x, slope), value);
  return divide([1, 0], multiply(x, subtract([degree, 0], logarithmic)));
}

function add(a: Complex, b: Complex): Complex {
  return [a[0] + b[0], a[1] + b[1]];
}

function subtract(a: Complex, b: Complex): Complex {
  return [a[0] - b[0], a[1] - b[1]];
}

function multiply(a: Complex, b: Complex): Complex {
  return [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
}

function divide(a: Complex, b: Complex): Complex {
  const size = Math.hypot(b[0], b[1]);
  if (size === 0) return [0, 0];
  const unit: Complex = [b[0] / size, -b[1] / size];
  const product = multiply(a, unit);
  return [product[0] / size, product[1] / size];
}
