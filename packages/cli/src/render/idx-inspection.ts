/** The view of an IDX file on a terminal. */

import type { IdxInspection } from '../inspect/inspection.ts';
import { formatCount, formatValue } from './numbers.ts';
import type { Style } from './style.ts';
import { printable, wrap } from './text.ts';

export function renderIdx(inspection: IdxInspection, { width }: Style): string[] {
  const { shape, min, mean, max, notFinite } = inspection;
  const sizes = shape.length === 0 ? 'a single value' : shape.map(formatCount).join(' x ');
  const facts = [
    `min ${inFull(min)}`,
    `mean ${formatValue(mean, 6)}`,
    `max ${inFull(max)}`,
    ...(notFinite > 0 ? [`${formatCount(notFinite)} not finite`] : []),
  ];
  const isImages = inspection.dtype === 'ubyte' && shape.length === 3;
  const first = inspection.firstValues.map(inFull).join(' ');
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

/** Every digit of a whole number; six of others. */
function inFull(value: number | null): string {
  return Number.isSafeInteger(value) ? String(value) : formatValue(value, 6);
}
