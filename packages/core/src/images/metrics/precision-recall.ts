/**
 * Precision and recall of samples: Kynkaanniemi et al., "Improved precision and recall metric for assessing generative models"
 * (2019), equations 1 and 2.
 */

import type { Neighbourhoods } from './neighbourhoods.ts';

/** How good samples are, and how much of what is real they show. */
export interface PrecisionRecall {
  /** Share of the samples that lie in the neighbourhood of a real point. */
  readonly precision: number;
  /** Share of the real points that lie in the neighbourhood of a sample. */
  readonly recall: number;
}

/** Precision and recall of samples whose neighbourhoods `neighbourhoodsOf` found. */
export function precisionRecall({ realAround, samplesAround }: Neighbourhoods): PrecisionRecall {
  return { precision: shareAboveZero(realAround), recall: shareAboveZero(samplesAround) };
}

function shareAboveZero(counts: Uint32Array): number {
  return counts.reduce((sum, count) => sum + Number(count > 0), 0) / counts.length;
}
