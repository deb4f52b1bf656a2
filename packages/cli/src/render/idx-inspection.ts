/** The view of an IDX file on a terminal. */

import type { IdxInspection } from '../inspect/inspection.ts';
import { formatCount, formatValue } from './numbers.ts';
import type { Style } from './style.ts';
import { printable, wrap } from './text.ts';

export function renderIdx(inspection: IdxInspection, { width }: Style): string[] {
  const { shape, min, mean, max, notFinite } = inspection;
  const sizes = shape.length === 0 ? 'a single value' : shape.map(formatCount).join(' x ');
  const facts = [
    `min ${formatValue(min, 6)}`,
    `mean ${formatValue(mean, 6)}`,
    `max ${formatValue(max, 6)}`,
    ...(notFinite > 0 ? [`${formatCount(notFinite)} not finite`] : []),
  ];
  const isImages = inspection.dtype === 'ubyte' && shape.length === 3;
  const first = inspection.firstValues.map((value) => formatValue(value, 6)).join(' ');
  return [
    ...wrap(
      `${printable(inspection.file)}  IDX${inspection.gzip ? ', gzipped' : ''}, ${inspection.dtype}, ${sizes}`,
      width,
      2,
    ),
    ...(shape.includes(0) ? ['no values'] : wrap(facts.join(', '), width, 2)),
    ...(isImages || first === '' ? [] : wrap(`begins ${first}`, width, 2)),
  ];
}
