/** Recurrences, attention and cross-entropy, large enough for several threads; see sequences.threads.test.ts. */

import {
  AttentionMemory,
  causalAttention,
  gru,
  lstm,
  softmaxCrossEntropy,
} from '@ferrogen/core/nn';
import { grads, mul, slice, sum, tensor } from '@tensorflow/tfjs-core';
import { report, uniformTensor } from '../support/thread-report.mjs';

/** The value, and the gradients of its sum weighted by other numbers. */
function all(f, ...shapes) {
  const inputs = shapes.map((shape, index) => uniformTensor(shape, index + 1));
  const y = f(...inputs);
  const weights = uniformTensor(y.shape, 99);
  return [y, ...grads((...xs) => sum(mul(f(...xs), weights)))(inputs)];
}

const ids = tensor(
  Int32Array.from({ length: 1003 }, (_, row) => (row * 7) % 67),
  [1003],
  'int32',
);

await report({
  lstm: () =>
    all(
      (x, kernel, recurrentKernel, bias, h, c) =>
        lstm(x, { kernel, recurrentKernel, bias }, { h, c }).outputs,
      [45, 33, 20],
      [20, 4 * 50],
      [50, 4 * 50],
      [4 * 50],
      [45, 50],
      [45, 50],
    ),
  gru: () =>
    all(
      (x, kernel, recurrentKernel, bias, recurrentBias, h) =>
        gru(x, { kernel, recurrentKernel, bias, recurrentBias }, h).outputs,
      [45, 33, 20],
      [20, 3 * 50],
      [50, 3 * 50],
      [3 * 50],
      [3 * 50],
      [45, 50],
    ),
  'causal attention of many sequences': () =>
    all((qkv) => causalAttention(qkv, 4), [9, 70, 3 * 4 * 24]),
  'causal attention of a long sequence': () =>
    all((qkv) => causalAttention(qkv, 3), [1, 333, 3 * 3 * 32]),
  'attention to a memory': () => {
    const memory = new AttentionMemory(1, 4, Int32Array.of(0, 7, 2));
    const qkv = uniformTensor([3, 301, 3 * 4 * 24], 1);
    const parts = [200, 100, 1].map((time, index) => {
      memory.append(time);
      return memory.attend(slice(qkv, [0, [0, 200, 300][index], 0], [3, time, 3 * 4 * 24]), 0);
    });
    memory.dispose();
    return parts;
  },
  'softmax cross-entropy': () => all((logits) => softmaxCrossEntropy(logits, ids), [1003, 67]),
});
