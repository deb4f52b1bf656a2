/**
 * One suite for an operation with two bodies: values and gradients of the operation on every backend of this machine, against
 * its composed body on TensorFlow.js's own cpu backend, and that body's gradients against finite differences.
 */

import {
  add,
  grads,
  memory,
  mul,
  setBackend,
  sum,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { itWith } from './shared-data.ts';
import { tensorBackends } from './tensor-backends.ts';

/** An operation with its inputs. */
export interface OperationCase {
  readonly name: string;
  /** Shapes of the float inputs, which are differentiated; values are uniform on (-1, 1) unless `values` says otherwise. */
  readonly shapes: readonly (readonly number[])[];
  /** What input number `index` is made of, by drawing from `uniform`, which gives numbers on (0, 1). */
  readonly values?: (index: number, uniform: () => number) => number;
  readonly run: (...inputs: Tensor[]) => Tensor;
  readonly composed: (...inputs: Tensor[]) => Tensor;
  /** Largest difference, in units of the largest magnitude of the array compared. @default 1e-5 */
  readonly tolerance?: number;
  /** Whether the operation can be differentiated twice, and is to be. @default false */
  readonly twice?: boolean;
  /** Whether to compare with finite differences too: for small inputs of smooth operations. @default true up to 200 values */
  readonly finiteDifferences?: boolean;
}

/** Defines the tests of a case. */
export function checkOperation(operation: OperationCase): void {
  const { name, shapes, run, composed, tolerance = 1e-5, twice = false } = operation;
  const inputs = drawInputs(operation);
  const size = inputs.reduce((total, values) => total + values.length, 0);
  const reference = onceOnCpu(() => differentiate(composed, shapes, inputs));
  for (const { name: backend, lacking } of tensorBackends) {
    itWith(lacking)(
      `${name}: values and gradients on ${backend} are those of plain operations`,
      async () => {
        const expected = await reference();
        await setBackend(backend);
        const before = memory().numTensors;
        const seen = differentiate(run, shapes, inputs);
        expect(memory().numTensors).toBe(before);
        expect(seen.shape).toEqual(expected.shape);
        expectClose(seen.value, expected.value, tolerance, 'the value');
        seen.gradients.forEach((gradient, index) => {
          expectClose(gradient, expected.gradients[index]!, tolerance, `gradient ${index}`);
        });
      },
    );
  }
  if (operation.finiteDifferences ?? size <= 200)
    itWith([])(`${name}: gradients of plain operations are finite differences`, async () => {
      const { gradients } = await reference();
      await setBackend('cpu');
      expectFiniteDifferences(gradients, lossOf(composed), shapes, inputs);
    });
  if (!twice) return;
  const twiceReference = onceOnCpu(() => gradientsOf(gradientLossOf(composed), shapes, inputs));
  for (const { name: backend, lacking } of tensorBackends) {
    itWith(lacking)(
      `${name}: second derivatives on ${backend} are those of plain operations`,
      async () => {
        const expected = await twiceReference();
        await setBackend(backend);
        const before = memory().numTensors;
        const seen = gradientsOf(gradientLossOf(run), shapes, inputs);
        expect(memory().numTensors).toBe(before);
        seen.forEach((gradient, index) => {
          expectClose(gradient, expected[index]!, tolerance, `second derivative ${index}`);
        });
      },
    );
  }
  if (operation.finiteDifferences ?? size <= 200)
    itWith([])(
      `${name}: second derivatives of plain operations are finite differences`,
      async () => {
        const gradients = await twiceReference();
        await setBackend('cpu');
        expectFiniteDifferences(gradients, gradientLossOf(composed), shapes, inputs);
      },
    );
}

/** Asserts max |a - b| <= tolerance * max(|b|, 1e-3), and the same places not finite. */
export function expectClose(
  seen: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  expect(seen.length, what).toBe(expected.length);
  let scale = 1e-3;
  for (let k = 0; k < expected.length; k++)
    if (Number.isFinite(expected[k])) scale = Math.max(scale, Math.abs(expected[k]!));
  let worst = 0;
  let where = 0;
  for (let k = 0; k < expected.length; k++) {
    if (Object.is(seen[k], expected[k]) || seen[k] === expected[k]) continue;
    const error = Math.abs(seen[k]! - expected[k]!) / scale;
    if (!(error <= worst)) {
      worst = error;
      where = k;
      if (Number.isNaN(error)) break;
    }
  }
  expect(
    worst <= tolerance,
    `${what} differs at ${where}: ${seen[where]} instead of ${expected[where]}, ${worst} of the largest magnitude`,
  ).toBe(true);
}

interface Differentiated {
  readonly shape: number[];
  readonly value: Float32Array;
  readonly gradients: Float32Array[];
}

/** Computes something on the cpu backend, when it is first asked for. */
function onceOnCpu<T>(compute: () => T): () => Promise<T> {
  let result: T | undefined;
  return async () => {
    if (result === undefined) {
      await setBackend('cpu');
      result = compute();
    }
    return result;
  };
}

type Operation = (...inputs: Tensor[]) => Tensor;

/** The value, and the gradients of its sum weighted by fixed numbers. */
function differentiate(
  f: Operation,
  shapes: OperationCase['shapes'],
  inputs: readonly Float32Array[],
): Differentiated {
  const tensors = toTensors(shapes, inputs);
  const y = tidy(() => f(...tensors));
  const result = {
    shape: y.shape,
    value: y.dataSync() as Float32Array,
    gradients: gradientsOf(lossOf(f), shapes, inputs),
  };
  for (const each of [y, ...tensors]) each.dispose();
  return result;
}

function gradientsOf(
  loss: Operation,
  shapes: OperationCase['shapes'],
  inputs: readonly Float32Array[],
): Float32Array[] {
  const tensors = toTensors(shapes, inputs);
  const gradients = tidy(() => grads(loss)(tensors));
  const values = gradients.map((gradient) => gradient.dataSync() as Float32Array);
  for (const each of [...gradients, ...tensors]) each.dispose();
  return values;
}

/** A number that depends on every value that `f` gives. */
function lossOf(f: Operation): Operation {
  return (...xs) => weightedSum(f(...xs));
}

/** A number that depends on every gradient of `lossOf(f)`, and a little on the inputs themselves, so that none is without effect. */
function gradientLossOf(f: Operation): Operation {
  return (...xs) => {
    const terms = grads(lossOf(f))(xs).map(weightedSum);
    const squares = xs.map((x) => mul(0.5, sum(mul(x, x))));
    return [...terms, ...squares].reduce((a, b) => add(a, b));
  };
}

function weightedSum(y: Tensor): Tensor {
  const weights = Float32Array.from({ length: y.size }, (_, k) => Math.cos(3 * k + 1));
  return sum(mul(y, tensor(weights, y.shape, 'float32')));
}

function expectFiniteDifferences(
  gradients: readonly Float32Array[],
  loss: Operation,
  shapes: OperationCase['shapes'],
  inputs: readonly Float32Array[],
): void {
  inputs.forEach((values, index) => {
    const differences = values.map((_, at) => finiteDifference(loss, shapes, inputs, index, at));
    expectClose(gradients[index]!, differences, 5e-3, `gradient ${index}`);
  });
}

function finiteDifference(
  loss: Operation,
  shapes: OperationCase['shapes'],
  inputs: readonly Float32Array[],
  index: number,
  at: number,
): number {
  const step = 1e-2;
  const lossAt = (offset: number) =>
    tidy(() => {
      const moved = inputs.map((values, k) => {
        const copy = values.slice();
        if (k === index) copy[at]! += offset;
        return copy;
      });
      return loss(...toTensors(shapes, moved)).dataSync()[0]!;
    });
  // Fourth order, so that a step large enough for float32 is small enough for the curvature.
  return (
    (8 * (lossAt(step) - lossAt(-step)) - (lossAt(2 * step) - lossAt(-2 * step))) / (12 * step)
  );
}

function toTensors(shapes: OperationCase['shapes'], inputs: readonly Float32Array[]): Tensor[] {
  return inputs.map((values, index) => tensor(values, [...shapes[index]!], 'float32'));
}

function drawInputs({ shapes, values = (_, uniform) => 2 * uniform() - 1 }: OperationCase) {
  const uniform = uniformNumbers(1);
  return shapes.map((shape, index) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => values(index, uniform)),
  );
}

/** Numbers on (0, 1), always the same for a seed (mulberry32; tests need no better). */
export function uniformNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32 + 2 ** -33;
  };
}
