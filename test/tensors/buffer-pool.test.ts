/** The pool of the backend `native`: what is used again, and what never is because somebody else holds it. */

import {
  add,
  complex,
  imag,
  real,
  setBackend,
  type Tensor,
  tensor,
  tensorScatterUpdate,
} from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { BufferPool } from '../../packages/native/src/backend/buffer-pool.ts';
import { itNative, mixedNumbers } from '../support/against-cpu.ts';

test('BufferPool gives an array that came back out again, for its own type and length alone', () => {
  const pool = new BufferPool();
  const block = pool.take('float32', 8);
  expect(pool.take('float32', 8).values).not.toBe(block.values);
  pool.release(block);
  expect(pool.take('int32', 8).values).toBeInstanceOf(Int32Array);
  expect(pool.take('float32', 9).values).toHaveLength(9);
  expect(pool.take('float32', 8).values).toBe(block.values);
  expect(pool.take('float32', 8).values).not.toBe(block.values);
});

test('BufferPool never gives an array out again that escaped, whatever view of its memory was seen', () => {
  const pool = new BufferPool();
  const block = pool.take('float32', 8);
  pool.escape(block.values.subarray(2, 4).buffer);
  pool.release(block);
  expect(pool.take('float32', 8).values).not.toBe(block.values);
  pool.escape(new ArrayBuffer(8)); // of somebody else: no matter
});

test('BufferPool lets go of an array that nobody wanted for long, and keeps what is in use', () => {
  const pool = new BufferPool();
  const [old, used] = [pool.take('float32', 8), pool.take('float32', 9)];
  pool.release(old);
  pool.release(used);
  for (let k = 0; k < 2 ** 17; k++) pool.release(pool.take('float32', 9));
  expect(pool.take('float32', 9).values).toBe(used.values);
  expect(pool.take('float32', 8).values).not.toBe(old.values);
});

const LENGTH = 64;
const values = (seed: number) => tensor(mixedNumbers(LENGTH, seed), [LENGTH]);

/** Disposes the tensor and computes others of its size, which take its array if the pool has it. */
function overwrite(gone: Tensor): void {
  gone.dispose();
  const one = values(7);
  for (let k = 0; k < 8; k++) add(one, k);
}

itNative(
  'what was read stays as it was when its tensor is disposed and the array used again',
  async () => {
    await setBackend('native');
    const y = add(values(1), values(2));
    const read = y.dataSync();
    const copy = read.slice();
    overwrite(y);
    expect(read).toEqual(copy);
  },
);

itNative('a tensor that shares the array of a disposed one keeps its values', async () => {
  await setBackend('native');
  const [a, b] = [add(values(1), values(2)), add(values(3), values(4))];
  const [expectedA, expectedB] = [a.dataSync(), b.dataSync()];
  // The cpu kernel of complex numbers makes tensors of the very arrays that it is given.
  const both = complex(a, b);
  overwrite(a);
  overwrite(b);
  expect(real(both).dataSync()).toEqual(expectedA);
  expect(imag(both).dataSync()).toEqual(expectedB);
});

itNative(
  'an array that the caller gave belongs to the caller: it is never used for another tensor',
  async () => {
    await setBackend('native');
    const mine = mixedNumbers(LENGTH, 5);
    const copy = mine.slice();
    overwrite(tensor(mine, [LENGTH]));
    expect(mine).toEqual(copy);
  },
);

itNative('an array over shared memory is copied: other threads may write to it', async () => {
  await setBackend('native');
  const shared = new Float32Array(new SharedArrayBuffer(4 * LENGTH)).fill(1);
  const x = tensor(shared, [LENGTH]);
  shared.fill(2);
  expect(add(x, 1).dataSync()).toEqual(new Float32Array(LENGTH).fill(2));
});

itNative('a cpu kernel that writes into what it reads changes no tensor', async () => {
  await setBackend('native');
  const mine = mixedNumbers(LENGTH, 5);
  const copy = mine.slice();
  const x = tensor(mine, [LENGTH]);
  const places = tensor([[0], [7]], [2, 1], 'int32');
  const y = tensorScatterUpdate(x, places, tensor([100, 200]));
  expect([y.dataSync()[0], y.dataSync()[7]]).toEqual([100, 200]);
  expect(x.dataSync()).toEqual(copy);
  expect(mine).toEqual(copy);
});
