/** docs/csv.md, rows. */

import { bytes, type CsvCase, firstTwo, refuse, second } from './csv-case.ts';

const MEBIBYTE = 1024 * 1024;

export const rows: CsvCase[] = [
  {
    name: 'blank lines at the end do not count',
    text: '1\n2\n\n \t\n\r\n',
    plan: {},
    table: { columns: [[1, 2]], rows: 2, rowsInFile: 2, blankLines: 0 },
  },
  {
    name: 'blank lines between rows of several columns are passed over and counted',
    text: 'a,1\n\n \u00a0\nb,2\n',
    plan: second,
    table: { columns: [[1, 2]], rows: 2, blankLines: 2, missing: [null] },
  },
  {
    name: 'a blank line in a file of one column is a missing value',
    text: 'v\n\n1\n\n \n2\n\n',
    plan: { headerLines: 1 },
    table: {
      columns: [[1, Number.NaN, Number.NaN, 2]],
      rows: 4,
      rowsInFile: 4,
      blankLines: 0,
      missing: [{ count: 2, row: 2, line: 4 }],
    },
  },
  {
    name: 'a blank line in a file of one column is an unread date',
    text: '2000\n\n2001\n',
    plan: { date: { index: 0, pattern: 'Y' } },
    table: { dates: { ascending: 1, unread: { count: 1, line: 2, cell: '' } } },
  },
  {
    name: 'a condition makes a file one of several columns',
    text: '1\n\n1\n',
    plan: { where: [{ index: 0, value: '1' }] },
    table: { columns: [[1, 1]], blankLines: 1 },
  },
  {
    name: 'a line of tabs is a row where tabs separate cells',
    text: '1\t2\n\t\n3\t4\n',
    plan: { ...firstTwo, delimiter: '\t' },
    table: {
      rows: 3,
      blankLines: 0,
      columns: [
        [1, Number.NaN, 3],
        [2, Number.NaN, 4],
      ],
    },
  },
  {
    name: 'a row may have more cells than are needed',
    text: '1,2,3\n4\n',
    plan: {},
    table: { columns: [[1, 4]] },
  },
  {
    name: 'a row with fewer cells is refused, and says how many it has',
    text: '1,2,3\n4,5\n',
    plan: { numbers: [0, 2] },
    refusal: refuse('CSV_SHORT_ROW', 2, 2, '2'),
  },
  {
    name: 'a short row is refused whether or not the condition wants it',
    text: 'a,1\nb\n',
    plan: { ...second, where: [{ index: 0, value: 'a' }] },
    refusal: refuse('CSV_SHORT_ROW', 2, 1, '1'),
  },
  {
    name: 'a short row is refused before its cells are looked at',
    text: 'x\n',
    plan: firstTwo,
    refusal: refuse('CSV_SHORT_ROW', 1, 1, '1'),
  },
  {
    name: 'all conditions must hold, on trimmed cells, byte by byte',
    text: 'a, x ,1\na,X,2\nb,x,3\n"a","x",4\nä,x,5\n',
    plan: {
      numbers: [2],
      where: [
        { index: 0, value: 'a' },
        { index: 1, value: 'x' },
      ],
    },
    table: { columns: [[1, 4]], rows: 2, rowsInFile: 5 },
  },
  {
    name: 'a condition compares letters beyond ASCII',
    text: 'ä,1\na,2\n',
    plan: { ...second, where: [{ index: 0, value: 'ä' }] },
    table: { columns: [[1]] },
  },
  {
    name: 'a row that does not count is never looked at',
    text: 'a,1\nb,x\nb,inf\n',
    plan: { ...second, where: [{ index: 0, value: 'a' }] },
    table: { columns: [[1]] },
  },
  {
    name: 'a missing cell is told by its row among those that count and its line',
    text: 'h,v\nb,1\na,2\na,NA\na,\n',
    plan: { ...second, headerLines: 1, where: [{ index: 0, value: 'a' }] },
    table: { columns: [[2, Number.NaN, Number.NaN]], missing: [{ count: 2, row: 2, line: 4 }] },
  },
  {
    name: 'a record of 1 MiB is read',
    text: `${'a'.repeat(MEBIBYTE - 2)},1\n2,3`,
    plan: second,
    table: { columns: [[1, 3]] },
  },
  {
    name: 'a record of one byte more is refused',
    text: `0,0\n${'a'.repeat(MEBIBYTE - 1)},1\r\n2,3`,
    plan: second,
    refusal: refuse('CSV_LINE_TOO_LONG', 2, 0, ''),
  },
  {
    name: 'a blank line and a header may be too long as well',
    text: `${' '.repeat(MEBIBYTE + 1)}\n1\n`,
    plan: { headerLines: 1 },
    refusal: refuse('CSV_LINE_TOO_LONG', 1, 0, ''),
  },
  {
    name: 'a long record that never closes its quote is too long',
    text: `1\n"${'a\n'.repeat(MEBIBYTE / 2)}`,
    plan: {},
    refusal: refuse('CSV_LINE_TOO_LONG', 2, 0, ''),
  },
  {
    name: 'a refused cell is told in at most 80 characters, with U+FFFD for what is no UTF-8',
    text: bytes('1\n', [0xff], 'ä'.repeat(100), '\n'),
    plan: {},
    refusal: refuse('CSV_NOT_A_NUMBER', 2, 0, `\ufffd${'ä'.repeat(79)}`),
  },
  {
    name: 'characters beyond the basic plane count as one',
    text: `${'😀'.repeat(81)}\n`,
    plan: {},
    refusal: refuse('CSV_NOT_A_NUMBER', 1, 0, '😀'.repeat(80)),
  },
  {
    name: 'numbers are refused in the order of the plan',
    text: 'x,inf\n',
    plan: firstTwo,
    refusal: refuse('CSV_NOT_A_NUMBER', 1, 0, 'x'),
  },
  {
    name: 'no columns at all are counted',
    text: '1\n2\n',
    plan: { numbers: [] },
    table: { rows: 2, columns: [] },
  },
];
