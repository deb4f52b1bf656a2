/** Transposed convolutions, both bodies. */

import { type ConvTranspose2dOptions, convTranspose2d } from '@ferrogen/core/nn';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { zeros } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { composedConvTranspose2d } from '../../../packages/core/src/nn/ops/conv-transpose2d.ts';
import { checkOperation } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

type Shape = readonly number[];

function check(
  title: string,
  x: Shape,
  filter: Shape,
  options: ConvTranspose2dOptions,
  { hasBias = true, twice = true } = {},
): void {
  const body =
    (f: typeof convTranspose2d) =>
    (...[input, weights, bias]: Tensor[]): Tensor =>
      f(input as Tensor4D, weights as Tensor4D, (bias ?? null) as Tensor1D | null, options);
  checkOperation({
    name: `convTranspose2d ${title}`,
    shapes: hasBias ? [x, filter, [filter[2]!]] : [x, filter],
    run: body(convTranspose2d),
    composed: body(composedConvTranspose2d),
    twice,
    // Finite differences would step over a kink.
    ...(options.activation === 'leakyRelu' && { finiteDifferences: false }),
  });
}

check('with a number for padding, all oblong', [1, 3, 3, 2], [4, 2, 2, 2], {
  padding: 1,
  stride: [1, 2],
});
check('of stride 2, same', [2, 3, 2, 3], [4, 4, 2, 3], { stride: 2, padding: 'same' });
check('of stride 1 with tanh', [1, 4, 5, 2], [3, 3, 2, 2], {
  stride: 1,
  padding: 'same',
  activation: 'tanh',
});
check('of 3 x 3 and stride 2 with sigmoid', [1, 3, 4, 2], [3, 3, 2, 2], {
  stride: 2,
  padding: 'same',
  activation: 'sigmoid',
});
check('valid, unequal strides', [1, 3, 2, 2], [3, 4, 2, 2], { stride: [2, 3], padding: 'valid' });
check('with padding 1, filters that are not square', [1, 3, 4, 2], [4, 3, 2, 2], {
  stride: 1,
  padding: 1,
});
check('with padding 1, as in PyTorch', [1, 3, 3, 2], [4, 4, 2, 2], { stride: 2, padding: 1 });
check(
  'to the larger of two sizes',
  [1, 3, 3, 2],
  [3, 3, 2, 2],
  { stride: 2, padding: 'valid', outputSize: [8, 7] },
  { hasBias: false },
);
check('of single pixels', [2, 3, 4, 5], [1, 1, 3, 5], {
  stride: 1,
  padding: 'valid',
  activation: 'leakyRelu',
});
check('of no images', [0, 4, 4, 2], [4, 4, 3, 2], { stride: 2, padding: 'same' }, { twice: false });
check('as a DCGAN has it', [2, 5, 5, 64], [4, 4, 32, 64], {
  stride: 2,
  padding: 'same',
  activation: 'leakyRelu',
});
check('to one channel, as the last of a DCGAN', [3, 9, 9, 32], [4, 4, 1, 32], {
  stride: 2,
  padding: 'same',
  activation: 'tanh',
});
check('of 35 channels, odd sizes', [3, 5, 4, 35], [3, 5, 33, 35], { stride: 2, padding: 'same' });

overBackends((_, it) => {
  it('convTranspose2d: default sizes are the stride times as large, or what the filter reaches', () => {
    const x = zeros([1, 7, 7, 2]) as Tensor4D;
    const filter = zeros([4, 4, 3, 2]) as Tensor4D;
    const shape = (options: ConvTranspose2dOptions) =>
      convTranspose2d(x, filter, null, options).shape;
    expect(shape({ stride: 2, padding: 'same' })).toEqual([1, 14, 14, 3]);
    expect(shape({ stride: 2, padding: 'valid' })).toEqual([1, 16, 16, 3]);
    expect(shape({ stride: 2, padding: 1 })).toEqual([1, 14, 14, 3]);
    expect(shape({ stride: [1, 3], padding: 1 })).toEqual([1, 8, 20, 3]);
  });

  it('convTranspose2d: an output size that no convolution makes as small is refused', () => {
    const x = zeros([1, 7, 7, 2]) as Tensor4D;
    const filter = zeros([4, 4, 3, 2]) as Tensor4D;
    const run = () =>
      convTranspose2d(x, filter, null, { stride: 2, padding: 'same', outputSize: [12, 14] });
    expect(run).toThrow(
      "12 x 14 pixels gives 6 x 7, not x's 7 x 7; leave outputSize out for 14 x 14",
    );
  });

  it('convTranspose2d: options that are no whole numbers in their range are refused', () => {
    const x = zeros([1, 7, 7, 2]) as Tensor4D;
    const filter = zeros([4, 4, 3, 2]) as Tensor4D;
    for (const [option, options] of [
      ['stride', { stride: 1.5, padding: 'same' }],
      ['stride', { stride: [1, 0], padding: 'same' }],
      ['padding', { stride: 1, padding: 0.5 }],
      ['outputSize', { stride: 2, padding: 'same', outputSize: [13.5, 14] }],
    ] as [string, ConvTranspose2dOptions][])
      expect(() => convTranspose2d(x, filter, null, options)).toThrow(
        expect.objectContaining({ code: 'OPTION_INVALID', option }),
      );
  });
});
