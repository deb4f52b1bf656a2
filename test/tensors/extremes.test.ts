/** The backend `native` at the ends of float32: overflow on the way to a finite result, not a number, infinities, tiny numbers. */

import {
  argMax,
  argMin,
  backend_util,
  cast,
  elu,
  exp,
  expm1,
  fused,
  log,
  log1p,
  max,
  maximum,
  mean,
  min,
  minimum,
  pow,
  prod,
  relu,
  rsqrt,
  selu,
  setBackend,
  sigmoid,
  softmax,
  softplus,
  sqrt,
  sum,
  type Tensor,
  tanh,
  tensor,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectAsOnCpu, itNative, specials } from '../support/against-cpu.ts';

const HUGE = Math.fround(3e38);
const LARGEST = Math.fround(3.4028234663852886e38);

/** Shapes and axes that reach each way of reducing: rows, long rows, narrow, wide, cut and whole columns. */
const reductions: readonly (readonly [number[], number])[] = [
  [[6], 0],
  [[1200], 0],
  [[300_000], 0],
  [[4, 1200], 1],
  [[1200, 3], 0],
  [[30_000, 3], 0],
  [[30_000, 70], 0],
  [[120, 70], 0],
  [[8, 20_001], 0],
  [[50, 12, 90], 1],
];

itNative('mean: of the largest numbers is one of them', async () => {
  await setBackend('native');
  for (const [shape, axis] of reductions) {
    const x = tensor(new Float32Array(sizeOf(shape)).fill(LARGEST), shape);
    const y = mean(x, axis);
    const values = new Set(y.dataSync());
    expect([...values], `[${shape}] along ${axis}`).toEqual([LARGEST]);
    x.dispose();
    y.dispose();
  }
});

itNative('sum: overflows where the whole does, not on its way', async () => {
  for (const [shape, axis] of reductions) {
    // Along the axis: one more of them than of their negatives, and 0 if there is a place left.
    const [length, inner] = [shape[axis]!, sizeOf(shape.slice(axis + 1))];
    const more = Math.ceil(length / 2);
    const values = Float32Array.from({ length: sizeOf(shape) }, (_, k) => {
      const place = Math.floor(k / inner) % length;
      return place < more ? HUGE : place < 2 * more - 1 ? -HUGE : 0;
    });
    await expectAsOnCpu(`sum of [${shape}] along ${axis}`, 'exact', () =>
      sum(tensor(values, shape), axis),
    );
    expect((await valuesOf(() => sum(tensor(values, shape), axis)))[0]).toBe(HUGE);
  }
  expect(await valuesOf(() => sum(tensor([HUGE, HUGE, 1])))).toEqual([Infinity]);
  expect(await valuesOf(() => sum(tensor([-HUGE, -HUGE, 1])))).toEqual([-Infinity]);
});

itNative(
  'sum, mean, max, min, prod: what is not a number or infinite stays in its row',
  async () => {
    for (const [name, run] of Object.entries({ sum, mean, max, min, prod }))
      for (const special of [NaN, Infinity, -Infinity])
        for (const [shape, axis] of reductions) {
          const [length, inner] = [shape[axis]!, sizeOf(shape.slice(axis + 1))];
          for (const place of [0, length >> 1, length - 1]) {
            const values = new Float32Array(sizeOf(shape)).fill(1);
            values[place * inner] = special;
            const y = await valuesOf(() => run(tensor(values, shape), axis) as Tensor);
            const expected =
              (name === 'max' && special < 0) || (name === 'min' && special > 0) ? 1 : special;
            const what = `${name} of [${shape}] along ${axis} with ${special} at ${place}`;
            expect(y[0], what).toBe(expected);
            const others = name === 'sum' ? length : 1;
            expect(
              y.slice(1).every((value) => value === others),
              what,
            ).toBe(true);
          }
        }
  },
);

itNative(
  'argMax, argMin: not a number is chosen only where it comes first, as on cpu',
  async () => {
    for (const length of [5, 130, 1000])
      for (const places of [[0], [1], [length - 1], [0, 1], [2, 3, 4]]) {
        const values = Float32Array.from({ length }, (_, k) => Math.sin(k));
        for (const place of places) values[place] = NaN;
        for (const find of [argMax, argMin]) {
          await expectAsOnCpu(`${find.name} of a row`, 'exact', () => find(tensor(values)));
          await expectAsOnCpu(`${find.name} of columns`, 'exact', () =>
            find(tensor(new Float32Array([...values, ...values.map((x) => -x)]), [2, length]), 0),
          );
        }
      }
    const same = [NaN, -Infinity, Infinity, 0];
    for (const value of same)
      for (const find of [argMax, argMin])
        expect(await valuesOf(() => find(tensor(new Float32Array(333).fill(value))))).toEqual([0]);
  },
);

itNative('unsortedSegmentSum: not a number and infinities stay in their segments', async () => {
  // The cpu backend multiplies rows by 0, so that one NaN or infinity spoils every segment.
  for (const special of [NaN, Infinity, -Infinity]) {
    const x = () => tensor([1, special, 3, 4, 5, 6, 7, 8], [4, 2]);
    const ids = () => tensor([2, 0, 2, -1], [4], 'int32');
    expect(await valuesOf(() => unsortedSegmentSum(x(), ids() as never, 3))).toEqual([
      ...[3, 4],
      ...[0, 0],
      ...[6, special],
    ]);
  }
});

itNative('softmax: rows of infinities, of huge numbers and of what is not a number', async () => {
  for (const length of [1, 3, 40, 200]) {
    const row = (of: (k: number) => number) => Array.from({ length }, (_, k) => of(k));
    const rows = [
      row(() => -Infinity),
      row(() => Infinity),
      row(() => NaN),
      row(() => LARGEST),
      row(() => -LARGEST),
      row((k) => (k === length - 1 ? 0 : -Infinity)),
      row((k) => (k === 0 ? Infinity : 0)),
      row((k) => (k === length >> 1 ? NaN : k)),
      row((k) => (k % 2 === 0 ? LARGEST : -LARGEST)),
      row((k) => -k),
    ];
    await expectAsOnCpu(`softmax of [${rows.length}, ${length}]`, 'each', () =>
      softmax(tensor(rows)),
    );
  }
});

itNative('pow: every special number to the power of every other, as Math.pow', async () => {
  const numbers = [...specials, 2, -2, 3, -3, 1 / 3, 100, 101, -101, 2 ** 24, 0.999];
  const pairs = numbers.flatMap((base) => numbers.map((exponent) => [base, exponent] as const));
  const [a, b] = [0, 1].map((k) => repeated(pairs.map((pair) => pair[k]!)));
  await expectAsOnCpu('pow of all pairs', 'each', () => pow(a!(), b!()));
  const [three, half] = [tensor([3]), tensor([0.5])];
  expect(await valuesOf(() => pow(tensor([-2, -8, -0]), three))).toEqual([-8, -512, -0]);
  expect(await valuesOf(() => pow(tensor([-2, 4, -0]), half))).toEqual([NaN, 2, 0]);
  for (const each of [three, half]) each.dispose();
});

itNative('maximum, minimum: not a number on either side, and 0 above -0', async () => {
  const pairs = specials.flatMap((a) => specials.map((b) => [a, b] as const));
  const [a, b] = [0, 1].map((k) => repeated(pairs.map((pair) => pair[k]!)));
  await expectAsOnCpu('maximum of all pairs', 'exact', () => maximum(a!(), b!()));
  await expectAsOnCpu('minimum of all pairs', 'exact', () => minimum(a!(), b!()));
});

itNative('cast: of what int32 and bool do not hold, by the rule of typed arrays', async () => {
  const numbers = [
    ...specials,
    2 ** 31 - 128,
    2 ** 31 + 256,
    -(2 ** 31) - 256,
    2 ** 32,
    2 ** 53,
    0.9,
    -0.9,
  ];
  const wanted = [...Int32Array.from(Float32Array.from(numbers))];
  expect(await valuesOf(() => cast(tensor(numbers), 'int32'))).toEqual(wanted);
  expect(await valuesOf(() => cast(tensor(numbers), 'bool'))).toEqual(
    numbers.map((x) => (Math.fround(x) === 0 ? 0 : 1)),
  );
});

itNative('fused activations: of every special number what the cpu backend gives', async () => {
  for (const activation of ['linear', 'relu', 'relu6', 'elu', 'leakyrelu', 'sigmoid'] as const)
    await expectAsOnCpu(`a product and ${activation}`, 'each but tiny', () =>
      fused.matMul({
        a: tensor(specials.map((x) => [x])),
        b: tensor([[1]]),
        bias: tensor([0]),
        activation,
        leakyreluAlpha: 0.3,
      }),
    );
});

/** Definitions in the arithmetic of JavaScript, which has 53 bits. */
const definitions: Record<string, readonly [(x: Tensor) => Tensor, (x: number) => number]> = {
  elu: [elu, (x) => (x < 0 ? Math.expm1(x) : x)],
  exp: [exp, Math.exp],
  expm1: [expm1, Math.expm1],
  log: [log, Math.log],
  log1p: [log1p, Math.log1p],
  relu: [relu, (x) => Math.max(x, 0)],
  rsqrt: [rsqrt, (x) => 1 / Math.sqrt(x)],
  selu: [
    selu,
    (x) => (x < 0 ? backend_util.SELU_SCALEALPHA * Math.expm1(x) : backend_util.SELU_SCALE * x),
  ],
  sigmoid: [sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  softplus: [softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))],
  sqrt: [sqrt, Math.sqrt],
  tanh: [tanh, Math.tanh],
};

for (const [name, [run, definition]] of Object.entries(definitions))
  itNative(`${name}: within 1e-6 of its definition from -111 to 111, and beside 0`, async () => {
    const grid = Float32Array.from([
      ...Array.from({ length: 22_200 }, (_, k) => (k - 11_100) / 100),
      ...Array.from({ length: 140 }, (_, k) => 2 ** (k - 145)),
      ...Array.from({ length: 140 }, (_, k) => -(2 ** (k - 145))),
    ]);
    const seen = await valuesOf(() => run(tensor(grid)));
    // Values of sigmoid below 2^-126 are made 0, since e^-x overflows.
    const floor = name === 'sigmoid' ? 1e6 * 2 ** -126 : 2 ** -126;
    grid.forEach((x, k) => {
      const exact = Math.fround(definition(x));
      if (Object.is(seen[k], exact)) return;
      const error = Math.abs(seen[k]! - exact) / Math.max(Math.abs(exact), floor);
      if (!(error <= 1e-6)) expect.fail(`${name}(${x}) is ${seen[k]} instead of ${exact}`);
    });
  });

/** Makes a tensor of those values: for each backend its own. */
function repeated(values: number[]): () => Tensor {
  return () => tensor(values);
}

/** What the backend `native` makes. */
async function valuesOf(compute: () => Tensor): Promise<number[]> {
  await setBackend('native');
  const y = compute();
  const values = [...y.dataSync()];
  y.dispose();
  return values;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
