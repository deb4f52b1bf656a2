/** Learning rates by hand arithmetic. */

import { constant, cosine, exponential, hold, linear, stepwise, warmUp } from '@ferrogen/core/nn';
import { expect, test } from 'vitest';

test('constant stays', () => {
  expect([0, 7].map(constant(0.1))).toEqual([0.1, 0.1]);
});

test('linear goes to its end on a straight line and stays there', () => {
  expect([0, 5, 10, 99].map(linear(1, { steps: 10, end: 0.5 }))).toEqual([1, 0.75, 0.5, 0.5]);
});

test('cosine is half a period, steepest in the middle, and stays at its end', () => {
  const schedule = cosine(1, { steps: 4, end: 0.2 });
  const expected = [
    1,
    0.2 + 0.4 * (1 + Math.SQRT1_2),
    0.6,
    0.2 + 0.4 * (1 - Math.SQRT1_2),
    0.2,
    0.2,
  ];
  [0, 1, 2, 3, 4, 50].forEach((step, k) => {
    expect(schedule(step)).toBeCloseTo(expected[k]!, 12);
  });
});

test('exponential multiplies by its factor over its steps', () => {
  const schedule = exponential(2, { factor: 0.25, steps: 10 });
  expect([0, 5, 10, 20].map(schedule)).toEqual([2, 1, 0.5, 0.125]);
});

test('stepwise multiplies by its factor from each boundary on', () => {
  const schedule = stepwise(8, { boundaries: [3, 5], factor: 0.5 });
  expect([0, 2, 3, 4, 5, 9].map(schedule)).toEqual([8, 8, 4, 4, 2, 2]);
});

test('warmUp grows to the first rate and then begins the schedule', () => {
  const schedule = warmUp(linear(1, { steps: 2 }), 4);
  expect([0, 1, 2, 3, 4, 5, 6, 7].map(schedule)).toEqual([0.25, 0.5, 0.75, 1, 1, 0.5, 0, 0]);
});

test('hold stays at the first rate and then begins the schedule', () => {
  const schedule = hold(linear(4, { steps: 4 }), 2);
  expect([0, 1, 2, 3, 5, 6, 9].map(schedule)).toEqual([4, 4, 4, 3, 1, 0, 0]);
});

test('schedules refuse to take no steps', () => {
  expect(() => cosine(1, { steps: 0 })).toThrow(/more than 0 steps; got 0/);
});
