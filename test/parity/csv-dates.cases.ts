/** docs/csv.md, dates. */

import { type CsvCase, second } from './csv-case.ts';

/** Dates that are read under a pattern, in ascending order of time, and cells that are no dates. */
function dates(pattern: string, ascending: string[], unread: string[] = []): CsvCase {
  const cells = [...ascending, ...unread];
  return {
    name: `'${pattern}' orders ${ascending.join(' < ')}${unread.length > 0 ? ` and does not read ${unread.join(' | ')}` : ''}`,
    text: `${cells.map((cell) => `"${cell}",1`).join('\n')}\n`,
    plan: { ...second, date: { index: 0, pattern } },
    table: {
      rows: cells.length,
      dates: {
        first: ascending[0]!.trim(),
        last: ascending.at(-1)!.trim(),
        ascending: ascending.length - 1,
        descending: 0,
        equal: 0,
        unread:
          unread.length === 0
            ? null
            : { count: unread.length, line: ascending.length + 1, cell: unread[0]! },
      },
    },
  };
}

function equalDates(pattern: string, one: string, other: string): CsvCase {
  return {
    name: `'${pattern}' reads ${one} and ${other} as one moment`,
    text: `"${one}",1\n"${other}",2\n`,
    plan: { ...second, date: { index: 0, pattern } },
    table: { dates: { ascending: 0, descending: 0, equal: 1, unread: null } },
  };
}

export const calendar: CsvCase[] = [
  dates(
    'Y-M-D',
    ['0000-01-01', '1969-12-31', '1970-01-01', '1999-2-28', '2000-02-29', '2000-03-01'],
    ['1900-02-29', '2001-02-29', '2000-13-01', '2000-00-10', '2000-01-00', '2000-04-31'],
  ),
  dates(
    'Y-M-D',
    [' 2000-01-01 '],
    ['00-01-01', '2000-01-01x', '2000-001-01', '2000/01/01', 'NA', ''],
  ),
  dates('y', ['69', '99', '00', '68'], ['1', '100']),
  dates('YMD', ['19580329', '19580405'], ['1958329', '195803290']),
  dates('M/D/Y', ['1/2/2000', '01/03/2000', '12/31/2000'], ['13/1/2000']),
  dates('DbY', ['01Jan2000', '02feb2000'], ['1Jan2000']),
  dates('b D Y', ['Jan 1 2000', 'february  2 2000', 'Mar. 3 2000', 'SEPT 1 2000'], ['Ja 1 2000']),
  dates('b D Y', ['Jan\t1 2000'], ['Janx 1 2000', 'Januaryy 1 2000', 'Jan1 2000', 'Mai 1 2000']),
  dates('b D, Y', ['May 31, 2000', 'Jun 1, 2000']),
  dates('YQq', ['2000Q1', '2000Q4', '2001Q1'], ['2000Q5', '2000Q0', '2000q1']),
  dates(
    'Y-Wv',
    ['2015-W53', '2016-W01', '2020-W53', '2021-W01', '2026-W05'],
    ['2016-W53', '2021-W53', '2021-W00', '2021-W1', '2021-W011', '2021-w01'],
  ),
  // The weeks of 2009 began on 29 December 2008 and ended with the 53rd, on 3 January 2010.
  dates('Y[-Wv]', ['2009-W01', '2009', '2009-W02', '2009-W53', '2010', '2010-W01']),
  dates(
    'Y-j',
    ['1999-365', '2000-001', '2000-366', '2001-001'],
    ['2001-366', '2001-000', '2001-01'],
  ),
  equalDates('Y-j[ h:m]', '1970-001', '1970-001 00:00'),
  dates('Y\\MM', ['1959M01', '1959M2', '1959M12'], ['1959M13', '1959-01', '1959m01', '195901']),
  dates('Y年M月D日', ['2026年1月28日', '2026年01月29日'], ['2026-01-28', '2026年1月28']),
  dates(
    'w, b D, Y',
    ['Wednesday, January 28, 2026', 'thu, Jan 29, 2026', 'Fri., Jan. 30, 2026'],
    ['We, Jan 28, 2026', 'Weds, Jan 28, 2026', 'Jan 28, 2026', 'Mondayx, Jan 28, 2026'],
  ),
  equalDates('w D b Y', 'Wed 28 Jan 2026', 'Mon  28 Jan 2026'),
  equalDates('YQq[-M]', '2000Q4', '2000Q4-10'),
  dates(
    'Y-M-D[ h:m[:s]]',
    ['2000-01-01', '2000-01-01 0:01', '2000-01-01 00:01:01.5', '2000-01-01 23:59:59'],
    [
      '2000-01-01 24:00',
      '2000-01-01 10:60',
      '2000-01-01 10:00:60',
      '2000-01-01 10',
      '2000-01-01 10:00:',
    ],
  ),
  dates(
    'Y-M-DTh:m:s',
    ['2000-01-01T00:00:00.000001', '2000-01-01T00:00:00.000002'],
    ['2000-01-01T00:00:00.', '2000-01-01t00:00:00'],
  ),
  dates(
    'Y-M-D h:m p',
    ['2000-01-01 12:00 AM', '2000-01-01 1:00 am', '2000-01-01 12:00 pm', '2000-01-01 11:59 PM'],
    ['2000-01-01 0:30 AM', '2000-01-01 13:00 PM', '2000-01-01 1:00', '2000-01-01 1:00 XM'],
  ),
  dates('Y-M-D h:m[ p]', ['2000-01-01 9:00 AM', '2000-01-01 13:00', '2000-01-01 2:00 PM']),
  dates('Y-M-D hp', ['2000-01-01 9AM', '2000-01-01 9PM']),
  dates('YMDhms', ['20000101000000', '20000101000001']),
  dates(
    'Y-M-DTh:m[Z]',
    ['2000-01-01T12:00+02:00', '2000-01-01T11:00Z', '2000-01-01T11:30', '2000-01-01T11:00-0100'],
    ['2000-01-01T11:00z', '2000-01-01T11:00+24:00', '2000-01-01T11:00+01:60', '2000-01-01T11:00+1'],
  ),
  equalDates('Y-M-DTh:mZ', '2000-01-01T00:30+01', '1999-12-31T23:30Z'),
  equalDates('Y-M-DTh:mZ', '2000-01-01T00:30+0530', '2000-01-01T00:30+05:30'),
  dates('N', ['-5', '1.5', '1949.083333', '1,950', '1e5'], ['NA', 'inf', '1/2']),
  {
    name: 'N honours the decimal sign of the plan',
    text: '1949,25;1\n1949,5;2\n1949.75;3\n',
    plan: { ...second, delimiter: ';', decimal: ',', date: { index: 0, pattern: 'N' } },
    table: { dates: { ascending: 1, unread: { count: 1, line: 3, cell: '1949.75' } } },
  },
  {
    name: 'the order of dates names the first step forward and the first step back',
    text: 'd,v\n"11:34",1\n2000-01-02,2\n2000-01-02,3\n?,4\n2000-01-01,5\n2000-01-05,6\n2000-01-04,7\n',
    plan: { ...second, headerLines: 1, date: { index: 0, pattern: 'Y-M-D' } },
    table: {
      dates: {
        first: '2000-01-02',
        last: '2000-01-04',
        ascending: 1,
        descending: 2,
        equal: 1,
        firstAscent: { line: 7, cell: '2000-01-05', previous: '2000-01-01' },
        firstDescent: { line: 6, cell: '2000-01-01', previous: '2000-01-02' },
        unread: { count: 2, line: 2, cell: '11:34' },
      },
    },
  },
  {
    name: 'only rows that count have a say in the order of dates',
    text: '2000,a,1\n1999,b,1\n2001,a,1\n',
    plan: { numbers: [2], date: { index: 0, pattern: 'Y' }, where: [{ index: 1, value: 'a' }] },
    table: { dates: { ascending: 1, descending: 0, first: '2000', last: '2001' } },
  },
  {
    name: 'without any date the first and the last are empty',
    text: 'x,1\n',
    plan: { ...second, date: { index: 0, pattern: 'Y' } },
    table: {
      dates: {
        first: '',
        last: '',
        ascending: 0,
        descending: 0,
        equal: 0,
        firstAscent: null,
        firstDescent: null,
        unread: { count: 1, line: 1, cell: 'x' },
      },
    },
  },
  {
    name: 'a plan without dates says nothing of them',
    text: '1\n',
    plan: {},
    table: { dates: null },
  },
  {
    name: 'a date in quotes within quotes is read like a bare one',
    text: '"a ""2000""",1\n" 2001 ",2\n2000,3\n',
    plan: { ...second, date: { index: 0, pattern: 'Y' } },
    table: {
      dates: {
        first: '2001',
        last: '2000',
        descending: 1,
        unread: { count: 1, line: 1, cell: 'a "2000"' },
      },
    },
  },
];
