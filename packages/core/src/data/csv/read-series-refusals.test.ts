import { describe, expect, it } from 'vitest';
import type { CsvError } from '../../errors.ts';
import { readSeries } from './read-series.ts';
import type { ReadSeriesOptions } from './types.ts';

function read(text: string | Uint8Array, options: ReadSeriesOptions = {}) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return readSeries({ bytes, name: 'prices.csv' }, options);
}

/** The error that reading throws, as code, message and hint. */
function refusal(text: string | Uint8Array, options: ReadSeriesOptions = {}): unknown[] {
  try {
    read(text, options);
  } catch (error) {
    const { code, message, hint } = error as CsvError;
    return [code, message, hint];
  }
  throw new Error('nothing was refused');
}

describe('readSeries refuses', () => {
  it.each([
    ['', {}, 'CSV_EMPTY', 'prices.csv: the file is empty'],
    ['\n \n', {}, 'CSV_EMPTY', 'prices.csv: the file is empty'],
    ['date,close\n', {}, 'CSV_NO_ROWS', 'prices.csv: no rows below the header date, close'],
    [
      'name,city\nAda,London\n',
      {},
      'CSV_NO_NUMERIC_COLUMN',
      'prices.csv: no column holds numbers; the columns are name, city',
    ],
    [
      'date,close\n2026-01-01,1\n',
      { column: 'clos' },
      'CSV_NO_SUCH_COLUMN',
      "prices.csv: no column 'clos'; the 2 columns are date, close",
    ],
    [
      'date,close\n2026-01-01,1\n2026-01-02,abc\n2026-01-03,2\n',
      {},
      'CSV_NOT_A_NUMBER',
      "prices.csv:3: column 'close': 'abc' is not a number",
    ],
    [
      'close\n1\ninf\n2\n',
      {},
      'CSV_NOT_FINITE',
      "prices.csv:3: column 'close': 'inf' is not a finite number",
    ],
    [
      'date,close\n2026-01-01,1\n2026-01-02\n',
      {},
      'CSV_SHORT_ROW',
      "prices.csv:3: the row has 1 cell, but column 'close' is number 2",
    ],
    [
      'date,close\n2026-01-01,1\n2026-01-02,"2\n',
      {},
      'CSV_UNCLOSED_QUOTE',
      'prices.csv:3: a quoted cell begins here and never closes',
    ],
    [
      '"date\n',
      {},
      'CSV_UNCLOSED_QUOTE',
      'prices.csv:1: a quoted cell begins in this line and never closes',
    ],
    [
      'date,close\n2026-01-01,1\n2026-01-02,2\n2026-01-01,3\n',
      {},
      'CSV_DATES_UNORDERED',
      "prices.csv:4: column 'date': 2026-01-01 follows 2026-01-02, but most dates go forward",
    ],
    [
      'date,close\n2026-01-01,1\n2026-01-02,\n2026-01-03,NA\n',
      {},
      'SERIES_GAP',
      "prices.csv:3: column 'close': the value of row 2 is missing, the first of 2; a gap is never glued over",
    ],
    [
      'date,close\n2026-01-01,1\n',
      { dateColumn: 'close' },
      'CSV_NO_NUMERIC_COLUMN',
      "prices.csv: no column beside the dates 'close' holds numbers; the columns are date, close",
    ],
    [
      'day,close\nmonday,1\ntuesday,2\n',
      { dateColumn: 'day' },
      'CSV_NO_DATE_FORMAT',
      "prices.csv: column 'day' has no dates that are understood; one of its cells is 'monday'",
    ],
    [
      '1\n',
      { decimal: ';' as '.' },
      'OPTION_INVALID',
      "the decimal sign must be '.' or ','; got ';'",
    ],
  ])('readSeries refuses %j with %j: %s', (text, options, code, message) => {
    expect(refusal(text, options).slice(0, 2)).toEqual([code, message]);
  });

  it('readSeries proposes the condition that takes one of several series', () => {
    const days = ['2026-01-01', '2026-01-02', '2026-01-03'];
    const rows = ['A B', 'C'].flatMap((symbol) => days.map((day) => `${symbol},${day},1`));
    const text = ['symbol,date,price', ...rows].join('\n');
    expect(refusal(text)).toEqual([
      'CSV_DATES_UNORDERED',
      "prices.csv:5: column 'date': 2026-01-01 follows 2026-01-03, but most dates go forward",
      "several series? 'symbol' has A B, C; take one: { where: [{ column: 'symbol', value: 'A B' }] }",
    ]);
    const mixed = rows.toSorted((one, other) => one.slice(-12).localeCompare(other.slice(-12)));
    expect(read(['symbol,date,price', ...mixed].join('\n')).notes).toEqual([
      "3 rows have the same 'date' as the row before; several series? 'symbol' has A B, C",
    ]);
  });

  it('readSeries names the values that a condition could have asked for', () => {
    const text = 'symbol,price\nMSFT,1\nAAPL,2\n';
    expect(refusal(text, { where: [{ column: 'symbol', value: 'MSF' }] })).toEqual([
      'CSV_NO_ROWS',
      "prices.csv: no row has symbol = 'MSF'",
      "values of 'symbol' at the head of the file: MSFT, AAPL; did you mean: { where: [{ column: 'symbol', value: 'MSFT' }] }",
    ]);
    expect(refusal(text, { where: [{ column: 'symbol', value: 'oil' }] })[2]).toBe(
      "values of 'symbol' at the head of the file: MSFT, AAPL",
    );
  });

  it('readSeries hints at how to mend what is no number', () => {
    const hint = (text: string, options = {}) => refusal(text, options)[2];
    expect(hint('date,close\nday,USD\n2026-01-01,5\n2026-01-02,6\n2026-01-03,7\n')).toBe(
      'line 2 looks like a second line of header: delete it, or the line above if that is a title',
    );
    expect(hint('close\n1.5\n2.5\n3,5\n', { delimiter: ';' })).toBe(
      "the decimal sign was taken to be '.'; take ',': { decimal: ',' }",
    );
    expect(hint('close\n5\n5%\n')).toBe("write '5%' without the percent sign, which is not read");
    expect(hint('date,weather,wind\n2026-01-01,rain,1\n', { column: 'weather' })).toBe(
      'columns of numbers: wind; name one: { column: ... }',
    );
  });

  it.each([
    ['date,rate\n2026-01-01,5.1%\n2026-01-02,5.2%\n', "column 'rate': write '5.1%' without the"],
    [
      'date,paid\n2026-01-01,100.50 €\n2026-01-02,99 €\n',
      "column 'paid': write '100.50 €' as a bare",
    ],
    [
      'date,paid\n2026-01-01,USD 100\n2026-01-02,USD 99\n',
      "column 'paid': write 'USD 100' as a bare",
    ],
    ['date,paid\n2026-01-01,(100)\n2026-01-02,(99)\n', "column 'paid': write '(100)' as a bare"],
    [
      '# from the bank\ndate,close\n2026-01-01,1\n2026-01-02,2\n',
      "line 1, '# from the bank', stands",
    ],
    ['date#close\n2026-01-01#1\n2026-01-02#2\n', 'cells were taken to be separated by'],
  ])('readSeries says what hides the numbers of %j', (text, told) => {
    const [code, , hint] = refusal(text);
    expect(code).toBe('CSV_NO_NUMERIC_COLUMN');
    expect(hint).toContain(told);
  });

  it.each([
    ['date', 'Wed 28x Jan'],
    ['Trade Date', 'yesterday'],
    ['day', 'monday'],
    ['timestamp', '12h30'],
  ])('readSeries refuses a column called %s whose cells are no dates, such as %s', (name, cell) => {
    const text = `n,${name},close\n2,${cell},1\n1,${cell},2\n0,${cell},3\n`;
    expect(refusal(text)).toEqual([
      'CSV_NO_DATE_FORMAT',
      `prices.csv: column '${name}' has no dates that are understood; one of its cells is '${cell}'`,
      'write dates as 2026-11-25, or take the rows as they stand: { dateColumn: null }',
    ]);
    expect([...read(text, { dateColumn: null, column: 'close' }).values]).toEqual([1, 2, 3]);
  });

  it('readSeries proposes the number of a column whose name another column has too', () => {
    const text = 'price,price,vol\n1,2,x\n3,4,y\n';
    expect(refusal(text, { column: 'price' })[2]).toBe('name one by its number: { column: 1 }');
    expect(refusal(text, { column: 'pric' })[2]).toBe('did you mean: { column: 1 }');
    expect(refusal(text, { column: 'vol' })[2]).toBe(
      'columns of numbers: price (number 1), price (number 2); name one: { column: ... }',
    );
  });

  it('readSeries tells UTF-16 and binary files from text', () => {
    const utf16 = (text: string, mark: number[]) =>
      Uint8Array.from([...mark, ...[...text].flatMap((letter) => [letter.charCodeAt(0), 0])]);
    expect(refusal(utf16('a,b\n', [0xff, 0xfe]))[1]).toMatch(/this is UTF-16 text/);
    expect(refusal(utf16('a,b\n', []))[1]).toMatch(/this is UTF-16 text/);
    expect(refusal(Uint8Array.of(0x1f, 0x8b, 8, 0))[1]).toMatch(/this is gzip data/);
    expect(refusal(Uint8Array.of(0x50, 0x4b, 3, 4, 20))[1]).toMatch(/spreadsheet/);
    expect(refusal(Uint8Array.of(65, 66, 67, 0, 1))).toEqual([
      'CSV_ENCODING',
      'prices.csv: this is binary data, not a text file in UTF-8 (a zero byte at offset 3)',
      'give a text file with one row a line',
    ]);
  });
});
