/** A large price file of our own making: `date,close`, one row a second, a random walk with four decimals. */

import { closeSync, openSync, writeSync } from 'node:fs';
import { Prng, sampleAr } from '@ferrogen/core';

const ROWS_A_WRITE = 100_000;

/** Writes `rows` rows; returns the values as written. */
export function writePriceFile(path: string, rows: number): Float64Array {
  const walk = { trend: 'n', lags: [1], coefficients: [1], sigma2: 0.05 ** 2 } as const;
  const values = sampleAr(walk, rows, { history: [1000], random: new Prng(7) });
  const file = openSync(path, 'w');
  try {
    writeSync(file, 'date,close\n');
    for (let from = 0; from < rows; from += ROWS_A_WRITE) {
      const lines: string[] = [];
      for (let t = from; t < Math.min(rows, from + ROWS_A_WRITE); t++) {
        const text = values[t]!.toFixed(4);
        values[t] = Number(text);
        lines.push(`${timestamp(t)},${text}`);
      }
      writeSync(file, `${lines.join('\n')}\n`);
    }
  } finally {
    closeSync(file);
  }
  return values;
}

const START = Date.UTC(2000, 0, 1);

/** `2000-01-01 00:00:00` and on, by the second. */
function timestamp(second: number): string {
  return new Date(START + second * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
