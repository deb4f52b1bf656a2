/** Losses and their gradients by name, and the penalty on them. */

import {
  Conv2d,
  Dense,
  differentiate,
  disposeAll,
  disposeVariables,
  freeze,
  gradientPenalty,
  parameter,
  Sequential,
  sgd,
  type Variables,
} from '@ferrogen/core/nn';
import { add, memory, mul, reshape, square, sub, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { Prng } from '../../packages/core/src/random/prng.ts';
import { overBackends } from '../support/tensor-backends.ts';
import { wave } from './support.ts';

const twoVariables = (): Variables =>
  new Map([
    ['a', parameter(tensor([1, 2]))],
    ['b', parameter(tensor([3, 4]))],
  ]);

overBackends((_, it) => {
  it('differentiate gives the loss and the gradients by name, and disposes everything else', () => {
    const variables = twoVariables();
    const before = memory().numTensors;
    const { loss, gradients } = differentiate(
      () => sum(mul(square(variables.get('a')!), variables.get('b')!)),
      variables,
    );
    expect(memory().numTensors).toBe(before + 3);
    expect(loss.dataSync()[0]).toBe(19);
    expect([...gradients.get('a')!.dataSync()]).toEqual([6, 16]);
    expect([...gradients.get('b')!.dataSync()]).toEqual([1, 4]);
    loss.dispose();
    disposeAll(gradients);
    disposeVariables(variables);
  });

  it('differentiate names a variable that the loss does not depend on, unless that may be', () => {
    const variables = twoVariables();
    const before = memory().numTensors;
    const loss = () => sum(square(variables.get('a')!));
    expect(() => differentiate(loss, variables)).toThrow(/depend on b;/);
    expect(memory().numTensors).toBe(before);
    const seen = differentiate(loss, variables, { allowUnused: true });
    expect([...seen.gradients.keys()]).toEqual(['a']);
    const thaw = freeze(variables, (name) => name === 'b');
    const frozen = differentiate(loss, variables);
    expect([...frozen.gradients.keys()]).toEqual(['a']);
    thaw();
    for (const each of [seen, frozen]) {
      each.loss.dispose();
      disposeAll(each.gradients);
    }
    disposeVariables(variables);
  });

  it('differentiate refuses a loss that is no scalar, and variables that are all frozen', () => {
    const variables = twoVariables();
    const before = memory().numTensors;
    const vector = () => square(variables.get('a')!);
    expect(() => differentiate(vector, variables)).toThrow(/loss is a scalar; got shape \[2\]/);
    freeze(variables);
    expect(() => differentiate(() => sum(variables.get('a')!), variables)).toThrow(
      /at least one variable must be trainable; got 2/,
    );
    expect(memory().numTensors).toBe(before);
    disposeVariables(variables);
  });

  it('differentiate gives other losses beside the one that is made small', () => {
    const variables = twoVariables();
    const before = memory().numTensors;
    const { loss, losses, gradients } = differentiate(() => {
      const [a, b] = [sum(square(variables.get('a')!)), sum(variables.get('b')!)];
      return { loss: add(a, b), a, b };
    }, variables);
    expect(memory().numTensors).toBe(before + 5);
    expect(Object.entries(losses).map(([name, each]) => [name, each.dataSync()[0]])).toEqual([
      ['loss', 12],
      ['a', 5],
      ['b', 7],
    ]);
    expect(losses.loss).toBe(loss);
    expect([...gradients.get('b')!.dataSync()]).toEqual([1, 1]);
    for (const each of Object.values(losses)) each.dispose();
    disposeAll(gradients);
    expect(memory().numTensors).toBe(before);
    tidy(() => {
      differentiate(
        () => ({ loss: sum(variables.get('a')!), one: sum(variables.get('b')!) }),
        variables,
        {
          allowUnused: true,
        },
      );
    });
    expect(memory().numTensors).toBe(before);
    disposeVariables(variables);
  });

  it('differentiate leaves nothing behind where the loss throws, and the next one works', () => {
    const variables = twoVariables();
    const before = memory().numTensors;
    const broken = () => {
      const squares = square(variables.get('a')!);
      throw new Error(`broken after ${squares.shape}`);
    };
    expect(() => differentiate(broken, variables)).toThrow('broken after 2');
    expect(memory().numTensors).toBe(before);
    const { loss, gradients } = differentiate(
      () => sum(mul(variables.get('a')!, variables.get('b')!)),
      variables,
    );
    expect([...gradients.get('a')!.dataSync()]).toEqual([3, 4]);
    loss.dispose();
    disposeAll(gradients);
    expect(memory().numTensors).toBe(before);
    disposeVariables(variables);
  });

  it('gradientPenalty of a linear critic is half the squared length of its weight, for every example', () => {
    const critic = new Dense({ inputs: 3, outputs: 1, random: new Prng(1) });
    const weight = [...critic.variables.get('weight')!.dataSync()];
    const length = weight.reduce((total, w) => total + w * w, 0);
    const before = memory().numTensors;
    const x = wave([5, 3]);
    const penalty = gradientPenalty((images) => critic.apply(images), x);
    expect(penalty.shape).toEqual([]);
    expect(penalty.dataSync()[0]).toBeCloseTo(length / 2, 5);
    x.dispose();
    penalty.dispose();
    expect(memory().numTensors).toBe(before);
    critic.dispose();
  });

  it('gradientPenalty of a convolutional critic has gradients that are finite differences', () => {
    const random = new Prng(2);
    const critic = new Sequential({
      conv: new Conv2d({
        inputs: 1,
        outputs: 3,
        size: 4,
        stride: 2,
        padding: 'same',
        activation: 'tanh',
        random: random.split(0),
      }),
      flatten: (x) => reshape(x, [x.shape[0]!, -1]),
      head: new Dense({ inputs: 27, outputs: 4, activation: 'leakyRelu', random: random.split(1) }),
      top: new Dense({ inputs: 4, outputs: 1, random: random.split(2) }),
    });
    const x = wave([2, 6, 6, 1]);
    const penalty = () => gradientPenalty((images) => critic.apply(images), x);
    const before = memory().numTensors;
    // The bias of the top moves the output alone, not its slope.
    const options = { allowUnused: true };
    const { loss, gradients } = differentiate(penalty, critic.variables, options);
    for (const name of ['conv.weight', 'conv.bias', 'head.weight', 'top.weight']) {
      const variable = critic.variables.get(name)!;
      const gradient = [...gradients.get(name)!.dataSync()];
      const start = variable.dataSync().slice();
      const scale = Math.max(...gradient.map(Math.abs));
      for (const at of [0, Math.floor(gradient.length / 2), gradient.length - 1]) {
        const lossAt = (offset: number) =>
          tidy(() => {
            const moved = start.slice();
            moved[at]! += offset;
            variable.assign(tensor(moved, variable.shape));
            return penalty().dataSync()[0]!;
          });
        const step = 5e-3;
        const difference = (lossAt(step) - lossAt(-step)) / (2 * step);
        expect(Math.abs(gradient[at]! - difference), `${name} ${at}`).toBeLessThan(
          5e-3 * Math.max(scale, 0.1),
        );
      }
      tidy(() => variable.assign(tensor(start, variable.shape)));
    }
    loss.dispose();
    disposeAll(gradients);
    expect(memory().numTensors).toBe(before);
    x.dispose();
    critic.dispose();
  });

  it('sgd on the gradients of differentiate finds the least squares of a line', () => {
    const line = new Dense({ inputs: 1, outputs: 1, random: new Prng(3) });
    const optimizer = sgd(line.variables, { learningRate: 0.1, momentum: 0.9 });
    const [x, y] = [tensor([[-1], [0], [1]]), tensor([[-1], [1], [3]])];
    const before = memory().numTensors;
    for (let step = 0; step < 400; step++) {
      const { loss, gradients } = differentiate(
        () => sum(square(sub(line.apply(x), y))),
        line.variables,
      );
      optimizer.apply(gradients);
      loss.dispose();
      disposeAll(gradients);
    }
    expect(memory().numTensors).toBe(before);
    expect(line.variables.get('weight')!.dataSync()[0]).toBeCloseTo(2, 4);
    expect(line.variables.get('bias')!.dataSync()[0]).toBeCloseTo(1, 4);
    for (const each of [x, y]) each.dispose();
    optimizer.dispose();
    line.dispose();
  });
});
