/**
 * Reads one series out of a file. Kernels that stream files are given the path; others the file's bytes.
 */

import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { HEAD_BYTES, type Head } from '../data/csv/head.ts';
import { planSeries } from '../data/csv/plan-series.ts';
import { drain, readPlannedSeries, readSeriesSteps } from '../data/csv/read-series.ts';
import type { ReadSeriesOptions, Series } from '../data/csv/types.ts';
import { kernels } from '../kernels/installed.ts';
import type { ReadProgress } from '../kernels/kernels.ts';
import { fileError, refuseDevice } from './file-error.ts';

/**
 * `readSeries` for a file on disk; it is never wholly in memory where the kernels stream files.
 *
 * @throws FileError for a file that is not there, a directory, a device, or one that may not be read.
 * @throws CsvError, SeriesError, OptionError as `readSeries`.
 * @example
 * ```ts
 * const { values, notes } = readSeriesFile('prices.csv', { column: 'close' });
 * ```
 */
export function readSeriesFile(path: string, options: ReadSeriesOptions = {}): Series {
  return drain(readSeriesFileSteps(path, options));
}

/** `readSeriesFile` in steps: yields after each stretch of the file, so that a caller can show progress or stop. */
export function* readSeriesFileSteps(
  path: string,
  options: ReadSeriesOptions = {},
): Generator<ReadProgress, Series, void> {
  refuseDevice(path);
  const head = kernels().readsFiles ? readHead(path) : null;
  if (head === null) return yield* readSeriesSteps({ bytes: readBytes(path), name: path }, options);
  return yield* readPlannedSeries({ path }, planSeries(head, options), options);
}

/**
 * The head of a regular file; null for a pipe, which can be opened only once, and for a file that claims to be empty,
 * as those of /proc do whatever they hold.
 */
function readHead(path: string): Head | null {
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size === 0) return null;
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const bytes = new Uint8Array(Math.min(size, HEAD_BYTES));
      let filled = 0;
      while (filled < bytes.length) {
        const count = readSync(file, bytes, filled, bytes.length - filled, null);
        if (count === 0) break;
        filled += count;
      }
      return { bytes: bytes.subarray(0, filled), whole: size <= filled, name: path };
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw fileError(path, cause);
  }
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw fileError(path, cause);
  }
}
