import { describe, expect, it } from 'vitest';
import { renderTable } from './table.ts';

const columns = [
  { header: '', cells: ['const', 'lag 1'], align: 'left' as const },
  { header: 'coef', cells: ['1.05', '-0.52'] },
  { header: 'z', cells: ['10.5', '-5.1'], leaveOut: 2 },
  { header: 'interval', cells: ['0.95  1.15', '-0.7  -0.3'], leaveOut: 1 },
];

describe('renderTable', () => {
  it('renderTable aligns cells under their headers with at most four blanks between', () => {
    expect(renderTable(columns, 80)).toEqual([
      '          coef       z      interval',
      'const     1.05    10.5    0.95  1.15',
      'lag 1    -0.52    -5.1    -0.7  -0.3',
    ]);
  });

  it('renderTable leaves out the least needed columns first', () => {
    expect(renderTable(columns, 26)).toEqual([
      '         coef     interval',
      'const    1.05   0.95  1.15',
      'lag 1   -0.52   -0.7  -0.3',
    ]);
    expect(renderTable(columns, 16)).toEqual([
      '          coef',
      'const     1.05',
      'lag 1    -0.52',
    ]);
  });
});
