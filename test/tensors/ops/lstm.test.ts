/** Long short-term memory, both bodies. */

import { OptionError } from '@ferrogen/core';
import { lstm } from '@ferrogen/core/nn';
import {
  add,
  concat,
  grads,
  mul,
  reshape,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { composedLstm } from '../../../packages/core/src/nn/ops/lstm.ts';
import { checkOperation, expectClose } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

/** All that an LSTM gives, as one tensor. */
function flat({ outputs, h, c }: ReturnType<typeof lstm>): Tensor {
  return concat([outputs, h, c].map((each) => reshape(each, [each.size])));
}

for (const [batch, time, input, units] of [
  [2, 3, 2, 2],
  [1, 1, 1, 1],
  [0, 2, 3, 4],
  [9, 6, 5, 17],
  [19, 9, 21, 40],
  [70, 4, 3, 16],
] as const) {
  const size = `${batch} sequences of ${time}, ${input} values to ${units} units`;
  checkOperation({
    name: `lstm of ${size}`,
    shapes: [
      [batch, time, input],
      [input, 4 * units],
      [units, 4 * units],
      [4 * units],
      [batch, units],
      [batch, units],
    ],
    run: (x, kernel, recurrentKernel, bias, h, c) =>
      flat(
        lstm(
          x!,
          { kernel: kernel!, recurrentKernel: recurrentKernel!, bias: bias! },
          { h: h!, c: c! },
        ),
      ),
    composed: (x, kernel, recurrentKernel, bias, h, c) =>
      flat(
        composedLstm(
          x!,
          { kernel: kernel!, recurrentKernel: recurrentKernel!, bias: bias! },
          { h: h!, c: c! },
        ),
      ),
  });
}

checkOperation({
  name: 'lstm from a state of zeros, by its outputs alone',
  shapes: [[3, 4, 5], [5, 28], [7, 28], [28]],
  run: (x, kernel, recurrentKernel, bias) =>
    lstm(x!, { kernel: kernel!, recurrentKernel: recurrentKernel!, bias: bias! }, null).outputs,
  composed: (x, kernel, recurrentKernel, bias) =>
    composedLstm(
      x!,
      { kernel: kernel!, recurrentKernel: recurrentKernel!, bias: bias! },
      { h: zeros([3, 7]), c: zeros([3, 7]) },
    ).outputs,
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
 *     m = torch.nn.LSTM(2, 2, batch_first=True).double()
 *     m.weight_ih_l0.copy_(made(1, 2, 8).T); m.weight_hh_l0.copy_(made(2, 2, 8).T)
 *     m.bias_ih_l0.copy_(made(3, 8)); m.bias_hh_l0.zero_()
 *     y, (h, c) = m(made(5, 2, 3, 2), (made(6, 1, 2, 2), made(7, 1, 2, 2)))
 *     (y.square().sum() + h.sum() - 2 * c.sum()).backward()
 */
const torch = {
  outputs: [
    0.172715668, 0.138689817, 0.184033919, 0.18216848, 0.133027975, 0.163524731, 0.166367744,
    0.0282771794, 0.17124203, 0.124386639, 0.11834096, 0.144956754,
  ],
  c: [0.241188298, 0.37620875, 0.20604267, 0.317861781],
  gradients: [
    [
      0.0230730742, -0.0019800233, 0.0625392194, -0.0408226858, 0.427995462, -0.275419285,
      -0.0147861867, -0.015810515, 0.0387983173, -0.0641437261, 0.41461918, -0.294611524,
    ],
    [
      -0.0538222151, -0.112643707, -0.0628539703, -0.0894145659, -0.465315581, -0.301303728,
      0.0223270866, 0.0403432071, 0.00499198406, -0.0329773639, 0.0159871928, 0.0134479918,
      0.128463916, 0.0807893994, -0.0138879443, -0.062487138,
    ],
    [
      -0.0287993875, -0.108296351, -0.0387270178, -0.0480521498, -0.285601904, -0.263674393,
      0.0397984805, 0.0314171648, -0.0202729178, -0.0817743734, -0.0296806356, -0.0567608261,
      -0.224667345, -0.215981263, 0.0409526627, 0.0380472502,
    ],
    [
      -0.160888406, -0.595641203, -0.216418523, -0.353356597, -1.63421973, -1.47371649, 0.241975633,
      0.208972791,
    ],
    [0.0136376974, -0.0204489393, -0.0232660073, 0.00599008663],
    [0.0224279483, -0.120494009, 0.0206869722, -0.137103848],
  ],
};

overBackends((_, it) => {
  it('lstm gives the values and gradients of torch', () => {
    const run = (...[x, kernel, recurrentKernel, bias, h, c]: Tensor[]) =>
      lstm(
        x!,
        { kernel: kernel!, recurrentKernel: recurrentKernel!, bias: bias! },
        { h: h!, c: c! },
      );
    const inputs = [
      made(5, [2, 3, 2]),
      made(1, [2, 8]),
      made(2, [2, 8]),
      made(3, [8]),
      made(6, [2, 2]),
      made(7, [2, 2]),
    ];
    const result = run(...inputs);
    expectClose(result.outputs.dataSync(), torch.outputs, 1e-6, 'outputs');
    expectClose(result.c.dataSync(), torch.c, 1e-6, 'c');
    const gradients = grads((...tensors: Tensor[]) => {
      const { outputs, h, c } = run(...tensors);
      return sub(add(sum(square(outputs)), sum(h)), mul(2, sum(c)));
    })(inputs);
    gradients.forEach((gradient, index) => {
      expectClose(gradient.dataSync(), torch.gradients[index]!, 1e-6, `gradient ${index}`);
    });
  });

  it('lstm of a sequence is that of its halves, one after the other', () => {
    const weights = {
      kernel: made(1, [3, 20]),
      recurrentKernel: made(2, [5, 20]),
      bias: made(3, [20]),
    };
    const x = made(4, [10, 6, 3]);
    const whole = lstm(x, weights, null);
    const first = lstm(slice(x, [0, 0, 0], [10, 4, 3]), weights, null);
    const second = lstm(slice(x, [0, 4, 0], [10, 2, 3]), weights, first);
    expect(second.h.dataSync()).toEqual(whole.h.dataSync());
    expect(second.c.dataSync()).toEqual(whole.c.dataSync());
  });

  it('lstm refuses shapes that do not fit, and names them', () => {
    const weights = {
      kernel: zeros([3, 20]),
      recurrentKernel: zeros([5, 20]),
      bias: zeros([20]),
    };
    const x = zeros([2, 4, 3]);
    const refusal = (option: string) => expect.objectContaining({ option });
    expect(() => lstm(zeros([2, 0, 3]), weights, null)).toThrow(OptionError);
    expect(() => lstm(zeros([2, 3]), weights, null)).toThrow(refusal('x'));
    expect(() => lstm(x, { ...weights, kernel: zeros([4, 20]) }, null)).toThrow(refusal('kernel'));
    expect(() => lstm(x, { ...weights, bias: zeros([5]) }, null)).toThrow(refusal('bias'));
    expect(() => lstm(x, weights, { h: zeros([2, 5]), c: zeros([1, 5]) })).toThrow(refusal('c'));
  });
});
