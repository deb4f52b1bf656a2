import { spawnSync } from 'node:child_process';
import { CsvError, type ReadSeriesOptions, readSeries, SeriesError } from '@ferrogen/core';
import { describe, expect, it } from 'vitest';
import { flagOf, hintOf, mendAsFlag } from './mend.ts';
import { readArguments } from './options/arguments.ts';
import { parseReadOptions, seriesFlags } from './options/series.ts';

function read(text: string, options: ReadSeriesOptions) {
  return readSeries({ bytes: new TextEncoder().encode(text), name: 'prices.csv' }, options);
}

/** What reading throws; null where nothing is wrong. */
function refusalOf(text: string, options: ReadSeriesOptions): CsvError | SeriesError | null {
  try {
    read(text, options);
    return null;
  } catch (error) {
    if (error instanceof CsvError || error instanceof SeriesError) return error;
    throw error;
  }
}

/** The words of a command line, as a shell splits it. */
function shellWords(line: string): string[] {
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  return stdout.split('\0').slice(0, -1);
}

/** Options that the words of one flag with a value stand for. */
function parsed([flag, value]: readonly string[]) {
  return parseReadOptions(readArguments({ [flag!.slice(2)]: value }, [], []));
}

const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'];
const several = ['A B', "d'or"].flatMap((name) => days.map((day) => `${name},${day},1`)).join('\n');

/** A file, how it is read, and the flag that its hint ends with. */
const proposals: [string, ReadSeriesOptions, string][] = [
  ['close\n1\nNA\n2\n', {}, '--missing segments'],
  ['date,close\n2026-01-01,1\n', { column: 'clos' }, '--column close'],
  ['date,Adj Close\n2026-01-01,1\n', { column: 'Adj Clos' }, "--column 'Adj Close'"],
  ['1960,1961\n5,6\n7,8\n', { column: '196O', header: true }, '--column 1960'],
  ['x,x\n1,2\n', { column: 'x' }, '--column 1'],
  ['date,close\n2026-01-01,1\n', { dateColumn: 'dat' }, '--date-column date'],
  ['day,close\nmonday,1\ntuesday,2\n', { dateColumn: 'day' }, '--date-column none'],
  [
    'date,close\n2026-01-01,1\n2026-01-03,2\n2026-01-02,3\n2026-01-04,4\n',
    {},
    '--date-column none',
  ],
  [`name,date,price\n${several}\n`, {}, "--where 'name=A B'"],
  [
    'symbol,price\nMSFT,1\n',
    { where: [{ column: 'symbl', value: 'MSFT' }] },
    '--where symbol=MSFT',
  ],
  [
    'symbol,price\nMSFT,1\n',
    { where: [{ column: 'symbol', value: 'MSF' }] },
    '--where symbol=MSFT',
  ],
  [
    `name,price\nd'or,1\n`,
    { where: [{ column: 'name', value: 'dor' }] },
    "--where 'name=d'\\''or'",
  ],
  ['close\n1,5\n2,5\n', { delimiter: ';', decimal: '.' }, '--decimal comma'],
  ['close\n1.25\n2.5\n', { decimal: ',' }, '--decimal point'],
];

describe('hintOf', () => {
  it.each(proposals)(
    'hintOf proposes for %j with %j: %s, which gen takes',
    (text, options, flag) => {
      const error = refusalOf(text, options)!;
      expect(hintOf(error)!.endsWith(`: ${flag}`), hintOf(error)!).toBe(true);
      const words = shellWords(flag);
      expect(words).toHaveLength(2);
      const mended = refusalOf(text, { ...options, ...parsed(words) });
      expect([mended?.code, mended?.message]).not.toEqual([error.code, error.message]);
    },
  );

  it.each([
    ['name,city\nAda,London\n', {}, '--delimiter'],
    ['a;b,c\n1;2,3\n4\n', { delimiter: ';', column: 2 }, '--delimiter'],
    ['name,wind\nAda,1\n', { column: 'name' }, '--column'],
  ])('hintOf leaves the value to the user for %j with %j: %s', (text, options, flag) => {
    const hint = hintOf(refusalOf(text, options)!)!;
    expect(hint.endsWith(`: ${flag}`), hint).toBe(true);
    expect(Object.keys(seriesFlags)).toContain(flag.slice(2));
  });

  it('hintOf passes on a hint without an option, and none where there is none', () => {
    expect(hintOf(new SeriesError('SERIES_GAP', 'x', { hint: 'fill it' }))).toBe('fill it');
    expect(hintOf(new CsvError('CSV_EMPTY', 'x'))).toBeNull();
    expect(hintOf(new Error('x'))).toBeNull();
  });

  it('hintOf gives a mend without words as the flag alone', () => {
    const mend = { option: 'holdBack', value: 3 } as const;
    const error = new SeriesError('SERIES_TOO_SHORT', 'x', { mend });
    expect(error.hint).toBe('{ holdBack: 3 }');
    expect(hintOf(error)).toBe('--hold-back 3');
  });
});

describe('mendAsFlag and flagOf', () => {
  it('mendAsFlag quotes what a shell would read otherwise', () => {
    const value = { column: 'note', value: "it's; rm" };
    expect(shellWords(mendAsFlag({ option: 'where', value }))).toEqual([
      '--where',
      "note=it's; rm",
    ]);
  });

  it('flagOf names every option of reading by a flag that there is', () => {
    const flags = ['column', 'dateColumn', 'where', 'delimiter', 'decimal', 'missing'].map(flagOf);
    expect(flags.filter((flag) => !(flag.slice(2) in seriesFlags))).toEqual([]);
  });
});
