/** Variables by name: joining, counting, assigning, freezing, snapshots; and moving averages of them. */

import { encodeFloat16, type StoredTensor } from '@ferrogen/core/io';
import {
  adam,
  assignVariables,
  buffer,
  countParameters,
  differentiate,
  disposeAll,
  disposeVariables,
  Ema,
  freeze,
  joinVariables,
  loadVariables,
  parameter,
  sgd,
  storeVariables,
  takeSnapshot,
  trainableVariables,
  type Variables,
  VariablesError,
} from '@ferrogen/core/nn';
import { memory, mul, sum, type Tensor, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { overBackends } from '../support/tensor-backends.ts';

function someVariables(): Variables {
  return new Map([
    ['weight', parameter(tensor([[1, 2]]))],
    ['bias', parameter(tensor([3]))],
    ['running_mean', buffer(tensor([4, 5]))],
  ]);
}

const values = (variables: Variables) =>
  Object.fromEntries([...variables].map(([name, each]) => [name, [...each.dataSync()]]));

overBackends((_, it) => {
  it('joinVariables puts the names of parts in front, and refuses one name twice', () => {
    const [a, b] = [someVariables(), someVariables()];
    const joined = joinVariables({ 'h.0': a, '': b });
    expect([...joined.keys()]).toEqual([
      'h.0.weight',
      'h.0.bias',
      'h.0.running_mean',
      'weight',
      'bias',
      'running_mean',
    ]);
    expect(joined.get('h.0.bias')).toBe(a.get('bias'));
    expect(() => joinVariables({ a: joinVariables({ b: a }), 'a.b': b })).toThrow(/a\.b\.weight/);
    disposeVariables(joined);
    expect(a.get('bias')!.isDisposed).toBe(true);
  });

  it('countParameters counts what learns, or all, and a shared variable once', () => {
    const own = someVariables();
    const shared = joinVariables({ a: own, b: own });
    expect(countParameters(shared)).toBe(3);
    expect(countParameters(shared, { all: true })).toBe(5);
    expect([...trainableVariables(own).keys()]).toEqual(['weight', 'bias']);
    disposeVariables(shared);
  });

  it('differentiate and an optimiser take a variable once that two parts share', () => {
    const own = new Map([['weight', parameter(tensor([1, 2]))]]);
    const shared = joinVariables({ embedding: own, head: own });
    const { loss, gradients } = differentiate(() => sum(mul(own.get('weight')!, 3)), shared);
    expect([...gradients.keys()]).toEqual(['embedding.weight']);
    const optimizer = sgd(shared, { learningRate: 1, momentum: 0.5 });
    expect([...optimizer.slots.keys()]).toEqual(['momentum_buffer.embedding.weight']);
    optimizer.apply(gradients);
    expect(values(own)).toEqual({ weight: [-2, -1] });
    loss.dispose();
    disposeAll(gradients);
    optimizer.dispose();
    disposeVariables(shared);
  });

  it('assignVariables assigns by name and leaves the tensors to the caller', () => {
    const variables = someVariables();
    const before = memory().numTensors;
    const tensors: Map<string, Tensor> = new Map([
      ['weight', tensor([[7, 8]])],
      ['bias', tensor([9], [1], 'int32')],
      ['running_mean', tensor([0, 1])],
    ]);
    assignVariables(variables, tensors);
    expect(values(variables)).toEqual({ weight: [7, 8], bias: [9], running_mean: [0, 1] });
    expect(variables.get('bias')!.dtype).toBe('float32');
    expect(memory().numTensors).toBe(before + 3);
    for (const each of tensors.values()) each.dispose();
    expect(values(variables).weight).toEqual([7, 8]);
    disposeVariables(variables);
  });

  it('assignVariables names what is missing, left over and of another shape, and then assigns nothing', () => {
    const variables = someVariables();
    const tensors = new Map<string, Tensor>([
      ['weight', tensor([7, 8])],
      ['running_mean', tensor([0, 1])],
      ['gamma', tensor([1])],
    ]);
    const error = thrown(() => assignVariables(variables, tensors));
    expect(error).toBeInstanceOf(VariablesError);
    expect(error).toMatchObject({
      code: 'VARIABLES_MISMATCH',
      missing: ['bias'],
      unexpected: ['gamma'],
      mismatched: ['weight'],
    });
    expect(error.message).toMatch(
      /no tensor for bias; no variable for gamma; weight is \[1, 2\], its tensor \[2\]/,
    );
    expect(() => assignVariables(variables, tensors, { strict: false })).toThrow(/weight is/);
    expect(values(variables)).toEqual({ weight: [1, 2], bias: [3], running_mean: [4, 5] });
    tensors.get('weight')!.dispose();
    tensors.delete('weight');
    expect(assignVariables(variables, tensors, { strict: false })).toEqual({
      missing: ['weight', 'bias'],
      unexpected: ['gamma'],
    });
    expect(values(variables).running_mean).toEqual([0, 1]);
    for (const each of tensors.values()) each.dispose();
    disposeVariables(variables);
  });

  it('storeVariables copies the values, and loadVariables gives them back to another model', async () => {
    const [variables, other] = [someVariables(), someVariables()];
    const before = memory().numTensors;
    tidy(() => {
      for (const each of other.values()) each.assign(zeros(each.shape));
    });
    const stored = await storeVariables(variables);
    expect(stored.get('weight')).toEqual({
      dtype: 'F32',
      shape: [1, 2],
      values: new Float32Array([1, 2]),
    });
    expect(loadVariables(other, stored)).toEqual({ missing: [], unexpected: [] });
    (stored.get('weight')!.values as Float32Array).fill(0); // of no concern to either model
    expect(values(other)).toEqual(values(variables));
    expect(memory().numTensors).toBe(before);
    disposeVariables(variables);
    disposeVariables(other);
  });

  it('loadVariables reads other dtypes, and assigns nothing where one cannot be held', () => {
    const variables = someVariables();
    const before = memory().numTensors;
    const stored = new Map<string, StoredTensor>([
      [
        'weight',
        { dtype: 'F16', shape: [1, 2], values: encodeFloat16(new Float32Array([0.5, -2])) },
      ],
      ['bias', { dtype: 'F64', shape: [1], values: new Float64Array([0.1]) }],
      ['running_mean', { dtype: 'I32', shape: [2], values: new Int32Array([6, 7]) }],
    ]);
    expect(() => loadVariables(variables, stored)).toThrow(/running_mean.* is I32/);
    expect(values(variables)).toEqual({ weight: [1, 2], bias: [3], running_mean: [4, 5] });
    stored.delete('running_mean');
    expect(() => loadVariables(variables, stored)).toThrow(VariablesError);
    loadVariables(variables, stored, { strict: false });
    expect(values(variables)).toEqual({
      weight: [0.5, -2],
      bias: [Math.fround(0.1)],
      running_mean: [4, 5],
    });
    expect(memory().numTensors).toBe(before);
    disposeVariables(variables);
  });

  it('freeze freezes by name and gives back exactly what it took', () => {
    const variables = someVariables();
    const thaw = freeze(variables, (name) => name !== 'bias');
    expect([...trainableVariables(variables).keys()]).toEqual(['bias']);
    thaw();
    expect([...trainableVariables(variables).keys()]).toEqual(['weight', 'bias']);
    disposeVariables(variables);
  });

  it('takeSnapshot keeps values through changes and restores them, more than once', () => {
    const variables = someVariables();
    const before = memory().numTensors;
    const snapshot = takeSnapshot(variables);
    for (const value of [10, 20]) {
      const other = tensor([value]);
      variables.get('bias')!.assign(other);
      other.dispose();
      expect(values(variables).bias).toEqual([value]);
      snapshot.restore();
      expect(values(variables)).toEqual({ weight: [1, 2], bias: [3], running_mean: [4, 5] });
    }
    snapshot.dispose();
    expect(memory().numTensors).toBe(before);
    disposeVariables(variables);
  });

  it('takeSnapshot and Ema keep their values while an optimiser writes in place', () => {
    const variables = new Map([['weight', parameter(tensor([1, 2]))]]);
    const ema = new Ema(variables);
    const snapshot = takeSnapshot(variables);
    const optimizer = adam(variables, { learningRate: 1 });
    const gradient = tensor([1, -1]);
    for (let step = 0; step < 3; step++) optimizer.apply(new Map([['weight', gradient]]));
    const trained = values(variables).weight!;
    expect(trained[0]).toBeCloseTo(-2, 5);
    expect([...snapshot.values.get('weight')!.dataSync()]).toEqual([1, 2]);
    expect(values(ema.averages)).toEqual({ weight: [1, 2] });
    const swapOut = ema.swapIn();
    optimizer.apply(new Map([['weight', gradient]]));
    expect(values(ema.averages)).toEqual({ weight: [1, 2] });
    swapOut();
    expect(values(variables).weight).toEqual(trained);
    snapshot.restore();
    expect(values(variables)).toEqual({ weight: [1, 2] });
    gradient.dispose();
    for (const each of [snapshot, optimizer, ema]) each.dispose();
    disposeVariables(variables);
  });

  it('Ema averages by hand arithmetic, warms up, copies buffers, goes on where frozen, and swaps in and out', () => {
    const variables = someVariables();
    const before = memory().numTensors;
    const ema = new Ema(variables, { decay: 0.5 });
    const set = (name: string, numbers: number[]) => {
      const given = tensor(numbers, variables.get(name)!.shape);
      variables.get(name)!.assign(given);
      given.dispose();
    };
    set('bias', [13]);
    set('running_mean', [6, 7]);
    ema.update(); // decay 1 / 10
    expect(ema.averages.get('bias')!.dataSync()[0]).toBeCloseTo(0.1 * 3 + 0.9 * 13, 5);
    expect([...ema.averages.get('running_mean')!.dataSync()]).toEqual([6, 7]);
    ema.steps = 100; // decay 1 / 2 from here on
    set('bias', [2]);
    ema.update();
    const average = 0.5 * 12 + 0.5 * 2;
    expect(ema.averages.get('bias')!.dataSync()[0]).toBeCloseTo(average, 5);
    const thaw = freeze(variables);
    ema.update();
    expect(ema.averages.get('bias')!.dataSync()[0]).toBeCloseTo(0.5 * average + 0.5 * 2, 5);
    thaw();
    expect([...ema.slots.keys()]).toEqual([
      'average.weight',
      'average.bias',
      'average.running_mean',
    ]);
    const swapOut = ema.swapIn();
    expect(variables.get('bias')!.dataSync()[0]).toBeCloseTo(0.5 * average + 0.5 * 2, 5);
    swapOut();
    expect(values(variables)).toEqual({ weight: [1, 2], bias: [2], running_mean: [6, 7] });
    expect(ema.averages.get('bias')!.dataSync()[0]).toBeCloseTo(0.5 * average + 0.5 * 2, 5);
    ema.dispose();
    expect(memory().numTensors).toBe(before);
    expect(() => new Ema(variables, { decay: 1 })).toThrow(/decay .* got 1/);
    disposeVariables(variables);
  });
});

function thrown(body: () => void): Error {
  try {
    body();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
