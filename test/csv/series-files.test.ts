/**
 * Real files with real traps, read from ../shared/data/series: what readSeriesFile makes of each, with both kernels.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installKernels, type Kernels, referenceKernels } from '@ferrogen/core';
import { readSeriesFile } from '@ferrogen/core/node';
import { afterEach, describe, expect } from 'vitest';
import { implementations } from '../support/implementations.ts';
import { itWith, sharedData } from '../support/shared-data.ts';

type Options = NonNullable<Parameters<typeof readSeriesFile>[1]>;

interface FileCase {
  readonly file: string;
  readonly options?: Options;
  /** Number of values, the first and the last of them. */
  readonly values?: readonly [count: number, first: number, last: number];
  readonly series?: object;
  readonly refused?: object;
}

const cases: readonly FileCase[] = [
  {
    file: 'prices/plotly-tesla-stock-price.csv',
    values: [757, 221.31, 270.49],
    series: {
      column: 'close',
      dateColumn: 'date',
      order: 'descending',
      frequency: 'daily',
      firstDate: '2015/10/15',
      lastDate: '2018/10/15',
      notes: [
        "column 'close' was picked; others hold numbers too: volume, open, high, low",
        'rows run from 2018/10/15 back to 2015/10/15: turned, oldest first',
        "line 2: '11:34' in 'date' is no date; its row stays where it stands",
      ],
    },
  },
  {
    file: 'prices/plotly-tesla-stock-price.csv',
    options: { column: 'volume' },
    values: [757, 2835920, 4787699],
  },
  {
    file: 'prices/vega-stocks.csv',
    refused: {
      code: 'CSV_DATES_UNORDERED',
      line: 125,
      column: 'date',
      message: expect.stringContaining('Jan 1 2000 follows Mar 1 2010'),
      hint: "several series? 'symbol' has MSFT, AMZN, IBM, GOOG, AAPL; take one: { where: [{ column: 'symbol', value: 'MSFT' }] }",
      mend: { option: 'where', value: { column: 'symbol', value: 'MSFT' } },
    },
  },
  {
    file: 'prices/vega-stocks.csv',
    options: { where: [{ column: 'symbol', value: 'AAPL' }] },
    values: [123, 25.94, 223.02],
    series: { column: 'price', frequency: 'monthly', order: 'ascending', notes: [] },
  },
  {
    file: 'prices/vega-stocks.csv',
    options: { where: [{ column: 'symbol', value: 'AAPPL' }] },
    refused: {
      code: 'CSV_NO_ROWS',
      hint: "values of 'symbol' at the head of the file: MSFT, AMZN, IBM, GOOG, AAPL; did you mean: { where: [{ column: 'symbol', value: 'AAPL' }] }",
    },
  },
  {
    file: 'prices/plotly-finance-charts-apple.csv',
    values: [506, 127.830002, 135.350006],
    series: { column: 'AAPL.Close', dateColumn: 'Date', columnCount: 11, order: 'ascending' },
  },
  {
    file: 'prices/plotly-finance-charts-apple.csv',
    options: { column: 'direction' },
    refused: {
      code: 'CSV_NOT_A_NUMBER',
      line: 2,
      column: 'direction',
      message: expect.stringContaining("'Increasing' is not a number"),
      hint: expect.stringContaining('columns of numbers: AAPL.Open'),
    },
  },
  {
    file: 'prices/plotly-finance-charts-apple.csv',
    options: { column: 'close' },
    refused: {
      code: 'CSV_NO_SUCH_COLUMN',
      message: expect.stringContaining('the 11 columns are Date, AAPL.Open'),
    },
  },
  {
    file: 'prices/vega-sp500.csv',
    values: [123, 1394.46, 1140.45],
    series: { column: 'price', frequency: 'monthly', lastDate: 'Mar 1 2010' },
  },
  {
    file: 'r/presidents.csv',
    refused: {
      code: 'SERIES_GAP',
      index: 0,
      message: expect.stringMatching(
        /:2: column 'value': the value of row 1 is missing, the first of 6/,
      ),
      mend: { option: 'missing', value: 'segments' },
    },
  },
  {
    file: 'r/presidents.csv',
    options: { missing: 'segments' },
    values: [120, Number.NaN, 24],
    series: { missing: 6, frequency: 'quarterly', firstDate: '1945' },
  },
  {
    file: 'r/airpassengers.csv',
    values: [144, 112, 432],
    series: { dateColumn: 'time', frequency: 'monthly' },
  },
  { file: 'r/lh.csv', values: [48, 2.4, 2.9], series: { column: 'value', frequency: null } },
  { file: 'r/lakehuron.csv', values: [98, 580.38, 579.96], series: { frequency: 'yearly' } },
  { file: 'r/sunspot_year.csv', values: [289, 5, 100.2], series: { frequency: 'yearly' } },
  {
    file: 'statsmodels/co2.csv',
    options: { missing: 'segments' },
    values: [2284, 316.1, 371.5],
    series: { missing: 59, frequency: 'weekly', firstDate: '19580329', lastDate: '20011229' },
  },
  {
    file: 'statsmodels/sunspots.csv',
    values: [309, 5, 2.9],
    series: { column: 'SUNACTIVITY', dateColumn: 'YEAR', frequency: 'yearly' },
  },
  {
    file: 'statsmodels/ARMLEConstantPredict.csv',
    values: [334, 48.3243, 72.3783],
    series: { header: false, column: 'column 2', dateColumn: 'column 1', frequency: 'yearly' },
  },
  {
    file: 'statsmodels/AROLSConstantPredict.csv',
    options: { column: 5 },
    values: [416, 0, 27.979964],
    series: { header: false, delimiter: ' ', columnCount: 5, dateColumn: null, order: 'file' },
  },
  {
    file: 'statsmodels/AROLSNoConstantPredict.csv',
    options: { column: '1' },
    values: [416, 7.68962, 0],
    series: { header: false, delimiter: ' ' },
  },
  {
    file: 'statsmodels/results_ar_forecast_mle_dynamic.csv',
    options: { column: 'fcdyn4', missing: 'segments' },
    values: [334, Number.NaN, 72.37827],
    series: { dateColumn: 'year', frequency: 'yearly' },
  },
  { file: 'statsmodels/bd_lake.csv', values: [98, 10.38, 9.96], series: { columnCount: 1 } },
  {
    file: 'temperature/vega-seattle-weather.csv',
    options: { column: 'temp_max' },
    values: [1461, 12.8, 5.6],
    series: { frequency: 'daily', columnCount: 6, notes: [] },
  },
  { file: 'nist/lew.csv', values: [200, -213, 96], series: { notes: [] } },
  { file: 'nist/lottery.csv', values: [218, 162, 968] },
  { file: 'nist/numacc1.csv', values: [3, 10000001, 10000002] },
  { file: 'nist/numacc3.csv', values: [1001, 1000000.2, 1000000.3] },
  { file: 'nist/pidigits.csv', values: [5000, 3, 2] },
];

const folder = sharedData('series');
const absent = folder === null ? ['no ../shared/data/series'] : [];

afterEach(() => installKernels(referenceKernels));

for (const { name, kernels, missing } of implementations) {
  const it = itWith([...absent, ...missing]);
  describe(`readSeriesFile with the ${name} kernels`, () => {
    for (const { file, options, values, series, refused } of cases) {
      it(`readSeriesFile reads ${file} with ${JSON.stringify(options ?? {})}`, () => {
        installKernels(kernels!);
        const read = () => readSeriesFile(join(folder!, file), options);
        if (refused !== undefined) {
          expect(read).toThrow(expect.objectContaining(refused));
          return;
        }
        const got = read();
        expect([got.values.length, got.values[0], got.values.at(-1)]).toEqual(values);
        if (series !== undefined) expect(got).toMatchObject(series);
      });
    }
  });
}

const native = implementations.find(({ name }) => name === 'native')!;

describe('readColumns on real files', () => {
  itWith(absent)('readSeriesFile has a case for every file of the folder', () => {
    const files = readdirSync(folder!, { recursive: true, encoding: 'utf8' });
    const known = new Set(cases.map(({ file }) => file));
    expect(files.filter((file) => file.endsWith('.csv') && !known.has(file))).toEqual([]);
  });

  itWith([...absent, ...native.missing])(
    'readColumns of the native kernels streams what the reference reads',
    () => {
      const plan = {
        delimiter: ',',
        headerLines: 1,
        decimal: '.',
        numbers: [1],
        date: { index: 0, pattern: 'Y/M/D' },
        where: [],
      } as const;
      const path = join(folder!, 'prices/plotly-tesla-stock-price.csv');
      const last = (kernels: Kernels, source: { path: string } | { bytes: Uint8Array }) => {
        const steps = kernels.readColumns(source, plan);
        let step = steps.next();
        while (!step.done) step = steps.next();
        return step.value;
      };
      const bytes = new Uint8Array(readFileSync(path));
      expect(last(native.kernels!, { path })).toEqual(last(referenceKernels, { bytes }));
    },
  );
});
