import { describe, expect, test } from 'vitest';
import {
  chiSquaredUpper,
  erfc,
  normalQuantile,
  normalTwoSided,
  studentQuantile,
  studentTwoSided,
} from './distributions.ts';

/** Values to 16 digits or more from arbitrary-precision arithmetic (mpmath 1.3). */
const close = (found: number, expected: number, relative = 2e-14) =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));

describe('tails keep their relative accuracy', () => {
  test.each([
    [0, 1],
    [0.3, 0.6713732405408726],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [3, 2.209049699858544e-5],
    [4.5, 1.966160441542887e-10],
    [10, 2.0884875837625446e-45],
    [26, 5.663192408856143e-296],
  ])('erfc(%f)', (x, expected) => close(erfc(x), expected));

  test('normalTwoSided at z = 1.96 and far out', () => {
    close(normalTwoSided(-1.959963984540054), 0.05);
    close(normalTwoSided(20), 5.507248237212465e-89, 1e-12);
  });

  test.each([
    [3.841458820694124, 1, 0.05],
    [18.307038053275146, 10, 0.05],
    [5.991464547107979, 2, 0.05],
    [300, 10, 1.5546747543803181e-58],
    [0.1, 7, 0.9999976885812014],
  ])('chiSquaredUpper(%f, %i)', (x, degrees, expected) =>
    close(chiSquaredUpper(x, degrees), expected, 1e-12),
  );

  test.each([
    [2.2281388519862744, 10, 0.05],
    [12.706204736174705, 1, 0.05],
    [1.9647, 494, 0.05000903029705652],
    [3, 5, 0.030099247897462576],
    [0.01, 17, 0.992137704146252],
    [2, 1e4, 0.04552726066143544],
    [1e-5, 1e6, 0.9999920211563867],
    [2, 1e7, 0.04550029089184295],
  ])('studentTwoSided(%f, %i)', (t, degrees, expected) =>
    close(studentTwoSided(t, degrees), expected, 1e-12),
  );
});

test('studentTwoSided with one and two degrees of freedom has its closed form', () => {
  for (const t of [0.1, 1, 3, 40]) {
    close(studentTwoSided(t, 1), 1 - (2 / Math.PI) * Math.atan(t), 1e-12);
    close(studentTwoSided(t, 2), 1 - t / Math.sqrt(2 + t * t), 1e-11);
  }
});

test('chiSquaredUpper with an even number of degrees is the Poisson sum', () => {
  // P(X >= x) = exp(-x/2) sum_{j < k/2} (x/2)^j / j!
  for (const x of [0.5, 4, 30]) {
    const half = x / 2;
    close(chiSquaredUpper(x, 6), Math.exp(-half) * (1 + half + (half * half) / 2), 1e-13);
  }
});

test('quantiles invert the tails', () => {
  for (const p of [0.6, 0.9, 0.975, 0.9999]) {
    close(normalTwoSided(normalQuantile(p)), 2 * (1 - p), 1e-12);
    for (const degrees of [1, 4, 30, 494])
      close(studentTwoSided(studentQuantile(p, degrees), degrees), 2 * (1 - p), 1e-9);
  }
  expect(studentQuantile(0.025, 10)).toBeCloseTo(-2.2281388519862744, 12);
});
