/** Looks into a model file of `gen fit-ar --out`. */

import { parseArModel } from '../ar/load-model.ts';
import { readBytes } from '../input/read-input.ts';
import type { ArModelInspection, Inspected, InspectRequest } from './inspection.ts';
import { refuseReadFlags } from './refuse-read-flags.ts';

/** Throws `UsageError` where a flag says how to read a table, `FileError` or `ModelFileError`. */
export async function inspectArModel({ input, read }: InspectRequest): Promise<Inspected> {
  refuseReadFlags(read, input.name, 'begins as JSON');
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
  return { inspection, values: null, images: null };
}
