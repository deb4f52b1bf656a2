/**
 * Density and coverage of samples: Naeem et al., "Reliable fidelity and diversity metrics for generative models" (2020),
 * equations 4 and 5. Unlike precision and recall they trust the neighbourhoods of real points alone, so that a stray sample
 * with a large one counts for nothing.
 */

import type { Neighbourhoods } from './neighbourhoods.ts';

/** How dense samples lie where real points do, and how many of these they reach. */
export interface DensityCoverage {
  /** In how many neighbourhoods of real points a sample lies, over k: about 1 for samples like the real ones, also above. */
  readonly density: number;
  /** Share of the real points with a sample in their neighbourhood. */
  readonly coverage: number;
}

/** Density and coverage of samples whose neighbourhoods `neighbourhoodsOf` found. */
export function densityCoverage(found: Neighbourhoods): DensityCoverage {
  const { neighbours, realAround, covered } = found;
  return {
    density: sumOf(realAround) / (neighbours * realAround.length),
    coverage: sumOf(covered) / covered.length,
  };
}

function sumOf(counts: Uint8Array | Uint32Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
