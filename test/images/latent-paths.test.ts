/** Ways between codes, by the properties that define them. */

import { OptionError } from '@ferrogen/core';
import { latentPath, manifoldCodes } from '@ferrogen/core/images';
import { describe, expect, it } from 'vitest';

const rows = (path: Float32Array, size: number) =>
  Array.from({ length: path.length / size }, (_, k) => [
    ...path.subarray(k * size, (k + 1) * size),
  ]);
const norm = (x: readonly number[]) => Math.hypot(...x);
const angle = (x: readonly number[], y: readonly number[]) =>
  Math.acos(x.reduce((sum, value, k) => sum + value * y[k]!, 0) / norm(x) / norm(y));

describe('latentPath', () => {
  const a = [1, 2, -0.5, 0.25];
  const b = [-0.5, 1, 2, 0.75];

  it('latentPath begins and ends with the codes it was given', () => {
    for (const way of ['linear', 'slerp'] as const) {
      const path = rows(latentPath(a, b, 7, way), 4);
      expect(path).toHaveLength(7);
      for (const [seen, code] of [
        [path[0]!, a],
        [path[6]!, b],
      ] as const)
        seen.forEach((value, k) => {
          expect(value).toBeCloseTo(code[k]!, 6);
        });
    }
  });

  it('latentPath linear has equal steps', () => {
    const path = rows(latentPath([0, 4], [2, 0], 5, 'linear'), 2);
    expect(path).toEqual([
      [0, 4],
      [0.5, 3],
      [1, 2],
      [1.5, 1],
      [2, 0],
    ]);
  });

  it('latentPath slerp turns by equal angles and stays on the sphere of its ends', () => {
    const scale = norm(a) / norm(b);
    const path = rows(
      latentPath(
        a,
        b.map((value) => value * scale),
        9,
        'slerp',
      ),
      4,
    );
    const turn = angle(a, b) / 8;
    path.forEach((code, k) => {
      expect(norm(code)).toBeCloseTo(norm(a), 5);
      if (k > 0) expect(angle(path[k - 1]!, code)).toBeCloseTo(turn, 4);
    });
  });

  it('latentPath slerp of perpendicular codes goes through cos 45° of both', () => {
    const [, middle] = rows(latentPath([2, 0], [0, 2], 3, 'slerp'), 2);
    middle!.forEach((value) => {
      expect(value).toBeCloseTo(Math.SQRT2, 6);
    });
  });

  it('latentPath slerp is the line between parallel codes and from the origin', () => {
    for (const [from, to] of [
      [
        [1, 1],
        [3, 3],
      ],
      [
        [1, -2],
        [-1, 2],
      ],
      [
        [0, 0],
        [1, 2],
      ],
    ] as const)
      expect(latentPath(from, to, 4, 'slerp')).toEqual(latentPath(from, to, 4, 'linear'));
  });

  it('latentPath refuses a path of one step, another word, and codes of two sizes', () => {
    expect(() => latentPath(a, b, 1, 'linear')).toThrow(OptionError);
    expect(() => latentPath(a, b, 3, 'cubic' as 'linear')).toThrow(/linear or slerp; got cubic/);
    expect(() => latentPath(a, [1], 3, 'linear')).toThrow(/got 4 and 1 numbers/);
  });
});

describe('manifoldCodes', () => {
  it('manifoldCodes of 2 and 3 are the quantiles of the normal distribution, rows from the top', () => {
    // scipy.stats.norm.ppf of 1/4 and of 1/6
    const [quarter, sixth] = [0.6744897501960817, 0.9674215661017012];
    const expectCodes = (side: number, expected: readonly number[]) =>
      manifoldCodes(side).forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k]!, 6);
      });
    expectCodes(2, [-quarter, quarter, quarter, quarter, -quarter, -quarter, quarter, -quarter]);
    expectCodes(3, [
      ...[-sixth, sixth, 0, sixth, sixth, sixth],
      ...[-sixth, 0, 0, 0, sixth, 0],
      ...[-sixth, -sixth, 0, -sixth, sixth, -sixth],
    ]);
  });

  it('manifoldCodes of 1 is the origin, and refuses less', () => {
    expect([...manifoldCodes(1)].map(Math.abs)).toEqual([0, 0]);
    expect(() => manifoldCodes(0)).toThrow(OptionError);
  });
});
