import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvError, OptionError, SeriesError } from '../../errors.ts';
import { readSeries, readSeriesSteps } from './read-series.ts';
import type { ReadSeriesOptions } from './types.ts';

function read(text: string | Uint8Array, options: ReadSeriesOptions = {}) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return readSeries({ bytes, name: 'prices.csv' }, options);
}

describe('readSeries picks', () => {
  it('readSeries reads a plain file of prices and says all that it picked', () => {
    const text = 'date,close\n2026-01-01,1.5\n2026-01-02,1.25\n2026-01-03,1.75\n';
    expect(read(text)).toEqual({
      values: Float64Array.of(1.5, 1.25, 1.75),
      file: 'prices.csv',
      column: 'close',
      columnIndex: 1,
      columnCount: 2,
      dateColumn: 'date',
      rows: 3,
      missing: 0,
      order: 'ascending',
      frequency: 'daily',
      firstDate: '2026-01-01',
      lastDate: '2026-01-03',
      delimiter: ',',
      decimal: '.',
      header: true,
      where: [],
      notes: [],
    });
  });

  it('readSeries turns a descending file and says so', () => {
    const series = read('date,close\n2026-01-03,3\n2026-01-02,2\n2026-01-01,1\n');
    expect([...series.values]).toEqual([1, 2, 3]);
    expect(series).toMatchObject({
      order: 'descending',
      firstDate: '2026-01-01',
      lastDate: '2026-01-03',
      notes: ['rows run from 2026-01-03 back to 2026-01-01: turned, oldest first'],
    });
  });

  it.each([
    ['date,Open,Close,Adj Close,Volume', 'Close'],
    ['date,Open,adj_close,Volume', 'adj_close'],
    ['date,Open,AAPL.Adjusted,Price', 'AAPL.Adjusted'],
    ['date,Open,price,value', 'price'],
    ['date,Open,Last,y', 'Last'],
    ['date,Open,High', 'Open'],
    ['year,month,rainfall', 'rainfall'],
    ['id,date,temperature', 'temperature'],
  ])('readSeries takes of the columns %s the column %s', (header, column) => {
    const count = header.split(',').length;
    const row = (number: number) => Array.from({ length: count }, (_, index) => number + index);
    const text = [header, ...[1, 2, 3, 4].map((number) => row(number).join(','))].join('\n');
    expect(read(text).column).toBe(column);
  });

  it('readSeries never takes the only column of numbers for dates', () => {
    expect(read('year\n2000\n2001\n2002\n')).toMatchObject({ column: 'year', dateColumn: null });
    expect(read('symbol,time\na,1\na,2\n')).toMatchObject({ column: 'time', dateColumn: null });
  });

  it('readSeries reads two columns without a header, and one', () => {
    expect(read('2000,1.5\n2001,2.5\n2002,1\n')).toMatchObject({
      values: Float64Array.of(1.5, 2.5, 1),
      column: 'column 2',
      dateColumn: 'column 1',
      frequency: 'yearly',
      notes: ['no header: the columns are called column 1, column 2'],
    });
    expect(read('1.5\n2.5\n')).toMatchObject({
      column: 'column 1',
      dateColumn: null,
      order: 'file',
    });
    expect(read('1,2.4\n2,2.5\n3,2.2\n')).toMatchObject({ column: 'column 2', order: 'ascending' });
    expect(read('2000,1.5\n2001,2.5\n', { column: 'column 1' }).values[0]).toBe(2000);
  });

  it('readSeries reads a byte order mark, CR line ends, blank lines at the end, quotes and scientific numbers', () => {
    const text = '\ufeff"date","close"\r"2026-01-01","$1,234.5"\r"2026-01-02",1.5e3\r\r\r';
    expect([...read(text).values]).toEqual([1234.5, 1500]);
  });

  it('readSeries reads ; with decimal commas and European thousands', () => {
    const series = read('Datum;Wert\n03.01.2000;1.234,56\n04.01.2000;999,5\n');
    expect([...series.values]).toEqual([1234.56, 999.5]);
    expect(series).toMatchObject({ decimal: ',', delimiter: ';', dateColumn: 'Datum' });
  });

  it('readSeries says how a column of 1,234 was read', () => {
    const series = read('date;close\n2026-01-01;1,234\n2026-01-02;1,250\n');
    expect([...series.values]).toEqual([1.234, 1.25]);
    expect(series.notes).toEqual([
      "'1,234' is read as 1.234 (decimal sign ','); with decimal sign '.' it would be 1234",
    ]);
    expect(read('close\n"1,234"\n"1,250"\n', { decimal: '.' }).values[0]).toBe(1234);
  });

  it('readSeries keeps rows that meet the conditions', () => {
    const text = 'symbol,date,price\nA,2026-01-01,1\nB,2026-01-01,2\nA,2026-01-02,3\n';
    expect(read(text, { where: [{ column: 'Symbol', value: ' A ' }] })).toMatchObject({
      values: Float64Array.of(1, 3),
      where: [{ column: 'symbol', value: 'A' }],
      notes: [],
    });
  });

  it('readSeries notes rows with the same date, odd dates, jumps and blank lines', () => {
    const odd = 'date,close\n?,1\n2026-01-01,1\n\n2026-01-01,2\n2026-01-02,3\n';
    expect(read(odd).notes).toEqual([
      "one row has the same 'date' as the row before",
      "line 2: '?' in 'date' is no date; its row stays where it stands",
      'a blank line between rows was passed over',
    ]);
    const months = Array.from({ length: 30 }, (_, month) => new Date(Date.UTC(2000, month, 1)));
    const kept = months.filter((_, index) => index !== 10);
    const rows = kept.map((date) => `${date.toISOString().slice(0, 10)},1`);
    expect(read(`date,close\n${rows.join('\n')}\n`).notes).toEqual([
      'dates jump from 2000-10-01 to 2000-12-01 at line 12; the rows between are not there',
    ]);
  });

  it('readSeries notes rows with more cells than the header has names', () => {
    const text =
      'date,close\n2026-01-01,999.5\n2026-01-02,1,234.5\n2026-01-03,998\n2026-01-04,997\n';
    expect(read(text).notes[0]).toBe(
      'line 3 has 3 cells under 2 names: a delimiter inside a number or text needs quotes',
    );
    expect(read('date,close\n2026-01-01,1,\n2026-01-02,2,\n').notes).toEqual([]);
  });

  it('readSeries takes the rows as they stand where it is told to', () => {
    const text = 'date,close\n2026-01-02,1\n2026-01-01,2\n2026-01-03,3\n';
    for (const dateColumn of [null, 'none']) {
      expect(read(text, { dateColumn })).toMatchObject({ dateColumn: null, order: 'file' });
    }
  });

  it.each([
    ['date,v\n2026-01-01,"1,100"\n2026-01-02,"2,5"\n', [1.1, 2.5]],
    ['a,b\n1,"1,5"\n', [1]],
    ['v\n1,5\n2,5\n', [1.5, 2.5]],
    ['d;v\n2026-01-01;1,5\n2026-01-02;"2,5"\n', [1.5, 2.5]],
  ])('readSeries with decimal comma reads %j', (text, values) => {
    const series = read(text, { decimal: ',' });
    expect([...series.values]).toEqual(values);
    expect(read(text.replaceAll('\n', '\r\n'), { decimal: ',' }).values).toEqual(series.values);
  });

  it('readSeries takes 1.100 in a file delimited by ; for eleven hundred, and says so', () => {
    const series = read('d;y\n01.01.2026;1.100\n02.01.2026;2.250\n');
    expect([...series.values]).toEqual([1100, 2250]);
    expect(series.notes).toContain(
      "'1.100' is read as 1100 (decimal sign ','); with decimal sign '.' it would be 1.1",
    );
  });

  it('readSeries takes the delimiter that a first line names, and no row of it', () => {
    for (const [text, delimiter] of [
      ['sep=;\nd;y\n2026-01-02;2,5\n2026-01-01;1,5\n', ';'],
      ['\ufeff"sep=#"\r\nd#y\r\n2026-01-02#2.5\r\n2026-01-01#1.5\r\n', '#'],
      ['SEP=\t\nd\ty\n2026-01-02\t2.5\n2026-01-01\t1.5\n', '\t'],
    ] as const) {
      const series = read(text);
      expect(series).toMatchObject({ delimiter, column: 'y', rows: 2, order: 'descending' });
      expect([...series.values]).toEqual([1.5, 2.5]);
    }
    expect([...read('sep=;\n1;2\n3;4\n', { header: false, column: 2 }).values]).toEqual([2, 4]);
  });

  it('readSeries keeps missing values where they are for a fit by segments', () => {
    const series = read('date,close\n2026-01-02,2\n2026-01-01,\n2025-12-31,1\n', {
      missing: 'segments',
    });
    expect([...series.values]).toEqual([1, Number.NaN, 2]);
    expect(series.missing).toBe(1);
  });

  it('readSeries names another column of numbers that it could have taken', () => {
    expect(read('date,open,close\n2026-01-01,1,2\n').notes).toEqual([
      "column 'close' was picked; others hold numbers too: open",
    ]);
  });
});

describe('readSeries on any bytes', () => {
  const cells = ['1', '2.5', '1,5', 'NA', '', 'abc', '2000-01-01', 'Jan 1 2000', '"', '"x"', '\0'];
  const ends = ['\n', '\r\n', ',', ',', ';', '\t', ' '];
  const text = fc
    .array(fc.constantFrom(...cells, ...ends), { maxLength: 60 })
    .map((parts) => new TextEncoder().encode(parts.join('')));
  const options: fc.Arbitrary<ReadSeriesOptions> = fc.record(
    {
      column: fc.constantFrom<string | number>('abc', '1', 2, 'x'),
      dateColumn: fc.constantFrom('2', 1, null, 'none'),
      where: fc.constant([{ column: 1, value: '1' }]),
      delimiter: fc.constantFrom(',', ' ', 'tab', '--'),
      decimal: fc.constantFrom('.' as const, ',' as const),
      header: fc.boolean(),
      missing: fc.constantFrom('refuse' as const, 'segments' as const),
    },
    { requiredKeys: [] },
  );

  it('readSeries answers with a series or with an error that says what is wrong', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.uint8Array({ maxLength: 300 })), options, (bytes, asked) => {
        try {
          const series = read(bytes, asked);
          expect(series.values).toHaveLength(series.rows);
          const gaps = series.values.filter(Number.isNaN).length;
          expect(gaps).toBe(series.missing);
        } catch (error) {
          const known = [CsvError, SeriesError, OptionError].some((kind) => error instanceof kind);
          if (!known) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('readSeriesSteps', () => {
  it('readSeriesSteps reports progress through a large file, whose head is cut mid-row', () => {
    const bytes = new TextEncoder().encode(`value\n${'1234.5678\n'.repeat(250_000)}`);
    let reports = 0;
    const steps = readSeriesSteps({ bytes, name: 'large.csv' });
    let step = steps.next();
    for (; !step.done; step = steps.next()) reports += 1;
    expect(reports).toBe(2);
    expect(step.value.rows).toBe(250_000);
  });
});
