/** Optimisers against torch.optim 2.x: two parameters, five steps, gradients that change and one that is always 0. */

import {
  adam,
  adamw,
  disposeVariables,
  minimize,
  type Optimizer,
  parameter,
  rmsprop,
  sgd,
  type Variables,
} from '@ferrogen/core/nn';
import { add, memory, mul, square, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';

/**
 * p = Parameter(tensor([1., -2., 3., 0.5])); q = Parameter(tensor([[0.25, -0.75]])); for k in 1..5:
 * p.grad = tensor([0.1 * k, -0.2, 0.3 / k, 0.]); q.grad = tensor([[0.5, -0.05 * k]]); optimizer.step()
 */
const cases: readonly {
  call: string;
  make: (variables: Variables) => Optimizer;
  p: number[];
  q: number[];
}[] = [
  {
    call: 'Adam(lr=0.1, betas=(0.8, 0.95), eps=1e-6)',
    make: (v) => adam(v, { learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 }),
    p: [0.50432789, -1.50000226, 2.57126403, 0.5],
    q: [-0.249999, -0.25433055],
  },
  {
    call: 'Adam(lr=0.1, weight_decay=0.1)',
    make: (v) => adam(v, { learningRate: 0.1, weightDecay: 0.1 }),
    p: [0.50307292, -1.50126755, 2.51590014, 0.02781457],
    q: [-0.24906939, -0.25023991],
  },
  {
    call: 'AdamW(lr=0.1, weight_decay=0.1)',
    make: (v) => adamw(v, { learningRate: 0.1, weightDecay: 0.1 }),
    p: [0.47558087, -1.41188049, 2.4220922, 0.47549507],
    q: [-0.25235197, -0.2378334],
  },
  {
    call: 'SGD(lr=0.1)',
    make: (v) => sgd(v, { learningRate: 0.1 }),
    p: [0.84999996, -1.9000001, 2.93149996, 0.5],
    q: [1e-8, -0.67500007],
  },
  {
    call: 'SGD(lr=0.1, momentum=0.9, weight_decay=0.01)',
    make: (v) => sgd(v, { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 }),
    p: [0.67036194, -1.71151137, 2.739568, 0.49344343],
    q: [-0.40893424, -0.58190262],
  },
  {
    call: 'SGD(lr=0.1, momentum=0.9, nesterov=True)',
    make: (v) => sgd(v, { learningRate: 0.1, momentum: 0.9, nesterov: true }),
    p: [0.56467211, -1.66340613, 2.73189092, 0.5],
    q: [-0.59148449, -0.532336],
  },
  {
    call: 'RMSprop(lr=0.01)',
    make: (v) => rmsprop(v, { learningRate: 0.01 }),
    p: [0.58911711, -1.67553973, 2.7882483, 0.5],
    q: [-0.07446051, -0.33911732],
  },
  {
    call: 'RMSprop(lr=0.01, alpha=0.9, eps=1e-6, momentum=0.5, weight_decay=0.1)',
    make: (v) =>
      rmsprop(v, {
        learningRate: 0.01,
        alpha: 0.9,
        epsilon: 1e-6,
        momentum: 0.5,
        weightDecay: 0.1,
      }),
    p: [0.79210442, -1.82194257, 2.84117699, 0.3301231],
    q: [0.07169026, -0.54600626],
  },
];

overBackends((_, it) => {
  for (const { call, make, p, q } of cases)
    it(`${call} goes where torch goes, and leaks nothing`, () => {
      const variables = twoVariables();
      const optimizer = make(variables);
      const before = memory().numTensors;
      for (let k = 1; k <= 5; k++) step(optimizer, k);
      expect(memory().numTensors).toBe(before);
      expect(optimizer.steps).toBe(5);
      expectNear(variables.get('p')!, p);
      expectNear(variables.get('q')!, q);
      dispose(optimizer, variables);
    });

  it('clip.norm scales as torch.nn.utils.clip_grad_norm_, without reading anything back', () => {
    const variables = twoVariables();
    const optimizer = sgd(variables, { learningRate: 1, clip: { norm: 2 } });
    const before = memory().numTensors;
    apply(optimizer, { p: tensor([3, 0, 0, 0]), q: tensor([[0, 4]]) });
    // clip_grad_norm_([p, q], 2.0); SGD([p, q], lr=1.0).step()
    expectNear(variables.get('p')!, [-0.2, -2, 3, 0.5]);
    expectNear(variables.get('q')!, [0.25, -2.35]);
    apply(optimizer, { p: tensor([0, 0, 0, 1]), q: tensor([[0, 1]]) });
    expectNear(variables.get('p')!, [-0.2, -2, 3, -0.5]);
    expect(memory().numTensors).toBe(before);
    dispose(optimizer, variables);
  });

  it('clip.value bounds each value', () => {
    const variables = twoVariables();
    const optimizer = sgd(variables, { learningRate: 1, clip: { value: 1 } });
    apply(optimizer, { p: tensor([3, -5, 0.5, 0]), q: tensor([[0, 4]]) });
    expectNear(variables.get('p')!, [0, -1, 2.5, 0.5]);
    expectNear(variables.get('q')!, [0.25, -1.75]);
    dispose(optimizer, variables);
  });

  it('an option that is undefined has its default', () => {
    const none = { learningRate: undefined, weightDecay: undefined } as object;
    for (const make of [adam, adamw, rmsprop, sgd]) {
      const [given, left] = [twoVariables(), twoVariables()];
      const optimizers = [make(given, none), make(left)] as const;
      for (const optimizer of optimizers) step(optimizer, 1);
      for (const name of ['p', 'q'])
        expect(given.get(name)!.dataSync()).toEqual(left.get(name)!.dataSync());
      dispose(optimizers[0], given);
      dispose(optimizers[1], left);
    }
  });

  it('decays says which weights decay', () => {
    const variables = twoVariables();
    const optimizer = adamw(variables, {
      learningRate: 0.1,
      weightDecay: 0.5,
      decays: (name) => name === 'p',
    });
    apply(optimizer, { p: tensor([0, 0, 0, 0]), q: tensor([[0, 0]]) });
    expectNear(variables.get('p')!, [0.95, -1.9, 2.85, 0.475]);
    expectNear(variables.get('q')!, [0.25, -0.75]);
    dispose(optimizer, variables);
  });

  it('learningRate may be a schedule of the number of updates made before', () => {
    const variables = twoVariables();
    const optimizer = sgd(variables, { learningRate: (step) => 10 ** -step });
    const ones = () => ({ p: tensor([1, 1, 1, 1]), q: tensor([[1, 1]]) });
    apply(optimizer, ones());
    apply(optimizer, ones());
    expectNear(variables.get('q')!, [-0.85, -1.85]);
    optimizer.steps = 3;
    apply(optimizer, ones());
    expectNear(variables.get('q')!, [-0.851, -1.851]);
    dispose(optimizer, variables);
  });

  it('steps and slots are all of the state: another optimiser goes on bit for bit', () => {
    const alone = twoVariables();
    const optimizer = adam(alone, { learningRate: 0.1 });
    for (let k = 1; k <= 5; k++) step(optimizer, k);
    const broken = twoVariables();
    const first = adam(broken, { learningRate: 0.1 });
    for (let k = 1; k <= 2; k++) step(first, k);
    const second = adam(broken, { learningRate: 0.1 });
    for (const [name, slot] of first.slots) second.slots.get(name)!.assign(slot);
    second.steps = first.steps;
    first.dispose();
    for (let k = 3; k <= 5; k++) step(second, k);
    for (const [name, each] of alone) expect(broken.get(name)!.dataSync()).toEqual(each.dataSync());
    dispose(second, broken);
    dispose(optimizer, alone);
  });

  it('minimize makes one update, gives the losses before it, and leaves nothing else behind', () => {
    const variables = twoVariables();
    const [p, q] = [variables.get('p')!, variables.get('q')!];
    const optimizer = sgd(variables, { learningRate: 0.5 });
    const before = memory().numTensors;
    const losses = minimize(optimizer, () => {
      const [squares, slope] = [mul(0.5, sum(square(p))), mul(3, sum(q))];
      return { loss: add(squares, slope), squares, slope };
    });
    expect(Object.keys(losses).sort()).toEqual(['loss', 'slope', 'squares']);
    expect(losses.loss.dataSync()[0]).toBe(5.625);
    expect(losses.squares!.dataSync()[0]).toBe(7.125);
    expect(memory().numTensors).toBe(before + 3);
    for (const each of Object.values(losses)) each.dispose();
    expectNear(p, [0.5, -1, 1.5, 0.25]);
    expectNear(q, [-1.25, -2.25]);
    expect(optimizer.steps).toBe(1);
    dispose(optimizer, variables);
  });

  it('a variable that is not trainable has no slot and is never updated', () => {
    const variables = twoVariables();
    variables.get('q')!.trainable = false;
    const optimizer = adam(variables);
    expect([...optimizer.slots.keys()]).toEqual(['exp_avg.p', 'exp_avg_sq.p']);
    variables.get('p')!.trainable = false;
    apply(optimizer, { p: tensor([1, 1, 1, 1]) });
    expect([...variables.get('p')!.dataSync()]).toEqual([1, -2, 3, 0.5]);
    expect([...optimizer.slots.get('exp_avg.p')!.dataSync()]).toEqual([0, 0, 0, 0]);
    dispose(optimizer, variables);
  });

  it('apply refuses gradients of strangers and of other shapes, by name', () => {
    const variables = twoVariables();
    const optimizer = adam(variables);
    const stranger = tensor([1, 1]);
    expect(() => optimizer.apply(new Map([['r', stranger]]))).toThrow(/gradient of r: .* p, q/);
    expect(() => optimizer.apply(new Map([['p', stranger]]))).toThrow(/\[4\]; got \[2\]/);
    expect(optimizer.steps).toBe(0);
    stranger.dispose();
    dispose(optimizer, variables);
  });
});

test('optimisers refuse options without meaning', () => {
  const none: Variables = new Map();
  expect(() => adam(none, { learningRate: -1 })).toThrow(/learningRate .* got -1/);
  expect(() => adam(none, { beta2: 1 })).toThrow(/beta2 .* got 1/);
  expect(() => sgd(none, { momentum: Number.NaN })).toThrow(/momentum .* got NaN/);
  expect(() => rmsprop(none, { clip: { norm: 0 } })).toThrow(/above 0; got 0/);
});

function twoVariables(): Variables {
  return new Map([
    ['p', parameter(tensor([1, -2, 3, 0.5]))],
    ['q', parameter(tensor([[0.25, -0.75]]))],
  ]);
}

function step(optimizer: Optimizer, k: number): void {
  apply(optimizer, { p: tensor([0.1 * k, -0.2, 0.3 / k, 0]), q: tensor([[0.5, -0.05 * k]]) });
}

function apply(optimizer: Optimizer, gradients: Record<string, Tensor>): void {
  optimizer.apply(new Map(Object.entries(gradients)));
  for (const each of Object.values(gradients)) each.dispose();
}

function expectNear(seen: Tensor, expected: readonly number[]): void {
  const values = seen.dataSync();
  expected.forEach((value, k) => {
    // A few roundings of numbers of about 1, five times over.
    expect(Math.abs(values[k]! - value), `value ${k}: ${values[k]}, not ${value}`).toBeLessThan(
      2e-6,
    );
  });
}

function dispose(optimizer: Optimizer, variables: Variables): void {
  optimizer.dispose();
  disposeVariables(variables);
}
