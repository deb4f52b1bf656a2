/** The table of coefficients on a terminal. */

import type { Coefficient } from '@ferrogen/core';
import { decimalsFor, formatFixed, formatPValue } from './numbers.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';
import { padStart } from './text.ts';

/** Header and one line per coefficient; `useT` says which distribution the statistics are of. */
export function renderCoefficients(
  coefficients: readonly Coefficient[],
  useT: boolean,
  { width, colors }: Style,
): string[] {
  if (coefficients.length === 0) return [];
  const decimals = decimalsFor(
    coefficients.map(({ stdError }) => stdError),
    3,
    4,
  );
  const number = (value: number): string => formatFixed(value, decimals);
  const letter = useT ? 't' : 'z';
  const lower = aligned(coefficients.map((coefficient) => number(coefficient.lower)));
  const upper = aligned(coefficients.map((coefficient) => number(coefficient.upper)));
  const [header, ...rows] = renderTable(
    [
      { header: '', cells: coefficients.map(({ name }) => termName(name)), align: 'left' },
      { header: 'coef', cells: coefficients.map(({ value }) => number(value)) },
      { header: 'std err', cells: coefficients.map(({ stdError }) => number(stdError)) },
      { header: letter, cells: coefficients.map(({ z }) => formatFixed(z, 3)), leaveOut: 2 },
      { header: `P>|${letter}|`, cells: coefficients.map(({ pValue }) => formatPValue(pValue)) },
      {
        header: '95% interval',
        cells: lower.map((text, i) => `${text}  ${upper[i]}`),
        leaveOut: 1,
      },
    ],
    width,
  );
  return [colors.dim(header!), ...rows];
}

/** `L2` is lag 2; other names speak for themselves. */
export function termName(name: string): string {
  return name.replace(/^L(\d+)$/, 'lag $1');
}

function aligned(cells: readonly string[]): string[] {
  const width = Math.max(...cells.map((cell) => cell.length));
  return cells.map((cell) => padStart(cell, width));
}
