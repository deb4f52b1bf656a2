/** varietyOf, findCollapse, collapseWarning. */

import { collapseWarning, findCollapse, varietyOf } from '@ferrogen/core/images';
import { describe, expect, test } from 'vitest';

describe('varietyOf', () => {
  test('is the distances of a triangle of sides 3, 4 and 5', () => {
    const corners = Float32Array.of(0, 0, 3, 0, 0, 4);
    expect(varietyOf(corners, 2)).toEqual({
      distance: 4,
      nearest: (3 + 3 + 4) / 3,
      classes: null,
      effectiveClasses: null,
    });
  });

  test('counts classes, and as good as how many there are', () => {
    const images = new Float32Array(8);
    const even = varietyOf(images, 2, [0, 1, 2, 3]);
    expect(even.classes).toBe(4);
    expect(even.effectiveClasses).toBeCloseTo(4, 12);
    const uneven = varietyOf(images, 2, [0, 0, 0, 7]);
    expect(uneven.classes).toBe(2);
    expect(uneven.effectiveClasses).toBeCloseTo(4 * 3 ** -0.75, 12);
  });

  test('refuses a single image and broken ones', () => {
    expect(() => varietyOf(new Float32Array(4), 4)).toThrow(RangeError);
    expect(() => varietyOf(new Float32Array(9), 4)).toThrow(RangeError);
  });
});

describe('collapseWarning', () => {
  const real = { distance: 10, nearest: 6, classes: 10, effectiveClasses: 9.9 };
  const position = { step: 7, epoch: 2 };

  test('says nothing of images as varied as real ones', () => {
    expect(collapseWarning(real, real, position)).toBeNull();
    expect(
      findCollapse({ ...real, distance: 5, nearest: 1.5, effectiveClasses: 7 }, real),
    ).toBeNull();
  });

  test.each([
    [{ distance: 4.9 }, /all alike/],
    [{ distance: Number.NaN }, /all alike/],
    [{ nearest: 1.4 }, /repeat/],
    [{ effectiveClasses: 6.9 }, /classes are missing/],
  ])('tells of %j in an event of the training', (fault, words) => {
    const event = collapseWarning({ ...real, ...fault }, real, position);
    expect(event).toMatchObject({ kind: 'warning', code: 'COLLAPSE', ...position });
    expect(event!.message).toMatch(words);
  });

  test('looks at classes where both have them', () => {
    const unknown = { ...real, classes: null, effectiveClasses: null };
    expect(findCollapse(unknown, real)).toBeNull();
    expect(findCollapse({ ...real, effectiveClasses: 1 }, unknown)).toBeNull();
  });
});
