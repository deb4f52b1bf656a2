/**
 * The reference kernels: readable TypeScript, the oracle of the native ones and what a browser runs.
 */

import type { Kernels } from '../kernels.ts';
import { fitAr } from './ar/fit-ar.ts';
import { residualMoments } from './ar/residual-moments.ts';
import { simulateAr } from './ar/simulate-ar.ts';
import { readColumns } from './csv/read-columns.ts';
import { startDecoding } from './decoding/start-decoding.ts';
import { parseIdx } from './idx/parse-idx.ts';

export const referenceKernels: Kernels = {
  name: 'reference',
  readsFiles: false,
  system: { instructionSet: null, threads: 1 },
  readColumns,
  fitAr,
  residualMoments,
  simulateAr,
  parseIdx,
  startDecoding,
};
