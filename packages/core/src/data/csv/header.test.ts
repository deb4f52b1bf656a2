import { expect, test } from 'vitest';
import { readSeries } from './read-series.ts';

const read = (text: string) => readSeries({ bytes: new TextEncoder().encode(text), name: 'f.csv' });

test.each([
  ['a number over values, a word over dates', 'Date,0\n2026-01-01,1.5\n2026-01-02,2.5\n', '0'],
  ['a year over values', 'date,2024\n2026-01-01,1.5\n2026-01-02,2.5\n', '2024'],
  ['a number over values, nothing over dates', ',0\n2026-01-01,1.5\n2026-01-02,2.5\n', '0'],
  ['a number over values, nothing over a count of rows', ',0\n0,1.5\n1,2.5\n2,2.75\n', '0'],
  ['a run of years beside a word', 'country,2001,2002\nSE,1.5,2.5\nNO,2.5,1\n', '2001'],
])('hasHeader takes for names %s', (_, text, column) => {
  const series = read(text);
  expect([series.header, series.column, series.values[0]]).toEqual([true, column, 1.5]);
  expect(series.rows).toBe(text.trim().split('\n').length - 1);
});

test.each([
  ['years and values', '1700, 48.3243\n1701, 12.6633\n1702, 26.1958\n', 3],
  ['a word, a date and a value', 'AAPL,2020-01-01,5\nAAPL,2020-01-02,6\n', 2],
  ['words and values', 'x,5\ny,6\nz,7\n', 3],
  [
    'an odd date among dates',
    '"11:34","270.49"\n"2018/10/12","258.78"\n"2018/10/11","252.23"\n',
    3,
  ],
  ['values alone', '100\n101\n99\n', 3],
])('hasHeader takes for data %s', (_, text, rows) => {
  const series = read(text);
  expect([series.header, series.rows]).toEqual([false, rows]);
});
