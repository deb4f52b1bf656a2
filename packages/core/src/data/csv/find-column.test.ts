import { describe, expect, it } from 'vitest';
import { findColumn } from './find-column.ts';

const names = ['Date', 'Close', 'close', 'Adj Close', '2', 'Volume', 'Volume'];

function find(wanted: string | number) {
  return findColumn(wanted, names, 'prices.csv', (value) => ({ option: 'column', value }));
}

describe('findColumn', () => {
  it('findColumn takes an exact name, then the only one in any case, then a number from 1', () => {
    expect(find('close')).toBe(2);
    expect(find('Close')).toBe(1);
    expect(find(' date ')).toBe(0);
    expect(find('2')).toBe(4);
    expect(find(2)).toBe(1);
    expect(find('3')).toBe(2);
  });

  it('findColumn names the columns that are there and the nearest one', () => {
    expect(() => find('Adj Clos')).toThrow(
      expect.objectContaining({
        code: 'CSV_NO_SUCH_COLUMN',
        message:
          "prices.csv: no column 'Adj Clos'; the 7 columns are Date, Close, close, Adj Close, 2, Volume, Volume",
        hint: "did you mean: { column: 'Adj Close' }",
        mend: { option: 'column', value: 'Adj Close' },
      }),
    );
    expect(() => find('weather')).toThrow(
      expect.objectContaining({ hint: 'a column is a name, or a number from 1', mend: null }),
    );
  });

  it('findColumn refuses a name that two columns have, and numbers beyond the last', () => {
    expect(() => find('volume')).toThrow(
      expect.objectContaining({
        message: "prices.csv: 2 columns are called 'volume': numbers 6, 7",
        hint: 'name one by its number: { column: 6 }',
      }),
    );
    expect(() => find('CLOSE')).toThrow(/2 columns are called 'CLOSE'/);
    for (const number of ['0', '8', 0, 8, -1, 1.5]) {
      expect(() => find(number)).toThrow(/no column/);
    }
  });
});
