/** train: what stops a training, and what it then says. */

import { Prng } from '@ferrogen/core';
import { fit, type Losses, type Trainable, type TrainingError } from '@ferrogen/core/train';
import {
  memory,
  mul,
  type Scalar,
  scalar,
  setBackend,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import '../support/tensor-backends.ts';
import { numbers, trainableOf } from './one-weight.ts';

const random = new Prng(3);

async function failureOf(trainable: Trainable<number>): Promise<TrainingError> {
  try {
    await fit(trainable, { batches: numbers, steps: 5, random });
  } catch (error) {
    return error as TrainingError;
  } finally {
    trainable.dispose();
  }
  throw new Error('it did not fail');
}

describe('train stops', () => {
  beforeEach(async () => {
    await setBackend('cpu');
  });

  test('at a loss that is not finite, and names it and the first parameter that is not', async () => {
    const trainable = trainableOf((step) => {
      const weight = trainable.variables.get('weight')!;
      if (step === 3) tidy(() => weight.assign(mul(weight, Number.NaN)));
      return { fine: scalar(0), bad: scalar(step === 3 ? Number.NaN : 1) };
    });
    const error = await failureOf(trainable);
    expect(error).toMatchObject({
      code: 'LOSS_NOT_FINITE',
      step: 3,
      loss: 'bad',
      parameter: 'weight',
    });
    expect(error.message).toMatch(/the loss bad of step 3 is NaN; .* is weight/);
  });

  test('at an infinite loss though all parameters are finite, and says so', async () => {
    const error = await failureOf(trainableOf(() => ({ loss: scalar(Number.POSITIVE_INFINITY) })));
    expect(error).toMatchObject({ code: 'LOSS_NOT_FINITE', step: 1, parameter: null });
    expect(error.message).toContain('all parameters are finite');
  });

  test('at a step that leaves tensors behind, and counts them', async () => {
    const kept: Scalar[] = [];
    const error = await failureOf(
      trainableOf((step) => {
        if (step === 2) kept.push(scalar(1), scalar(2), scalar(3));
        return { loss: scalar(1) };
      }),
    );
    for (const each of kept) each.dispose();
    expect(error).toMatchObject({ code: 'TENSOR_LEAK', step: 2, tensors: 3 });
  });

  test('at a step that disposes what it did not make', async () => {
    const foreign = scalar(1);
    const error = await failureOf(
      trainableOf(() => {
        foreign.dispose();
        return { loss: scalar(1) };
      }),
    );
    expect(error).toMatchObject({ code: 'TENSOR_LEAK', tensors: -1 });
  });

  test('at a loss of several numbers', async () => {
    const error = await failureOf(
      trainableOf(() => ({ loss: tensor1d([1, 2]) as unknown as Scalar })),
    );
    expect(error).toMatchObject({ code: 'LOSS_NOT_SCALAR', loss: 'loss' });
  });

  test('at losses that are no tensors, and at a step that is async', async () => {
    for (const [losses, message] of [
      [{ a: scalar(1), b: 0.5 }, /^step 1 returns its losses at once, .* got b: 0.5$/],
      [scalar(1), /got something else/],
      [Promise.resolve({}), /got something else/],
      [undefined, /got something else/],
    ] as const) {
      const error = await failureOf(trainableOf(() => losses as unknown as Losses));
      expect(error).toMatchObject({ code: 'LOSS_NOT_SCALAR', step: 1 });
      expect(error.message).toMatch(message);
    }
  });

  test('leaving no tensor of its own, whatever stopped it', async () => {
    const before = memory().numTensors;
    await failureOf(trainableOf(() => ({ a: scalar(1), b: scalar(Number.NaN) })));
    expect(memory().numTensors).toBe(before);
  });

  test('rather than save a parameter that is not finite', async () => {
    const trainable = trainableOf(() => {
      const weight = trainable.variables.get('weight')!;
      tidy(() => weight.assign(mul(weight, Number.POSITIVE_INFINITY)));
      return { loss: scalar(1) };
    });
    const checkpoint = { save: () => expect.unreachable(), every: 1 };
    const training = fit(trainable, { batches: numbers, steps: 1, random, checkpoint });
    await expect(training).rejects.toMatchObject({
      code: 'PARAMETER_NOT_FINITE',
      parameter: 'weight',
    });
    trainable.dispose();
  });
});
