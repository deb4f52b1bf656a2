/**
 * Strided slices on the backend `native`, against NumPy's rule of indexing, which is TensorFlow's. The cpu backend is no
 * measure: it puts values in the wrong places where an axis is shrunk beside steps, and refuses empty intervals.
 */

import { setBackend, stridedSlice, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { itNative } from '../support/against-cpu.ts';
import { Dice } from '../support/dice.ts';

/** Python's begin:end:step, null where left out. */
type Interval = readonly [number | null, number | null, number];

/** A part of an index: a place, an interval, a new axis, or all the axes that are not named. */
type Part = number | Interval | 'new axis' | '...';

itNative('stridedSlice: a shrunk axis beside steps forwards and backwards', async () => {
  await setBackend('native');
  const x = () =>
    tensor(
      Int32Array.from({ length: 24 }, (_, k) => k),
      [2, 3, 4],
    );
  // x[1, ::2, ::-3]
  const y = sliceBy(x(), [1, [null, null, 2], [null, null, -3]]);
  expect(y.arraySync()).toEqual([
    [15, 12],
    [23, 20],
  ]);
  // x[::-1, -1, ::2]
  expect(sliceBy(x(), [[null, null, -1], -1, [null, null, 2]]).arraySync()).toEqual([
    [20, 22],
    [8, 10],
  ]);
});

itNative('stridedSlice: any index of places, intervals, new axes and an ellipsis', async () => {
  await setBackend('native');
  for (let seed = 1; seed <= 2000; seed++) {
    const dice = new Dice(seed);
    const shape = dice.shape(5, { least: 1, most: 2000 });
    const parts = drawIndex(dice, shape);
    const what = `seed ${seed}: [${shape}] at ${JSON.stringify(parts)}`;
    for (const dtype of ['float32', 'int32', 'bool'] as const) {
      const size = shape.reduce((a, b) => a * b, 1);
      const values = Int32Array.from({ length: size }, (_, k) =>
        dtype === 'bool' ? (k % 3) & 1 : k,
      );
      const x = tensor(values, shape, dtype);
      const y = sliceBy(x, parts);
      const expected = indexed(shape, parts);
      expect([y.shape, y.dtype], what).toEqual([expected.shape, dtype]);
      expect([...y.dataSync()], what).toEqual(expected.places.map((at) => values[at]));
      x.dispose();
      y.dispose();
    }
  }
});

itNative(
  'stridedSlice: a shrunk axis takes no step backwards, and a place must exist',
  async () => {
    await setBackend('native');
    const x = tensor([1, 2, 3]);
    expect(() => stridedSlice(x, [1], [2], [-1], 0, 0, 0, 0, 1)).toThrow(
      'only stride 1 allowed on non-range indexing.',
    );
    expect(() => sliceBy(x, [3])).toThrow('slice index 3 of dimension 0 out of bounds.');
  },
);

/** An index that names some of the axes. */
function drawIndex(dice: Dice, shape: readonly number[]): Part[] {
  const parts = shape.slice(0, 1 + dice.below(shape.length)).map((dim): Part => {
    if (dim > 0 && dice.chance(0.3)) return dice.below(2 * dim) - dim;
    const bound = () => (dice.chance(0.3) ? null : dice.below(2 * dim + 4) - dim - 2);
    return [bound(), bound(), dice.pick([1, 1, 2, 3, -1, -2])];
  });
  if (dice.chance(0.3)) parts.splice(dice.below(parts.length + 1), 0, 'new axis');
  if (dice.chance(0.3)) {
    // From here on the parts name the last axes, so that these must be intervals which are good for any dimension.
    const at = dice.below(parts.length + 1);
    const last = parts
      .slice(at)
      .map((part): Part => (typeof part === 'number' ? [null, null, -1] : part));
    parts.splice(at, parts.length - at, '...', ...last);
  }
  return parts;
}

/** The index as TensorFlow writes it: numbers and bit masks. */
function sliceBy(x: Tensor, parts: readonly Part[]): Tensor {
  const bits = (has: (part: Part) => boolean) =>
    parts.reduce<number>((mask, part, k) => mask | (has(part) ? 1 << k : 0), 0);
  const range = (part: Part) => (typeof part === 'object' ? part : ([0, 0, 1] as const));
  return stridedSlice(
    x,
    parts.map((part) => (typeof part === 'number' ? part : (range(part)[0] ?? 0))),
    parts.map((part) => (typeof part === 'number' ? part + 1 : (range(part)[1] ?? 0))),
    parts.map((part) => range(part)[2]),
    bits((part) => typeof part === 'object' && part[0] === null),
    bits((part) => typeof part === 'object' && part[1] === null),
    bits((part) => part === '...'),
    bits((part) => part === 'new axis'),
    bits((part) => typeof part === 'number'),
  );
}

/** The shape of what the index picks, and the places of its values in row-major order. */
function indexed(shape: readonly number[], parts: readonly Part[]) {
  const named = parts.filter((part) => part !== 'new axis' && part !== '...').length;
  const whole = Array.from({ length: shape.length - named }, (): Part => [null, null, 1]);
  const at = parts.indexOf('...');
  const all = at < 0 ? [...parts, ...whole] : parts.toSpliced(at, 1, ...whole);
  const picked: number[] = [];
  let places = [0];
  let axis = 0;
  for (const part of all) {
    if (typeof part === 'string') {
      picked.push(1);
      continue;
    }
    const dim = shape[axis++]!;
    const isPlace = typeof part === 'number';
    const along = isPlace ? [part < 0 ? part + dim : part] : interval(part, dim);
    if (!isPlace) picked.push(along.length);
    places = places.flatMap((place) => along.map((k) => place * dim + k));
  }
  return { shape: picked, places };
}

/** The indices of begin:end:step among `dim`, as in Python. */
function interval([begin, end, step]: Interval, dim: number): number[] {
  const [first, beyond] = step > 0 ? [0, dim] : [dim - 1, -1];
  const bound = (given: number | null, open: number) => {
    if (given === null) return open;
    const from0 = given < 0 ? given + dim : given;
    return step > 0 ? Math.min(Math.max(from0, 0), dim) : Math.min(Math.max(from0, -1), dim - 1);
  };
  const indices: number[] = [];
  const stop = bound(end, beyond);
  for (let k = bound(begin, first); step > 0 ? k < stop : k > stop; k += step) indices.push(k);
  return indices;
}
