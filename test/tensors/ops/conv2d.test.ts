/** Convolutions, both bodies. */

import { type Conv2dOptions, conv2d, type Padding } from '@ferrogen/core/nn';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { zeros } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { composedConv2d } from '../../../packages/core/src/nn/ops/conv2d.ts';
import { checkOperation } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

type Shape = readonly number[];

function check(
  title: string,
  x: Shape,
  filter: Shape,
  options: Conv2dOptions,
  { hasBias = true, twice = true } = {},
): void {
  const body =
    (f: typeof conv2d) =>
    (...[input, weights, bias]: Tensor[]): Tensor =>
      f(input as Tensor4D, weights as Tensor4D, (bias ?? null) as Tensor1D | null, options);
  checkOperation({
    name: `conv2d ${title}`,
    shapes: hasBias ? [x, filter, [filter[3]!]] : [x, filter],
    run: body(conv2d),
    composed: body(composedConv2d),
    twice,
    // Finite differences would step over a kink.
    ...(options.activation === 'leakyRelu' && { finiteDifferences: false }),
  });
}

check('of 3 x 3, same', [2, 4, 5, 2], [3, 3, 2, 3], { padding: 'same' });
check('of stride 2 with tanh', [2, 5, 4, 2], [3, 2, 2, 3], {
  stride: 2,
  padding: 'same',
  activation: 'tanh',
});
check('of unequal strides with sigmoid', [1, 7, 5, 2], [2, 3, 2, 2], {
  stride: [3, 1],
  activation: 'sigmoid',
});
check('with dilation', [1, 7, 6, 2], [3, 2, 2, 2], { dilation: [2, 3], padding: 'same' });
check('with dilation and stride', [1, 9, 9, 2], [2, 2, 2, 2], { dilation: 3, stride: 2 });
check(
  'with explicit padding',
  [1, 4, 4, 2],
  [3, 3, 2, 2],
  {
    padding: [
      [2, 0],
      [1, 3],
    ],
    stride: 2,
  },
  { hasBias: false },
);
check('with a number for padding', [1, 4, 4, 2], [3, 3, 2, 2], { padding: 2 });
check('with a number for padding, all oblong', [1, 4, 5, 2], [4, 2, 2, 2], {
  padding: 1,
  stride: [1, 2],
});
check('of single pixels', [2, 3, 4, 5], [1, 1, 5, 3], { activation: 'leakyRelu' });
check('of single pixels with stride', [2, 5, 4, 5], [1, 1, 5, 3], { stride: 2 });
check('with filters smaller than the stride', [1, 9, 9, 1], [2, 2, 1, 2], {
  stride: 3,
  padding: 'same',
});
check('of no images', [0, 4, 4, 2], [3, 3, 2, 3], { padding: 'same' }, { twice: false });
check('followed by gelu', [2, 5, 4, 2], [3, 2, 2, 3], { activation: 'gelu' }, { twice: false });
check('of one channel, as the first of a DCGAN', [5, 28, 28, 1], [4, 4, 1, 32], {
  stride: 2,
  padding: 'same',
  activation: 'leakyRelu',
});
check('of 33 channels, odd sizes', [2, 9, 11, 33], [3, 4, 33, 35], {
  stride: 2,
  padding: 'same',
  activation: 'leakyRelu',
});
check('of 32 channels, 3 x 3', [2, 9, 9, 32], [3, 3, 32, 64], { padding: 'same' });
check('of 64 channels to one', [2, 9, 9, 64], [3, 3, 64, 1], { padding: 'same' });
check('of single pixels, large', [2, 14, 15, 70], [1, 1, 70, 66], { activation: 'relu' });

overBackends((_, it) => {
  it('conv2d: shapes that do not fit are named', () => {
    const x = zeros([1, 4, 4, 2]) as Tensor4D;
    const filter = zeros([3, 3, 2, 5]) as Tensor4D;
    expect(() => conv2d(x, zeros([3, 3, 1, 5]), null)).toThrow('x [1,4,4,2] with filter [3,3,1,5]');
    expect(() => conv2d(x, filter, zeros([4]) as Tensor1D)).toThrow('bias [4] to 5 channels');
    const [window, large] = [zeros([3, 3, 2, 5]) as Tensor4D, zeros([6, 5, 2, 5]) as Tensor4D];
    expect(() => conv2d(x, large, null)).toThrow('6 x 5 pixels over an image of 4 x 4');
    expect(() => conv2d(x, window, null, { dilation: 2 })).toThrow('5 x 5 pixels');
    expect(() =>
      conv2d(x, large, null, {
        padding: [
          [1, 0],
          [0, 1],
        ],
      }),
    ).toThrow('of 5 x 5, padding');
    expect(conv2d(x, large, null, { padding: 1 }).shape).toEqual([1, 1, 2, 5]);
    expect(conv2d(x, large, null, { padding: 'same' }).shape).toEqual([1, 4, 4, 5]);
  });

  it('conv2d: options that are no whole numbers in their range are refused', () => {
    const x = zeros([1, 4, 4, 2]) as Tensor4D;
    const filter = zeros([3, 3, 2, 5]) as Tensor4D;
    for (const wrong of [0, -1, 1.5, Number.NaN, [1, 0]] as (number | [number, number])[])
      for (const option of ['stride', 'dilation'])
        expect(() => conv2d(x, filter, null, { [option]: wrong })).toThrow(
          expect.objectContaining({ code: 'OPTION_INVALID', option }),
        );
    for (const padding of [
      -1,
      0.5,
      [
        [0, 1],
        [2, -1],
      ],
      'full',
    ] as Padding[])
      expect(() => conv2d(x, filter, null, { padding })).toThrow(
        expect.objectContaining({ code: 'OPTION_INVALID', option: 'padding' }),
      );
  });
});
