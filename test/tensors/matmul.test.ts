/** TensorFlow.js's products on the backend `native`, against its own cpu backend. */

import {
  fused,
  matMul,
  mul,
  setBackend,
  type Tensor,
  type Tensor2D,
  tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectAsOnCpu, itNative } from '../support/against-cpu.ts';
import { expectClose, uniformNumbers } from '../support/operation-check.ts';

const uniform = uniformNumbers(7);

const draw = (shape: readonly number[]): Float32Array =>
  Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * uniform() - 1);

const compare = (compute: () => Tensor, what: string): Promise<void> =>
  expectAsOnCpu(what, 'largest', compute);

const flags = [false, true];

async function compareProducts(rows: number, depth: number, columns: number, batches: number[][]) {
  for (const [aBatch, bBatch] of [batches.slice(0, 2) as [number[], number[]]])
    for (const transposeA of flags)
      for (const transposeB of flags) {
        const aShape = [...aBatch, ...(transposeA ? [depth, rows] : [rows, depth])];
        const bShape = [...bBatch, ...(transposeB ? [columns, depth] : [depth, columns])];
        const [a, b] = [draw(aShape), draw(bShape)];
        await compare(
          () => matMul(tensor(a, aShape), tensor(b, bShape), transposeA, transposeB),
          `[${aShape}] x [${bShape}] ${transposeA} ${transposeB}`,
        );
      }
}

itNative('matMul: sizes from 1 to 70 around the blocks of vectors, all transposes', async () => {
  for (const size of [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 47, 48, 49, 64, 70])
    for (const [rows, depth, columns] of [
      [size, 5, 3],
      [5, size, 17],
      [9, 8, size],
      [size, size, size],
    ])
      await compareProducts(rows!, depth!, columns!, [[], []]);
});

itNative('matMul: products that reach several threads, tall, wide and deep', async () => {
  await compareProducts(601, 130, 77, [[], []]);
  await compareProducts(70, 130, 601, [[], []]);
  await compareProducts(65, 1501, 67, [[], []]);
});

itNative('matMul: a few rows against a large matrix', async () => {
  for (const rows of [1, 2, 3, 4, 5, 6, 7, 8, 9]) await compareProducts(rows, 261, 1203, [[], []]);
  await compareProducts(5, 768, 1003, [[], []]);
});

itNative('matMul: batches, one side shared by all, and both sides repeated', async () => {
  await compareProducts(5, 6, 7, [[4], [4]]);
  await compareProducts(5, 6, 7, [[2, 3], [3]]);
  await compareProducts(5, 6, 7, [[3], [2, 3]]);
  await compareProducts(5, 6, 7, [[1], [4]]);
  await compareProducts(5, 6, 7, [[4], [1]]);
  await compareProducts(33, 64, 65, [[40], [40]]);
});

itNative('matMul: a batch of [2, 1] and one of [1, 3] make one of [2, 3]', async () => {
  await setBackend('native');
  const [a, b] = [draw([2, 1, 4, 5]), draw([1, 3, 5, 6])];
  const seen = matMul(tensor(a, [2, 1, 4, 5]), tensor(b, [1, 3, 5, 6]));
  expect(seen.shape).toEqual([2, 3, 4, 6]);
  const values = seen.dataSync();
  for (const i of [0, 1])
    for (const j of [0, 1, 2]) {
      const left = tensor(a.slice(i * 20, (i + 1) * 20), [4, 5]) as Tensor2D;
      const right = tensor(b.slice(j * 30, (j + 1) * 30), [5, 6]) as Tensor2D;
      const at = 24 * (3 * i + j);
      expectClose(values.slice(at, at + 24), matMul(left, right).dataSync(), 1e-6, `${i}, ${j}`);
    }
});

itNative('matMul: sizes of 0 give zeros or nothing', async () => {
  await compareProducts(3, 0, 4, [[], []]);
  await compareProducts(0, 3, 4, [[], []]);
  await compareProducts(3, 4, 0, [[], []]);
  await compareProducts(3, 4, 5, [[0], [0]]);
  await compareProducts(700, 0, 700, [[], []]);
});

itNative('matMul: infinities and NaN go where they go in exact arithmetic', async () => {
  const [rows, depth, columns] = [9, 40, 50];
  const a = draw([rows, depth]);
  const b = draw([depth, columns]);
  a[3 * depth + 7] = Number.NaN;
  a[5 * depth + 2] = Number.POSITIVE_INFINITY;
  b[11 * columns + 13] = Number.NEGATIVE_INFINITY;
  b[2 * columns + 5] = 0;
  await compare(() => matMul(tensor(a, [rows, depth]), tensor(b, [depth, columns])), 'with NaN');
  await compare(() => matMul(tensor(a, [rows, depth]), zeros([depth, columns])), 'times zeros');
});

itNative('matMul: int32 and mixed types are the cpu backend’s', async () => {
  const a = tensor([1, 2, 3, 4], [2, 2], 'int32');
  await compare(() => matMul(a, a), 'int32');
});

itNative('fused.matMul: every activation, with and without bias', async () => {
  const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const;
  const [a, b, bias, weights] = [draw([19, 33]), draw([33, 70]), draw([70]), draw([70])];
  for (const scale of [1, 8])
    for (const activation of activations)
      for (const withBias of flags)
        await compare(
          () =>
            fused.matMul({
              a: mul(tensor(a, [19, 33]), scale) as Tensor2D,
              b: tensor(b, [33, 70]) as Tensor2D,
              ...(withBias && { bias: tensor(bias, [70]) }),
              activation,
              ...(activation === 'prelu' && { preluActivationWeights: tensor(weights, [70]) }),
              leakyreluAlpha: 0.3,
            }),
          `${activation} ${withBias} ${scale}`,
        );
});

itNative('fused.matMul: a bias of another shape is added by broadcasting', async () => {
  const [a, b] = [draw([4, 5]), draw([5, 6])];
  for (const shape of [[1], [1, 6], [4, 1], []])
    await compare(
      () =>
        fused.matMul({
          a: tensor(a, [4, 5]) as Tensor2D,
          b: tensor(b, [5, 6]) as Tensor2D,
          bias: tensor(
            draw([24])
              .subarray(
                0,
                shape.reduce((p, q) => p * q, 1),
              )
              .fill(0.5),
            shape,
          ),
          activation: 'relu',
        }),
      `bias [${shape}]`,
    );
});
