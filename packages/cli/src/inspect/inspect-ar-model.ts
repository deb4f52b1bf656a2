/** Looks into a model file of `gen fit-ar --out`. */

import { parseArModel } from '../ar/load-model.ts';
import { UsageError } from '../errors.ts';
import { readBytes } from '../input/read-input.ts';
import { flagOf } from '../mend.ts';
import type { ArModelInspection, Inspected, InspectRequest } from './inspection.ts';

/** Throws `UsageError` where a flag says how to read a table, `FileError` or `ModelFileError`. */
export async function inspectArModel({ input, read }: InspectRequest): Promise<Inspected> {
  const [stray] = Object.keys(read);
  if (stray !== undefined) {
    const flag = stray === 'header' ? '--no-header' : flagOf(stray);
    throw new UsageError(`${flag} says how to read a CSV file, and ${input.name} begins as JSON`);
  }
  const model = await parseArModel(input.name, await readBytes(input));
  const { trend, lags, nobs, sigma2 } = model.fit;
  const inspection: ArModelInspection = {
    schemaVersion: 1,
    kind: 'inspection',
    format: 'ar-model',
    file: input.file,
    trend,
    lags,
    nobs,
    sigma2,
    stationary: model.stationary,
    useT: model.useT,
    coefficients: model.coefficients,
    source: model.source,
  };
  return { inspection, values: null };
}
