/** The view of an inspected file on a terminal. */

import { modelTitle, seriesTitle } from '../ar/results.ts';
import type { ArModelInspection, CsvInspection, Inspection } from '../inspect/inspection.ts';
import { renderCoefficients } from './coefficients.ts';
import { renderIdx } from './idx-inspection.ts';
import { renderModelFile } from './model-inspection.ts';
import { counted, formatCount, formatValue } from './numbers.ts';
import { renderRun } from './run-inspection.ts';
import { sparkline } from './sparkline.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';
import { printable, wrap } from './text.ts';

export function renderInspection(
  inspection: Inspection,
  values: Float64Array | null,
  style: Style,
): string[] {
  const lines = linesOf(inspection, values, style);
  return lines.map((line) => line.trimEnd());
}

function linesOf(inspection: Inspection, values: Float64Array | null, style: Style): string[] {
  switch (inspection.format) {
    case 'csv':
      return renderCsv(inspection, values, style);
    case 'ar-model':
      return renderArModel(inspection, style);
    case 'idx':
      return renderIdx(inspection, style);
    case 'png': {
      const [height, width] = inspection.shape;
      const { file, min, max } = inspection;
      return [`${printable(file)}  PNG, ${height} x ${width}, greys from ${min} to ${max}`];
    }
    case 'safetensors':
      return renderModelFile(inspection, style);
    case 'run':
      return renderRun(inspection, style);
  }
}

/** The longest part of a cell that is shown. */
const exampleWidth = 24;

function renderCsv(inspection: CsvInspection, values: Float64Array | null, style: Style): string[] {
  const { colors, width } = style;
  const { columns, series, problem } = inspection;
  const short = (text: string): string =>
    text.length > exampleWidth ? `${text.slice(0, exampleWidth - 3)}...` : text;
  const [header, ...rows] = renderTable(
    [
      { header: '', cells: columns.map((_, i) => String(i + 1)) },
      { header: 'column', cells: columns.map(({ name }) => short(printable(name))), align: 'left' },
      { header: 'kind', cells: columns.map(({ kind }) => kind), align: 'left' },
      {
        header: 'first cell',
        cells: columns.map(({ example }) => short(printable(example ?? ''))),
        align: 'left',
        leaveOut: 1,
      },
    ],
    width,
  );
  // Nothing stands between the cells of one column.
  const delimiter = columns.length > 1 ? `${delimiterName(inspection.delimiter)}, ` : '';
  return [
    ...wrap(
      `${printable(inspection.file)}  CSV, ${counted(columns.length, 'column')}, ${delimiter}` +
        `decimal ${inspection.decimal === ',' ? 'comma' : 'point'}, ${inspection.header ? 'header' : 'no header'} ` +
        `(guessed from ${counted(inspection.sampledRows, 'row')})`,
      width,
      2,
    ),
    '',
    colors.dim(header!),
    ...rows,
    '',
    ...(series ? seriesLines(inspection, series, values ?? new Float64Array(), style) : []),
    ...(problem
      ? [
          ...wrap(`${style.glyphs.bad} no series: ${printable(problem.message)}`, width, 2),
          ...(problem.hint === null ? [] : wrap(`hint: ${printable(problem.hint)}`, width, 2)),
        ]
      : []),
    ...inspection.notes.flatMap((note) =>
      wrap(`note: ${printable(note)}`, width, 2).map(colors.dim),
    ),
  ];
}

function seriesLines(
  { column, min, max }: CsvInspection,
  series: NonNullable<CsvInspection['series']>,
  values: Float64Array,
  { width, glyphs, colors }: Style,
): string[] {
  const dates = series.firstDate === null ? [] : [`${series.firstDate} to ${series.lastDate}`];
  const facts = [
    counted(series.rows, 'row'),
    ...dates,
    ...(series.frequency === null ? [] : [series.frequency]),
    series.missing === 0 ? 'no gaps' : `${formatCount(series.missing)} missing`,
    `min ${formatValue(min, 6)}`,
    `mean ${formatValue(series.mean, 6)}`,
    `max ${formatValue(max, 6)}`,
  ];
  return [
    ...wrap(printable(`column ${column}: ${facts.join(', ')}`), width, 2),
    colors.cyan(sparkline(values, width, glyphs)),
  ];
}

function delimiterName(delimiter: string): string {
  const names: Record<string, string> = {
    ',': 'comma',
    ';': 'semicolon',
    '\t': 'tab',
    ' ': 'blank',
  };
  return `${names[delimiter] ?? `'${delimiter}'`} between cells`;
}

function renderArModel(inspection: ArModelInspection, style: Style): string[] {
  const { source } = inspection;
  const { colors, width } = style;
  const origin = source
    ? `${seriesTitle(source.column ?? 'the series', source)}${source.file === null ? '' : ` in ${source.file}`}` +
      source.where.map(({ column, value }) => `, ${column} = ${value}`).join('')
    : 'a series that it does not name';
  return [
    ...wrap(
      printable(
        `${inspection.file}  ${modelTitle(inspection)}, ${counted(inspection.nobs, 'observation')} of ${origin}`,
      ),
      width,
      2,
    ),
    '',
    ...renderCoefficients(inspection.coefficients, inspection.useT, style),
    `sigma ${formatValue(Math.sqrt(inspection.sigma2), 5)}   ${
      inspection.stationary
        ? colors.green(`${style.glyphs.good} stationary`)
        : colors.yellow(`${style.glyphs.bad} not stationary`)
    }`,
  ];
}
