/**
 * Words for what a kernel refuses: which file, line, column, cell, and how to mend it.
 */

import { CsvError } from '../../errors.ts';
import type { ColumnRefusal } from '../../kernels/kernels.ts';
import { parseNumberText } from '../../kernels/reference/csv/index.ts';
import type { Advice } from './advice.ts';
import { adviceForAmount } from './amounts.ts';
import type { HeadColumn } from './choose-columns.ts';
import { listNames } from './find-column.ts';
import type { SeriesPlan } from './plan-series.ts';

/** The error that a refusal is to people. */
export function refusalError(refusal: ColumnRefusal, planned: SeriesPlan): CsvError {
  const { refused, line, column: index, cell } = refusal;
  const place = `${planned.file}:${line}`;
  const column = planned.columns[index]?.name ?? `column ${index + 1}`;
  switch (refused) {
    case 'CSV_NOT_A_NUMBER':
      return new CsvError(refused, `${place}: column '${column}': '${cell}' is not a number`, {
        line,
        column,
        ...adviceForText(refusal, planned),
      });
    case 'CSV_NOT_FINITE':
      return new CsvError(
        refused,
        `${place}: column '${column}': '${cell}' is not a finite number`,
        {
          line,
          column,
          ...MEND_OR_EMPTY,
        },
      );
    case 'CSV_SHORT_ROW': {
      const count = cell === '1' ? '1 cell' : `${cell} cells`;
      return new CsvError(
        refused,
        `${place}: the row has ${count}, but column '${column}' is number ${index + 1}`,
        {
          line,
          column,
          hint: 'mend the line, or name the right delimiter',
          mend: { option: 'delimiter' },
        },
      );
    }
    case 'CSV_UNCLOSED_QUOTE':
      return new CsvError(refused, `${place}: a quoted cell begins here and never closes`, {
        line,
        hint: 'close the quote; a quote inside a quoted cell is written twice',
      });
    case 'CSV_LINE_TOO_LONG':
      return new CsvError(refused, `${place}: a record of more than 1 MiB begins here`, {
        line,
        hint: 'look for a quote that never closes',
      });
    case 'CSV_IO':
      return new CsvError(refused, `${planned.file}: cannot be read: ${cell}`);
  }
}

const MEND_OR_EMPTY: Advice = {
  hint: 'mend the cell, or leave it empty and fit only rows whose lags are all there',
  mend: { option: 'missing', value: 'segments' },
};

function adviceForText({ line, cell }: ColumnRefusal, planned: SeriesPlan): Advice {
  const { decimal } = planned.plan;
  const other = decimal === '.' ? ',' : '.';
  if (typeof parseNumberText(cell, other) === 'number') {
    return {
      hint: `the decimal sign was taken to be '${decimal}'; take '${other}'`,
      mend: { option: 'decimal', value: other },
    };
  }
  const decorated = adviceForAmount(cell);
  if (decorated !== null) return { hint: decorated };
  if (!planned.values.numeric) return adviceOnColumns(planned.columns);
  if (planned.header && line === planned.firstLine) {
    return {
      hint: `line ${line} looks like a second line of header: delete it, or the line above if that is a title`,
    };
  }
  return MEND_OR_EMPTY;
}

function adviceOnColumns(columns: readonly HeadColumn[]): Advice {
  const names = columns
    .filter(({ numeric }) => numeric)
    .map(({ name, index }) => {
      const isOnly = columns.filter((other) => other.name === name).length === 1;
      return isOnly ? name : `${name} (number ${index + 1})`;
    });
  return names.length === 0
    ? { hint: 'no column of this file holds numbers' }
    : { hint: `columns of numbers: ${listNames(names)}; name one`, mend: { option: 'column' } };
}
