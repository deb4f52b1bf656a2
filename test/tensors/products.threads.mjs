/** Products and convolutions, large enough for several threads; see products.threads.test.ts. */

import { conv2d, convTranspose2d, dense } from '@ferrogen/core/nn';
import { grads, matMul, sum } from '@tensorflow/tfjs-core';
import { report, uniformTensor } from '../support/thread-report.mjs';

const gradients = (f, ...shapes) =>
  grads((...xs) => sum(f(...xs)))(shapes.map((shape, index) => uniformTensor(shape, index + 1)));

const product = (a, b, transposeA = false, transposeB = false) =>
  matMul(uniformTensor(a, 1), uniformTensor(b, 2), transposeA, transposeB);

await report({
  'tall product': () => product([1001, 300], [300, 77]),
  'wide product': () => product([33, 300], [300, 1003]),
  'product of transposed factors': () => product([300, 401], [203, 300], true, true),
  'deep product': () => product([65, 5003], [5003, 67]),
  'batch of products': () => product([9, 130, 70], [9, 70, 131]),
  'skinny product': () => product([5, 768], [10_007, 768], false, true),
  'skinny product, untransposed': () => product([5, 768], [768, 10_007]),
  'skinny product with a narrow matrix': () => product([5, 771], [771, 333]),
  'skinny product with a wide matrix': () => product([3, 20], [20, 17_001]),
  dense: () =>
    gradients((x, w, b) => dense(x, w, b, { activation: 'tanh' }), [301, 200], [200, 150], [150]),
  conv2d: () =>
    gradients(
      (x, f, b) => conv2d(x, f, b, { stride: 2, padding: 'same', activation: 'leakyRelu' }),
      [19, 15, 14, 33],
      [4, 4, 33, 35],
      [35],
    ),
  'conv2d of one channel': () =>
    gradients(
      (x, f) => conv2d(x, f, null, { stride: 2, padding: 'same' }),
      [64, 28, 28, 1],
      [4, 4, 1, 32],
    ),
  convTranspose2d: () =>
    gradients(
      (x, f, b) => convTranspose2d(x, f, b, { stride: 2, padding: 'same', activation: 'relu' }),
      [37, 7, 7, 64],
      [4, 4, 32, 64],
      [32],
    ),
});
