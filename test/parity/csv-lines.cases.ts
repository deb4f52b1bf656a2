/** docs/csv.md, lines, cells and quotes. */

import { bytes, type CsvCase, firstTwo, refuse, second } from './csv-case.ts';

export const lines: CsvCase[] = [
  {
    name: 'lines end with LF, CRLF or a lone CR',
    text: '1\n2\r\n3\r4',
    plan: {},
    table: { columns: [[1, 2, 3, 4]], rows: 4, rowsInFile: 4, blankLines: 0, missing: [null] },
  },
  { name: 'an empty text has no rows', text: '', plan: {}, table: { columns: [[]], rows: 0 } },
  {
    name: 'a byte order mark is passed over',
    text: bytes([0xef, 0xbb, 0xbf], '"1"\n2\n'),
    plan: {},
    table: { columns: [[1, 2]] },
  },
  {
    name: 'a byte order mark elsewhere is text',
    text: bytes('1\n', [0xef, 0xbb, 0xbf], '2\n'),
    plan: {},
    refusal: refuse('CSV_NOT_A_NUMBER', 2, 0, '\ufeff2'),
  },
  {
    name: 'any ASCII character separates cells',
    text: '1;2\n3;4\n',
    plan: { ...firstTwo, delimiter: ';' },
    table: {
      columns: [
        [1, 3],
        [2, 4],
      ],
    },
  },
  {
    name: 'a tab as delimiter leaves empty cells empty',
    text: '\t2\n3\t\n',
    plan: { ...firstTwo, delimiter: '\t' },
    table: {
      columns: [
        [Number.NaN, 3],
        [2, Number.NaN],
      ],
      missing: [
        { count: 1, row: 1, line: 1 },
        { count: 1, row: 2, line: 2 },
      ],
    },
  },
  {
    name: 'a blank as delimiter is any run of blanks and tabs, and none at the ends of the line',
    text: ' 1 \t 2  \n3\t4\n',
    plan: { ...firstTwo, delimiter: ' ' },
    table: {
      columns: [
        [1, 3],
        [2, 4],
      ],
    },
  },
  {
    name: 'a blank as delimiter honours quotes',
    text: '"a b" 2\n "c ""d" 4 \n',
    plan: { ...second, delimiter: ' ', where: [{ index: 0, value: 'c "d' }] },
    table: { columns: [[4]], rows: 1, rowsInFile: 2 },
  },
  {
    name: 'the header is the first lines that are not blank',
    text: '\n  \ndate,close\n\n2000-01-01,5\n',
    plan: { ...second, headerLines: 1 },
    table: { columns: [[5]], blankLines: 0 },
  },
  {
    name: 'a header may span lines and counts them',
    text: '"a\nb",c\n1,x\n',
    plan: { ...second, headerLines: 1 },
    refusal: refuse('CSV_NOT_A_NUMBER', 3, 1, 'x'),
  },
];

export const quotes: CsvCase[] = [
  {
    name: 'delimiters, line ends and doubled quotes inside quotes are text',
    text: '"a,""b""\r\nc",7\nd,8\n',
    plan: { ...second, where: [{ index: 0, value: 'a,"b"\r\nc' }] },
    table: { columns: [[7]], rows: 1, rowsInFile: 2 },
  },
  {
    name: 'text behind the closing quote is appended as it stands',
    text: '"1"2,0\n"3"".""4"5,0\n',
    plan: { numbers: [1], where: [{ index: 0, value: '12' }] },
    table: { rows: 1, rowsInFile: 2 },
  },
  {
    name: 'a quote behind the closing quote is an ordinary character',
    text: '"a"b"c,1\n',
    plan: { ...second, where: [{ index: 0, value: 'ab"c' }] },
    table: { rows: 1 },
  },
  {
    name: 'a quote inside a bare cell is an ordinary character',
    text: '5" x 3,1\n',
    plan: { ...second, where: [{ index: 0, value: '5" x 3' }] },
    table: { rows: 1 },
  },
  {
    name: 'a cell that after trimming begins and ends with a quote loses both',
    text: '1, "2.5"\n',
    plan: second,
    table: { columns: [[2.5]] },
  },
  {
    name: 'a cell loses quotes inside its quotes and is trimmed again',
    text: '""" 2.5 """\n',
    plan: {},
    table: { columns: [[2.5]] },
  },
  {
    name: 'one quote alone is not a pair',
    text: '1, "\n',
    plan: second,
    refusal: refuse('CSV_NOT_A_NUMBER', 1, 1, '"'),
  },
  {
    name: 'a quoted cell may be empty',
    text: '""\n1\n',
    plan: {},
    table: { columns: [[Number.NaN, 1]], missing: [{ count: 1, row: 1, line: 1 }] },
  },
  {
    name: 'a quote that never closes is refused with the line where its record begins',
    text: '1,2\n3,"4\n5,6\n',
    plan: firstTwo,
    refusal: refuse('CSV_UNCLOSED_QUOTE', 2, 0, ''),
  },
  {
    name: 'the first refusal in the file wins over a quote that never closes',
    text: 'x\n"4\n',
    plan: {},
    refusal: refuse('CSV_NOT_A_NUMBER', 1, 0, 'x'),
  },
  {
    name: 'lines inside quotes count, CRLF as one',
    text: '"a\nb\r\nc\rd",1\nx,y\n',
    plan: second,
    refusal: refuse('CSV_NOT_A_NUMBER', 5, 1, 'y'),
  },
  {
    name: 'a doubled quote at the end of the text does not close',
    text: '"1""',
    plan: {},
    refusal: refuse('CSV_UNCLOSED_QUOTE', 1, 0, ''),
  },
  {
    name: 'cells behind the last one that is needed still honour quotes',
    text: '1,"a\nb"\n2,c\n',
    plan: {},
    table: { columns: [[1, 2]], rows: 2 },
  },
];
