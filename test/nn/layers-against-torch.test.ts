/** Layers that keep state, against torch 2.x. All weights and inputs are waves, see support.ts. */

import { BatchNorm, Dense, differentiate, disposeAll, Elman, Gru, Lstm } from '@ferrogen/core/nn';
import { mul, sum, tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { Prng } from '../../packages/core/src/random/prng.ts';
import { overBackends } from '../support/tensor-backends.ts';
import { assignWaves, expectNear, wave } from './support.ts';

const random = new Prng(1);

overBackends((_, it) => {
  // torch.nn.RNN(3, 2, num_layers=2, batch_first=True): weight_ih_lk.copy_(wave(in, 2).T), weight_hh_lk.copy_(wave(2, 2).T),
  // bias_ih_lk.copy_(wave(2)), bias_hh_lk.zero_(); rnn(wave(2, 3, 3), wave(2, 2, 2))
  it('Elman is torch.nn.RNN, layer upon layer, with states in and out', () => {
    const layer = new Elman({ inputs: 3, units: 2, layers: 2, random });
    assignWaves(layer.variables);
    const x = wave([2, 3, 3]);
    const both = wave([2, 2, 2]).dataSync();
    const states = [tensor(both.slice(0, 4), [2, 2]), tensor(both.slice(4), [2, 2])];
    const result = layer.apply(x, { states });
    expectNear(
      result.outputs,
      [
        0.4787821, 0.3993454, 0.7245288, 0.5078947, 0.7856577, 0.6239746, 0.6633334, 0.3400344,
        0.7466224, 0.6499189, 0.7980006, 0.5308123,
      ],
    );
    expectNear(result.states[0]!, [0.6421421, 0.4025576, 0.6338046, 0.6475994]);
    expectNear(result.states[1]!, [0.7856577, 0.6239746, 0.7980006, 0.5308123]);
    for (const each of [x, ...states, result.outputs, ...result.states]) each.dispose();
    layer.dispose();
  });

  // The same of torch.nn.LSTM(3, 2, num_layers=2, batch_first=True), whose gates torch stacks in the same order.
  it('Lstm is torch.nn.LSTM with one of its two biases 0', () => {
    const layer = new Lstm({ inputs: 3, units: 2, layers: 2, random });
    assignWaves(layer.variables);
    const x = wave([2, 3, 3]);
    const { outputs, states } = layer.apply(x);
    expectNear(
      outputs,
      [
        -0.1174833, -0.0369151, -0.1636867, -0.071468, -0.1726436, -0.0748118, -0.1293646,
        -0.0662753, -0.1687419, -0.0795123, -0.175493, -0.1009795,
      ],
    );
    expectNear(states[0]!.h, [-0.228398, -0.0238385, -0.2513894, -0.1560597]);
    expectNear(states[1]!.h, [-0.1726436, -0.0748118, -0.175493, -0.1009795]);
    for (const each of [x, outputs, ...states.flatMap(({ h, c }) => [h, c])]) each.dispose();
    layer.dispose();
  });

  // The same of torch.nn.GRU(3, 2, num_layers=2, batch_first=True), bias_hh_lk.copy_(wave(6)).
  it('Gru is torch.nn.GRU', () => {
    const layer = new Gru({ inputs: 3, units: 2, layers: 2, random });
    assignWaves(layer.variables);
    const x = wave([2, 3, 3]);
    const { outputs, states } = layer.apply(x);
    expectNear(
      outputs,
      [
        -0.205987, -0.0580535, -0.3516551, -0.1152375, -0.2881776, -0.0582541, -0.2984146,
        -0.1498797, -0.2736478, -0.0742973, -0.3799952, -0.1183998,
      ],
    );
    expectNear(states[0]!, [-0.4803283, -0.335995, -0.2217208, -0.0610987]);
    for (const each of [x, outputs, ...states]) each.dispose();
    layer.dispose();
  });

  it('recurrent layers go on from the states that they gave', () => {
    const layer = new Lstm({ inputs: 3, units: 2, layers: 2, random });
    const steps = [wave([2, 1, 3], 0.7), wave([2, 1, 3], -0.4)] as const;
    const rows = steps.map((x) => x.dataSync());
    const both = tensor(
      [0, 1].flatMap((row) => rows.flatMap((x) => [...x.slice(3 * row, 3 * row + 3)])),
      [2, 2, 3],
    );
    const first = layer.apply(steps[0]);
    const second = layer.apply(steps[1], { states: first.states });
    const whole = layer.apply(both);
    expectNear(second.states[1]!.h, [...whole.states[1]!.h.dataSync()], 1e-6);
    expectNear(second.states[0]!.c, [...whole.states[0]!.c.dataSync()], 1e-6);
    for (const { outputs, states } of [first, second, whole])
      for (const each of [outputs, ...states.flatMap(({ h, c }) => [h, c])]) each.dispose();
    for (const each of [...steps, both]) each.dispose();
    layer.dispose();
  });

  // bn = torch.nn.BatchNorm1d(2); bn.weight.copy_(wave(2)); bn.bias.copy_(wave(2)); bn(wave(4, 2, scale=1.));
  // y = bn(wave(4, 2, scale=2.)); bn.eval(); bn(wave(4, 2))
  it('BatchNorm is torch.nn.BatchNorm1d: by the batch in training, by its running moments otherwise', () => {
    const layer = new BatchNorm({ channels: 2 });
    assignWaves(layer.variables);
    const inputs = [wave([4, 2], 1), wave([4, 2], 2), wave([4, 2])] as const;
    layer.apply(inputs[0], { training: true }).dispose();
    const y = layer.apply(inputs[1], { training: true });
    expectNear(
      y,
      [0.8238817, 0.8732553, 0.4032938, -0.132154, -0.2573254, 0.1559255, 0.7130917, 0.921568],
    );
    expectNear(layer.variables.get('running_mean')!, [0.0493474, 0.0625267]);
    expectNear(layer.variables.get('running_var')!, [1.1306777, 1.1808524]);
    const z = layer.apply(inputs[2]);
    expectNear(
      z,
      [0.5676842, 0.6187067, 0.4291288, 0.270171, 0.2114992, 0.3700368, 0.5311863, 0.6354548],
    );
    expectNear(layer.variables.get('running_mean')!, [0.0493474, 0.0625267]);
    for (const each of [...inputs, y, z]) each.dispose();
    layer.dispose();
  });

  it('BatchNorm refuses one value per channel in training, which has no variance', () => {
    const layer = new BatchNorm({ channels: 2, name: 'bn1' });
    const x = wave([1, 2]);
    expect(() => layer.apply(x, { training: true })).toThrow(/bn1 in training: .* got 1/);
    x.dispose();
    layer.dispose();
  });

  // lin = torch.nn.utils.spectral_norm(torch.nn.Linear(3, 2, bias=False)); lin.weight_orig.copy_(wave(3, 2).T);
  // lin.weight_u.copy_(normalize(wave(2), dim=0)); lin(x); y = lin(x); (y * tensor([1., 2.])).sum().backward()
  it('Dense with spectralNorm is torch.nn.utils.spectral_norm: values, gradients, the vector that it keeps', () => {
    const layer = new Dense({ inputs: 3, outputs: 2, bias: false, spectralNorm: true, random });
    assignWaves(layer.variables);
    const [sin1, sin2] = [Math.sin(1), Math.sin(2)];
    const length = Math.hypot(sin1, sin2);
    const u = tensor([[sin1 / length, sin2 / length]]);
    layer.variables.get('weight_u')!.assign(u);
    const x = wave([1, 3], 1);
    const weights = tensor([[1, 2]]);
    const first = layer.apply(x, { training: true });
    expectNear(first, [0.4443403, 0.0238042]);
    const { loss, gradients } = differentiate(
      () => sum(mul(layer.apply(x, { training: true }), weights)),
      layer.variables,
    );
    expectNear(loss, [0.4440587 + 2 * 0.0237891]);
    expectNear(
      gradients.get('weight_orig')!,
      [0.7074231, 1.801178, 1.2736455, 2.4161146, 0.4359985, 0.5948425],
      5e-6,
    );
    expectNear(layer.variables.get('weight_u')!, [0.7350035, 0.6780633]);
    for (const each of [u, x, weights, first, loss]) each.dispose();
    disposeAll(gradients);
    layer.dispose();
  });
});
