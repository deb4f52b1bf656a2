import { expect, it } from 'vitest';
import { layOutFan, roundTicks } from './fan-geometry.ts';

const forecast = {
  steps: 2,
  mean: [3, 3],
  stdError: [1, 1],
  intervals: [
    { level: 0.5, lower: [2.5, 2.5], upper: [3.5, 3.5] },
    { level: 0.95, lower: [1, 0], upper: [5, 6] },
  ],
};

it('layOutFan begins the forecast where the history ends', () => {
  const { history, mean, bands, now } = layOutFan([1, 2, 3], forecast);
  const end = history.split('L').at(-1);
  expect(end).toMatch(new RegExp(`^${now.toFixed(1)},`));
  expect(mean.startsWith(`M${end}L`)).toBe(true);
  for (const { path } of bands) expect(path.startsWith(`M${end}L`)).toBe(true);
});

it('layOutFan draws wide bands first, closed, and inside of the chart', () => {
  const { bands, width, height } = layOutFan([1, 2, 3], forecast);
  expect(bands.map(({ level }) => level)).toEqual([0.95, 0.5]);
  for (const { path } of bands) {
    expect(path.endsWith('Z')).toBe(true);
    const numbers = path.match(/[\d.]+/g)?.map(Number) ?? [];
    expect(numbers).toHaveLength(12);
    numbers.forEach((value, i) => {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(i % 2 === 0 ? width : height);
    });
  }
});

it('layOutFan draws a constant series as a level line of finite numbers', () => {
  const flat = { steps: 1, mean: [5], stdError: [0], intervals: [] };
  const { history, ticks } = layOutFan([5, 5], flat);
  expect(history).not.toMatch(/NaN|Infinity/);
  expect(ticks).toHaveLength(1);
});

it('roundTicks gives round numbers within the range', () => {
  expect(roundTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(roundTicks(93, 141)).toEqual([100, 110, 120, 130, 140]);
  expect(roundTicks(-0.31, 0.29)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2]);
});

it('roundTicks gives two to seven ticks for ranges of any size', () => {
  for (let exponent = -8; exponent <= 8; exponent += 0.1) {
    const { length } = roundTicks(1, 1 + 10 ** exponent);
    expect(length).toBeGreaterThanOrEqual(2);
    expect(length).toBeLessThanOrEqual(7);
  }
});
