/** docs/csv.md, numbers. */

import type { ColumnRefusal } from '@ferrogen/core';
import { type CsvCase, refuse } from './csv-case.ts';

function number(cell: string, value: number, decimal: '.' | ',' = '.'): CsvCase {
  return {
    name: `'${cell}' is ${value} with decimal sign '${decimal}'`,
    text: `"${cell}"\n`,
    plan: { decimal },
    table: { columns: [[value]] },
  };
}

function noNumber(
  cell: string,
  refused: ColumnRefusal['refused'] = 'CSV_NOT_A_NUMBER',
  decimal: '.' | ',' = '.',
): CsvCase {
  return {
    name: `'${cell}' is refused with decimal sign '${decimal}': ${refused}`,
    text: `"${cell}"\n`,
    plan: { decimal },
    refusal: refuse(refused, 1, 0, cell),
  };
}

export const numbers: CsvCase[] = [
  ...['', 'NA', 'n/a', '#N/A', 'NaN', 'Null', 'NONE', 'nil', '-', '.', '?', ' \u00a0\t'].map(
    (cell) => number(cell, Number.NaN),
  ),
  number('1', 1),
  number('+1', 1),
  number('-0', -0),
  number('\u22121.5', -1.5),
  number('.5', 0.5),
  number('5.', 5),
  number('-.5', -0.5),
  number('007', 7),
  number(' \u00a01\f', 1),
  number('1e3', 1000),
  number('1.5E-3', 0.0015),
  number('2.e+2', 200),
  number('.5e1', 5),
  number('$1.5', 1.5),
  number('-$1.5', -1.5),
  number('$-1.5', -1.5),
  number('€2', 2),
  number('£3', 3),
  number('¥\u22124', -4),
  number('1,234', 1234),
  number('4,787,699', 4787699),
  number('1,234.5e1', 12345),
  number('12_345', 12345),
  number("1'234.5", 1234.5),
  number('1 234', 1234),
  number('1\u00a0234', 1234),
  number('1\u202f234\u202f567', 1234567),
  number('0,123', 123),
  number('1,5', 1.5, ','),
  number('1.234,56', 1234.56, ','),
  number('1.234', 1234, ','),
  number('1.234.567', 1234567, ','),
  number(',5', 0.5, ','),
  number('5,', 5, ','),
  number("1'234,5", 1234.5, ','),
  // Correct rounding: halfway cases, more digits than a double holds, the ends of the range.
  number('9007199254740993', 9007199254740992),
  number('9007199254740993.0000000000000000001', 9007199254740994),
  number('0.1000000000000000055511151231257827021181583404541015625', 0.1),
  number('123456789012345678', 123456789012345680),
  number('2.2250738585072011e-308', 2.225073858507201e-308),
  number('4.9e-324', 5e-324),
  number('2e-324', 0),
  number('1.7976931348623157e308', Number.MAX_VALUE),
  number('1.7976931348623158e308', Number.MAX_VALUE),
  number('8.5e-17', 8.5e-17),
  number('1e23', 1e23),
  number('7.2057594037927933e16', 72057594037927936),
  number('0e999999999999', 0),
  number('1e-999999999999', 0),
  number(`1${'0'.repeat(400)}e-400`, 1),
  ...['inf', '+Inf', '-INF', 'Infinity', '\u2212infinity'].map((cell) =>
    noNumber(cell, 'CSV_NOT_FINITE'),
  ),
  noNumber('1e309', 'CSV_NOT_FINITE'),
  noNumber('-1.7976931348623159e308', 'CSV_NOT_FINITE'),
  noNumber('1e999999999999', 'CSV_NOT_FINITE'),
  ...[
    'abc',
    '+',
    '--1',
    '1-',
    '1e',
    '1e+',
    'e5',
    '1.5.5',
    '-.',
    '$',
    '$$1',
    '$-$1',
    '1$',
    '5%',
  ].map((cell) => noNumber(cell)),
  ...['1,23', '1234,567', '1,234,56', '1,234 567', ',123', '1,,234', '1,234,', '$ 1', '+ 1'].map(
    (cell) => noNumber(cell),
  ),
  ...['$inf', 'infinit', 'nan1', 'N/A/', '0x10', '1_0', '1e\u22123', '１', '1\t234', '1d5'].map(
    (cell) => noNumber(cell),
  ),
  noNumber('1.5', 'CSV_NOT_A_NUMBER', ','),
  noNumber('1,5', 'CSV_NOT_A_NUMBER', '.'),
  noNumber('1.23,5', 'CSV_NOT_A_NUMBER', ','),
];
