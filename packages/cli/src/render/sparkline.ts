/** A series in one line of text. */

import type { Glyphs } from './style.ts';

/** Bars of the means of `width` stretches; a stretch without values is a blank. */
export function sparkline(values: ArrayLike<number>, width: number, glyphs: Glyphs): string {
  const columns = Math.min(width, values.length);
  const means: number[] = [];
  for (let column = 0; column < columns; column++) {
    const start = Math.floor((column * values.length) / columns);
    const end = Math.floor(((column + 1) * values.length) / columns);
    let sum = 0;
    let count = 0;
    for (let i = start; i < end; i++) {
      const value = values[i]!;
      if (Number.isFinite(value)) {
        sum += value;
        count++;
      }
    }
    means.push(sum / count);
  }
  const known = means.filter(Number.isFinite);
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  const top = glyphs.bars.length - 1;
  return means
    .map((mean) => {
      if (!Number.isFinite(mean)) return ' ';
      return glyphs.bars[range > 0 ? Math.round(((mean - low) / range) * top) : 0]!;
    })
    .join('');
}
