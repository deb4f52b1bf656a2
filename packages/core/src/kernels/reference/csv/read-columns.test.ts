import { describe, expect, it } from 'vitest';
import { readColumns } from './read-columns.ts';

const plan = {
  delimiter: ',',
  headerLines: 0,
  decimal: '.',
  numbers: [0],
  date: null,
  where: [],
} as const;

describe('readColumns', () => {
  it('readColumns reports progress after each mebibyte and ends with the table', () => {
    const bytes = new TextEncoder().encode('12345678\n'.repeat(400_000));
    const reports: number[] = [];
    const steps = readColumns({ bytes }, plan);
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      expect(step.value.bytesTotal).toBe(bytes.length);
      reports.push(step.value.bytesRead);
    }
    expect(reports).toHaveLength(3);
    expect(reports.toSorted((one, other) => one - other)).toEqual(reports);
    expect(step.value.refused === null && step.value.rows).toBe(400_000);
  });

  it('readColumns opens no files', () => {
    expect(() => readColumns({ path: 'prices.csv' }, plan).next()).toThrow(TypeError);
  });
});
