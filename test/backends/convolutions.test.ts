/**
 * Convolutions and transposed ones, forward and both gradients, on every backend against TensorFlow.js's cpu backend: filters of
 * 1 to 5, strides of 1 to 3, both paddings, three images each.
 */

import {
  backend_util,
  concat,
  conv2d,
  conv2dTranspose,
  depthwiseConv2d,
  reshape,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { checkOperation } from '../support/operation-check.ts';

const IMAGES = [
  [9, 8],
  [7, 10],
  [12, 5],
] as const;
const [BATCH, IN, OUT] = [2, 3, 4];

for (const size of [1, 2, 3, 4, 5]) {
  for (const stride of [1, 2, 3]) {
    for (const pad of ['same', 'valid'] as const) {
      const filter = [size, size, IN, OUT] as const;
      const inputs = IMAGES.map(([height, width]) => [BATCH, height, width, IN] as const);
      const outputs = inputs.map(
        (input) => backend_util.computeConv2DInfo([...input], [...filter], stride, 1, pad).outShape,
      );

      const convolve = each((x, w) => conv2d(x, w, stride, pad));
      checkOperation({
        name: `conv2d, filter ${size}, stride ${stride}, ${pad}`,
        shapes: inputs.flatMap((input) => [input, filter]),
        run: convolve,
        composed: convolve,
        finiteDifferences: false,
      });

      const transposed = each((y, w, k) => conv2dTranspose(y, w, [...inputs[k]!], stride, pad));
      checkOperation({
        name: `conv2dTranspose, filter ${size}, stride ${stride}, ${pad}`,
        shapes: outputs.flatMap((output) => [output, filter]),
        run: transposed,
        composed: transposed,
        finiteDifferences: false,
      });
    }
  }
}

const unequal = each((x, w) => conv2d(x, w, [1, 2], 'same'));
checkOperation({
  name: 'conv2d, filter 3 x 2, stride 1 x 2, same',
  shapes: [
    [2, 9, 8, 3],
    [3, 2, 3, 4],
  ],
  run: unequal,
  composed: unequal,
  finiteDifferences: false,
});

const wide = each((x, w) => conv2d(x, w, 2, 2));
checkOperation({
  name: 'conv2d, filter 4, stride 2, padding 2',
  shapes: [
    [2, 9, 8, 3],
    [4, 4, 3, 4],
  ],
  run: wide,
  composed: wide,
  finiteDifferences: false,
});

for (const { x, filter, strides, pad } of [
  { x: [2, 5, 1, 3], filter: [3, 1, 3, 4], strides: [2, 3], pad: [2, 2, 1, 1] },
  { x: [2, 1, 4, 3], filter: [2, 2, 3, 4], strides: [3, 1], pad: [3, 0, 1, 1] },
  { x: [2, 3, 4, 3], filter: [1, 2, 3, 4], strides: [1, 3], pad: [3, 3, 3, 2] },
]) {
  const [top, bottom, left, right] = pad as [number, number, number, number];
  const beyond = each((image, weights) =>
    conv2d(image, weights, strides as [number, number], [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]),
  );
  checkOperation({
    name: `conv2d, filter ${filter[0]} x ${filter[1]}, some or all of whose windows lie in the padding ${pad}`,
    shapes: [x, filter],
    run: beyond,
    composed: beyond,
    finiteDifferences: false,
  });
}

const depthwise = each((x, w) => depthwiseConv2d(x, w, 2, 'same'));
checkOperation({
  name: 'depthwiseConv2d, filter 3, stride 2, same',
  shapes: [
    [2, 9, 8, 3],
    [3, 3, 3, 2],
  ],
  run: depthwise,
  composed: depthwise,
  finiteDifferences: false,
});

/** A function of an image and a filter, over several pairs, the results one after the other. */
function each(
  f: (x: Tensor4D, w: Tensor4D, index: number) => Tensor4D,
): (...pairs: Tensor[]) => Tensor {
  return (...pairs) =>
    concat(
      Array.from({ length: pairs.length / 2 }, (_, k) =>
        reshape(f(pairs[2 * k] as Tensor4D, pairs[2 * k + 1] as Tensor4D, k), [-1]),
      ),
    );
}
