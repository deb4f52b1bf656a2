/** TensorFlow.js's convolutions on the backend `native`, against its own cpu backend. */

import {
  conv2d,
  conv2dTranspose,
  engine,
  fused,
  type Tensor,
  type Tensor4D,
  tensor,
} from '@tensorflow/tfjs-core';
import { expectAsOnCpu, itNative } from '../support/against-cpu.ts';
import { uniformNumbers } from '../support/operation-check.ts';

type Shape4 = [number, number, number, number];
type Pad = 'same' | 'valid' | number;

const uniform = uniformNumbers(11);

const draw = (shape: readonly number[]): Float32Array =>
  Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * uniform() - 1);

const compare = (compute: () => Tensor, what: string): Promise<void> =>
  expectAsOnCpu(what, 'largest', compute);

/** The convolution and both its gradients. */
async function compareAll(x: Shape4, filter: Shape4, stride: number, pad: Pad): Promise<void> {
  const what = `[${x}] * [${filter}], stride ${stride}, ${pad}`;
  const [images, weights] = [draw(x), draw(filter)];
  const strides: [number, number] = [stride, stride];
  let small: Shape4 = [0, 0, 0, 0];
  await compare(() => {
    const y = conv2d(
      tensor(images, x) as Tensor4D,
      tensor(weights, filter) as Tensor4D,
      strides,
      pad,
    );
    small = y.shape;
    return y;
  }, `conv2d of ${what}`);
  const gradient = draw(small);
  await compare(
    () =>
      conv2dTranspose(
        tensor(gradient, small) as Tensor4D,
        tensor(weights, filter) as Tensor4D,
        x,
        strides,
        pad,
      ),
    `conv2dTranspose of ${what}`,
  );
  await compare(
    () =>
      engine().runKernel(
        'Conv2DBackpropFilter',
        { x: tensor(images, x), dy: tensor(gradient, small) },
        { strides, pad, dataFormat: 'NHWC', filterShape: filter },
      ) as Tensor,
    `filter gradient of ${what}`,
  );
}

itNative(
  'conv2d and its gradients: filters of 1 to 5, strides of 1 to 3, every padding',
  async () => {
    for (const size of [1, 2, 3, 4, 5])
      for (const stride of [1, 2, 3])
        for (const pad of ['same', 'valid', 1] as const)
          await compareAll([2, 7, 6, 3], [size, size, 3, 5], stride, pad);
  },
);

itNative('conv2d and its gradients: channels around the width of vectors', async () => {
  for (const [inputs, outputs] of [
    [1, 1],
    [1, 16],
    [2, 17],
    [15, 1],
    [16, 16],
    [17, 33],
    [8, 64],
    [31, 48],
    [64, 3],
  ] as const)
    for (const stride of [1, 2])
      await compareAll([2, 6, 5, inputs], [3, 4, inputs, outputs], stride, 'same');
});

itNative('conv2d and its gradients: filters that are not square, images of one row', async () => {
  await compareAll([3, 1, 40, 3], [1, 5, 3, 20], 1, 'same');
  await compareAll([3, 40, 1, 3], [5, 1, 3, 20], 2, 'same');
  await compareAll([1, 3, 3, 2], [3, 3, 2, 9], 1, 'valid');
  await compareAll([1, 2, 2, 2], [5, 5, 2, 9], 2, 'same');
});

itNative('conv2d and its gradients: sizes that reach several threads', async () => {
  await compareAll([17, 14, 14, 32], [4, 4, 32, 40], 2, 'same');
  await compareAll([40, 28, 28, 1], [4, 4, 1, 32], 2, 'same');
  await compareAll([9, 14, 14, 32], [3, 3, 32, 16], 1, 'same');
  await compareAll([9, 14, 14, 32], [3, 3, 32, 1], 1, 'same');
  await compareAll([9, 14, 14, 72], [1, 1, 72, 70], 1, 'same');
});

itNative('conv2d and its gradients: no images, no channels', async () => {
  await compareAll([0, 5, 5, 3], [3, 3, 3, 4], 1, 'same');
  await compareAll([2, 5, 5, 0], [3, 3, 0, 4], 1, 'same');
  await compareAll([2, 5, 5, 3], [3, 3, 3, 0], 1, 'same');
  await compareAll([2, 5, 5, 0], [1, 1, 0, 4], 1, 'same');
});

itNative('conv2d: dilations, explicit paddings and unequal strides', async () => {
  const x = tensor(draw([2, 11, 9, 3]), [2, 11, 9, 3]) as Tensor4D;
  const filter = tensor(draw([3, 2, 3, 20]), [3, 2, 3, 20]) as Tensor4D;
  await compare(() => conv2d(x, filter, 1, 'same', 'NHWC', [2, 3]), 'dilated');
  await compare(() => conv2d(x, filter, 1, 'valid', 'NHWC', [4, 1]), 'dilated down');
  await compare(() => conv2d(x, filter, [2, 3], 'same'), 'unequal strides');
  const pad = [
    [0, 0],
    [3, 1],
    [0, 4],
    [0, 0],
  ] as [[0, 0], [number, number], [number, number], [0, 0]];
  await compare(() => conv2d(x, filter, 2, pad), 'explicit padding');
});

itNative('conv2d: infinities and NaN go where they go in exact arithmetic', async () => {
  const x = draw([2, 8, 8, 3]);
  const filter = draw([3, 3, 3, 20]);
  x[5] = Number.NaN;
  x[300] = Number.POSITIVE_INFINITY;
  const convolve = (pad: 'same' | 'valid') => () =>
    conv2d(tensor(x, [2, 8, 8, 3]) as Tensor4D, tensor(filter, [3, 3, 3, 20]) as Tensor4D, 1, pad);
  await compare(convolve('same'), 'in the images');
  filter[77] = Number.NEGATIVE_INFINITY;
  // Not 'same': a filter value that is not finite meets zeros in the padding, which the cpu backend leaves out.
  await compare(convolve('valid'), 'in images and filter');
});

itNative('conv2d: channels first is the cpu backend’s', async () => {
  const x = tensor(draw([1, 2, 5, 5]), [1, 2, 5, 5]) as Tensor4D;
  const filter = tensor(draw([3, 3, 2, 4]), [3, 3, 2, 4]) as Tensor4D;
  await compare(() => conv2d(x, filter, 1, 'valid', 'NCHW'), 'channels first');
});

itNative('fused.conv2d: every activation, with and without bias', async () => {
  const [x, filter, bias, weights] = [
    draw([2, 9, 9, 8]),
    draw([3, 3, 8, 20]),
    draw([20]),
    draw([20]),
  ];
  for (const activation of [
    'linear',
    'relu',
    'relu6',
    'elu',
    'sigmoid',
    'leakyrelu',
    'prelu',
  ] as const)
    for (const withBias of [false, true])
      await compare(
        () =>
          fused.conv2d({
            x: tensor(x, [2, 9, 9, 8]) as Tensor4D,
            filter: tensor(filter, [3, 3, 8, 20]) as Tensor4D,
            strides: 2,
            pad: 'same',
            ...(withBias && { bias: tensor(bias, [20]) }),
            activation,
            ...(activation === 'prelu' && { preluActivationWeights: tensor(weights, [20]) }),
            leakyreluAlpha: 0.3,
          }),
        `${activation} ${withBias}`,
      );
});
