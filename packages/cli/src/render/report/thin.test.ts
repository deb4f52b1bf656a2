import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinRanks, thinSeries } from './thin.ts';

describe('thinSeries', () => {
  it('thinSeries keeps a short series whole and parts it at gaps', () => {
    expect(thinSeries([1, 2, Number.NaN, 4], 100)).toEqual([
      [
        [0, 1],
        [1, 2],
      ],
      [[3, 4]],
    ]);
  });

  it('thinSeries keeps the extremes, the order and at most two points a column', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
          minLength: 1,
          maxLength: 500,
        }),
        fc.integer({ min: 1, max: 60 }),
        (values, columns) => {
          const points = thinSeries(values, columns).flat();
          const kept = points.map(([, value]) => value);
          expect(Math.max(...kept) === Math.max(...values)).toBe(true);
          expect(Math.min(...kept) === Math.min(...values)).toBe(true);
          expect(points.length).toBeLessThanOrEqual(2 * columns);
          for (const [i, [x, value]] of points.entries()) {
            expect(values[x]).toBe(value);
            if (i > 0) expect(x).toBeGreaterThan(points[i - 1]![0]);
          }
        },
      ),
    );
  });
});

describe('thinRanks', () => {
  it('thinRanks keeps both ends whole and about as many as asked', () => {
    const ranks = thinRanks(10_000, 400);
    expect(ranks.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(ranks.at(-1)).toBe(9999);
    expect(ranks.length).toBeGreaterThan(350);
    expect(ranks.length).toBeLessThan(450);
    expect(thinRanks(3, 400)).toEqual([0, 1, 2]);
  });
});
