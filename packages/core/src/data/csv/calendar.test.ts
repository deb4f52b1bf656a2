import { describe, expect, it } from 'vitest';
import { readCalendar } from './calendar.ts';

const DAY = 86400;

function keys(count: number, key: (index: number) => number): number[] {
  return Array.from({ length: count }, (_, index) => key(index));
}

const month = (index: number) => Date.UTC(2000, index, 1) / 1000;
const week = keys(30, (index) => (7 * Math.floor(index / 5) + (index % 5)) * DAY);

describe('readCalendar', () => {
  it.each([
    ['secondly', keys(20, (index) => index), false],
    ['minutely', keys(20, (index) => 60 * index), false],
    ['every 15 minutes', keys(20, (index) => 900 * index), false],
    ['hourly', keys(20, (index) => 3600 * index), false],
    ['every 4 hours', keys(20, (index) => 14400 * index), false],
    ['daily', keys(20, (index) => DAY * index), false],
    ['daily', week, false],
    ['weekly', keys(20, (index) => 7 * DAY * index), false],
    ['monthly', keys(30, month), false],
    ['quarterly', keys(30, (index) => month(3 * index)), false],
    ['yearly', keys(30, (index) => month(12 * index)), false],
    ['yearly', keys(30, (index) => 1900 + index), true],
    ['quarterly', keys(30, (index) => 1945 + index / 4), true],
    ['monthly', keys(30, (index) => Number((1949 + index / 12).toFixed(6))), true],
    ['minutely', keys(30, (index) => 1.7e9 + 60 * index), true],
    ['minutely', keys(30, (index) => 1.7e12 + 60000 * index), true],
    [null, keys(30, (index) => index + 1), true],
    [null, keys(30, (index) => index * index), false],
    [null, [5], false],
    [null, [], true],
  ])('readCalendar finds %s', (frequency, sample, numeric) => {
    expect(readCalendar(sample, numeric)).toEqual({ frequency, jumps: [] });
    expect(readCalendar(sample.toReversed(), numeric)).toEqual({ frequency, jumps: [] });
  });

  it('readCalendar finds the jumps of a regular calendar, past cells that are no dates', () => {
    const sample = keys(40, month).filter((_, index) => index !== 20);
    sample.splice(5, 0, Number.NaN);
    expect(readCalendar(sample, false)).toEqual({ frequency: 'monthly', jumps: [21] });
  });

  it('readCalendar takes weekends for no jumps', () => {
    expect(readCalendar(week, false).jumps).toEqual([]);
  });
});
