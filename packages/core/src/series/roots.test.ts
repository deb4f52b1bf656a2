import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arRoots } from './roots.ts';

/** phi of the polynomial prod (1 - w z) over the given inverse roots. */
function phiOf(inverse: readonly (readonly [number, number])[]): number[] {
  let re = [1];
  let im = [0];
  for (const [a, b] of inverse) {
    const nextRe = [...re, 0];
    const nextIm = [...im, 0];
    re.forEach((_, k) => {
      nextRe[k + 1]! -= a * re[k]! - b * im[k]!;
      nextIm[k + 1]! -= a * im[k]! + b * re[k]!;
    });
    re = nextRe;
    im = nextIm;
  }
  return re.slice(1).map((coefficient) => -coefficient);
}

test('arRoots of 1 - z / 2 is 2 and of 1 + z / 2 is -2 with frequency a half', () => {
  expect(arRoots([0.5])).toEqual([{ re: 2, im: 0, modulus: 2, frequency: 0 }]);
  expect(arRoots([-0.5])).toEqual([{ re: -2, im: 0, modulus: 2, frequency: 0.5 }]);
});

test('arRoots of no lags, or of zero coefficients alone, is empty', () => {
  expect(arRoots([])).toEqual([]);
  expect(arRoots([0, 0])).toEqual([]);
});

test('arRoots of lag 12 alone are twelve points on a circle', () => {
  const roots = arRoots([...new Array<number>(11).fill(0), 0.5]);
  expect(roots).toHaveLength(12);
  for (const { modulus, frequency } of roots) {
    expect(modulus).toBeCloseTo(2 ** (1 / 12), 12);
    expect(12 * frequency).toBeCloseTo(Math.round(12 * frequency), 10);
  }
});

test('arRoots finds the roots that a polynomial was made of, pairs with the positive imaginary part first', () => {
  const pair = fc.tuple(
    fc.double({ min: 0.2, max: 1.3, noNaN: true }),
    fc.double({ min: 0.1, max: 3, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 3 }), (pairs) => {
      const inverse = pairs.flatMap(([r, angle]) => [
        [r * Math.cos(angle), r * Math.sin(angle)] as const,
        [r * Math.cos(angle), -r * Math.sin(angle)] as const,
      ]);
      const distances = inverse.flatMap((a, i) =>
        inverse.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1])),
      );
      // Roots that nearly coincide are known to half their digits only.
      fc.pre(Math.min(...distances) > 0.05);
      const roots = arRoots(phiOf(inverse));
      expect(roots).toHaveLength(inverse.length);
      for (const [a, b] of inverse) {
        const size = a * a + b * b;
        const nearest = Math.min(
          ...roots.map(({ re, im }) => Math.hypot(re - a / size, im + b / size) * Math.sqrt(size)),
        );
        expect(nearest).toBeLessThan(1e-9);
      }
      expect(roots.map(({ modulus }) => modulus)).toEqual(
        roots
          .map(({ modulus }) => modulus)
          .toSorted((a, b) => a - b)
          .map((_, k) => roots[k]!.modulus),
      );
    }),
    { numRuns: 300, seed: 3 },
  );
});

test('arRoots manages a hundred lags', () => {
  const phi = Array.from({ length: 100 }, (_, k) => 0.9 / (k + 2) ** 2);
  const roots = arRoots(phi);
  expect(roots).toHaveLength(100);
  for (const { re, im, modulus } of roots) {
    // |1 - sum phi_j z^j| is small beside the sum of the sizes of its terms.
    let value = [1, 0] as [number, number];
    let sizes = 1;
    let power = [1, 0] as [number, number];
    for (const coefficient of phi) {
      power = [power[0] * re - power[1] * im, power[0] * im + power[1] * re];
      value = [value[0] - coefficient * power[0], value[1] - coefficient * power[1]];
      sizes += coefficient * Math.hypot(...power);
    }
    expect(Math.hypot(...value) / sizes).toBeLessThan(1e-12);
    expect(modulus).toBeGreaterThan(1);
  }
});
