import { type ImageSet, takeImages } from '@ferrogen/core';
import { expect, test } from 'vitest';

const set: ImageSet = {
  name: 'four',
  count: 4,
  height: 1,
  width: 2,
  pixels: Uint8Array.of(0, 1, 10, 11, 20, 21, 30, 31),
  labels: Uint8Array.of(0, 1, 2, 3),
  classes: 4,
};

test('takeImages gives pixels and labels in the order asked for, twice where asked twice', () => {
  const batch = takeImages(set, [2, 0, 2]);
  expect(batch).toEqual({
    count: 3,
    pixels: Uint8Array.of(20, 21, 0, 1, 20, 21),
    labels: Uint8Array.of(2, 0, 2),
  });
  expect(takeImages({ ...set, labels: null, classes: null }, Uint32Array.of(1)).labels).toBeNull();
  expect(takeImages(set, []).pixels).toHaveLength(0);
});

test.each([4, -1, 0.5, Number.NaN])('takeImages refuses position %s of four images', (id) => {
  expect(() => takeImages(set, [id])).toThrow(/positions of the 4 images of four .* 0 to 3/);
});
