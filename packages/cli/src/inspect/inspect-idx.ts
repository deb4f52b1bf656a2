/** Looks into an IDX file: its type, its shape, its values. */

import { type IdxArray, parseIdx } from '@ferrogen/core';
import { readBytes } from '../input/read-input.ts';
import type { Images } from '../render/first-images.ts';
import type { IdxInspection, Inspected, InspectRequest } from './inspection.ts';
import { refuseReadFlags } from './refuse-read-flags.ts';

/** Values that are shown as numbers. */
const FIRST = 16;

/** Whether a file is one, or should be: by its first bytes, or by its name. */
export function looksLikeIdx(name: string, bytes: Uint8Array): boolean {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const isIdx = bytes[0] === 0 && bytes[1] === 0 && bytes[2]! >= 8 && bytes[2]! <= 14;
  return isGzip || isIdx || /[.-]idx\d?(-\w+)?(\.gz)?$/.test(name);
}

/** Throws `UsageError` where a flag says how to read a table, `FileError` or `IdxError`. */
export async function inspectIdx({ input, head, read }: InspectRequest): Promise<Inspected> {
  refuseReadFlags(read, input.name, 'is an IDX file');
  const array = parseIdx(await readBytes(input), input.name);
  const inspection: IdxInspection = {
    schemaVersion: 1,
    kind: 'inspection',
    format: 'idx',
    file: input.file,
    dtype: array.type,
    shape: array.shape,
    ...rangeOf(array.values),
    gzip: head.bytes[0] === 0x1f,
    firstValues: Array.from(array.values.subarray(0, FIRST)),
  };
  return { inspection, values: null, images: imagesOf(array) };
}

function rangeOf(
  values: IdxArray['values'],
): Pick<IdxInspection, 'min' | 'max' | 'mean' | 'notFinite'> {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let finite = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    finite++;
  }
  const notFinite = values.length - finite;
  if (finite === 0) return { min: null, max: null, mean: null, notFinite };
  // A sum of doubles may be more than a double holds where their mean is not.
  const mean = Number.isFinite(sum) ? sum / finite : meanOfLarge(values, finite);
  return { min, max, mean, notFinite };
}

function meanOfLarge(values: IdxArray['values'], finite: number): number {
  let mean = 0;
  for (const value of values) if (Number.isFinite(value)) mean += value / finite;
  return mean;
}

/** Three dimensions of bytes are images. */
function imagesOf({ type, shape, values }: IdxArray): Images | null {
  const [, height, width] = shape;
  if (type !== 'ubyte' || shape.length !== 3) return null;
  return { pixels: values, height: height!, width: width! };
}
