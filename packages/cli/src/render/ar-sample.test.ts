import { describe, expect, it } from 'vitest';
import { pathQuantiles } from './ar-sample.ts';

describe('pathQuantiles', () => {
  it('pathQuantiles interpolates between the paths at every step', () => {
    const paths = Float64Array.from([0, 10, 1, 20, 2, 30, 3, 40, 4, 50]);
    expect(pathQuantiles(paths, 5, 2, [0, 0.5, 0.875, 1])).toEqual([
      [0, 10],
      [2, 30],
      [3.5, 45],
      [4, 50],
    ]);
    expect(pathQuantiles(Float64Array.of(7), 1, 1, [0.5])).toEqual([[7]]);
  });
});
