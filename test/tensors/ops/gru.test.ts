/** The gated recurrent unit, both bodies. */

import { OptionError } from '@ferrogen/core';
import { gru } from '@ferrogen/core/nn';
import {
  add,
  concat,
  grads,
  reshape,
  slice,
  square,
  sum,
  type Tensor,
  tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { composedGru } from '../../../packages/core/src/nn/ops/gru.ts';
import { checkOperation, expectClose } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

/** All that a GRU gives, as one tensor. */
function flat({ outputs, h }: ReturnType<typeof gru>): Tensor {
  return concat([outputs, h].map((each) => reshape(each, [each.size])));
}

function weightsOf([kernel, recurrentKernel, bias, recurrentBias]: Tensor[]) {
  return {
    kernel: kernel!,
    recurrentKernel: recurrentKernel!,
    bias: bias!,
    recurrentBias: recurrentBias!,
  };
}

for (const [batch, time, input, units] of [
  [2, 3, 2, 2],
  [1, 1, 1, 1],
  [0, 2, 3, 4],
  [9, 6, 5, 17],
  [19, 9, 21, 40],
  [70, 4, 3, 16],
] as const)
  checkOperation({
    name: `gru of ${batch} sequences of ${time}, ${input} values to ${units} units`,
    shapes: [
      [batch, time, input],
      [batch, units],
      [input, 3 * units],
      [units, 3 * units],
      [3 * units],
      [3 * units],
    ],
    run: (x, state, ...weights) => flat(gru(x!, weightsOf(weights), state!)),
    composed: (x, state, ...weights) => flat(composedGru(x!, weightsOf(weights), state!)),
  });

checkOperation({
  name: 'gru from a state of zeros, by its last output alone',
  shapes: [[3, 4, 5], [5, 21], [7, 21], [21], [21]],
  run: (x, ...weights) => gru(x!, weightsOf(weights), null).h,
  composed: (x, ...weights) => composedGru(x!, weightsOf(weights), zeros([3, 7])).h,
});

/** sin(k + offset) / 2 */
function made(offset: number, shape: number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float32Array.from({ length: size }, (_, k) => Math.sin(k + offset) / 2),
    shape,
  );
}

/**
 * torch 2.15.0 in float64, with made(offset, *shape) = torch.arange(n).add(offset).sin().reshape(shape) / 2:
 *
 *     m = torch.nn.GRU(2, 2, batch_first=True).double()
 *     m.weight_ih_l0.copy_(made(1, 2, 6).T); m.weight_hh_l0.copy_(made(2, 2, 6).T)
 *     m.bias_ih_l0.copy_(made(3, 6)); m.bias_hh_l0.copy_(made(4, 6))
 *     y, h = m(made(5, 2, 3, 2), made(6, 1, 2, 2))
 *     (y.square().sum() + h.sum()).backward()
 */
const torch = {
  outputs: [
    0.398126018, 0.433294488, 0.205390737, 0.447828219, 0.406954886, 0.515247539, 0.640829394,
    0.404832308, 0.302621348, 0.458091567, 0.369768816, 0.512510091,
  ],
  gradients: [
    [
      -0.233550987, -0.343175597, -0.397884339, -0.5239011, -0.487033816, -0.627322067,
      -0.268019871, -0.363576562, -0.423535624, -0.539478345, -0.521361394, -0.65948932,
    ],
    [0.559300013, 1.02241762, 0.592708982, 0.839627996],
    [
      0.0245662456, 0.0632234308, 0.150582871, 0.082151308, 0.410374443, 0.468322824, 8.35814487e-5,
      0.0613831318, 0.175932612, 0.0556092678, 0.12314297, 0.392328941,
    ],
    [
      0.124227425, 0.150592872, 0.0675504338, -0.115816044, 0.868562271, 0.535585906, 0.151080858,
      0.154502792, -0.0710485624, -0.131852144, 0.97376186, 0.587784989,
    ],
    [0.386027629, 0.378456564, -0.238144981, -0.404333667, 4.63245814, 4.15850174],
    [0.386027629, 0.378456564, -0.238144981, -0.404333667, 2.41736422, 1.43615225],
  ],
};

overBackends((_, it) => {
  it('gru gives the values and gradients of torch', () => {
    const run = (...[x, state, ...weights]: Tensor[]) => gru(x!, weightsOf(weights), state!);
    const inputs = [
      made(5, [2, 3, 2]),
      made(6, [2, 2]),
      made(1, [2, 6]),
      made(2, [2, 6]),
      made(3, [6]),
      made(4, [6]),
    ];
    expectClose(run(...inputs).outputs.dataSync(), torch.outputs, 1e-6, 'outputs');
    const gradients = grads((...tensors: Tensor[]) => {
      const { outputs, h } = run(...tensors);
      return add(sum(square(outputs)), sum(h));
    })(inputs);
    gradients.forEach((gradient, index) => {
      expectClose(gradient.dataSync(), torch.gradients[index]!, 1e-6, `gradient ${index}`);
    });
  });

  it('gru of a sequence is that of its halves, one after the other', () => {
    const weights = weightsOf([made(1, [3, 15]), made(2, [5, 15]), made(3, [15]), made(4, [15])]);
    const x = made(4, [10, 6, 3]);
    const whole = gru(x, weights, null);
    const first = gru(slice(x, [0, 0, 0], [10, 4, 3]), weights, null);
    const second = gru(slice(x, [0, 4, 0], [10, 2, 3]), weights, first.h);
    expect(second.h.dataSync()).toEqual(whole.h.dataSync());
  });

  it('gru refuses shapes that do not fit, and names them', () => {
    const weights = weightsOf([zeros([3, 15]), zeros([5, 15]), zeros([15]), zeros([15])]);
    const x = zeros([2, 4, 3]);
    const refusal = (option: string) => expect.objectContaining({ option });
    expect(() => gru(zeros([2, 0, 3]), weights, null)).toThrow(OptionError);
    expect(() => gru(x, { ...weights, recurrentBias: zeros([5]) }, null)).toThrow(
      refusal('recurrentBias'),
    );
    expect(() => gru(x, weights, zeros([5]))).toThrow(refusal('state'));
  });
});
