/** tfjs-core's own suite on the backend `wasm` with our kernels: what fails is what its authors left out, each named. */

import { expect, it } from 'vitest';
import { runTfjsSuite } from './run-suite.ts';
import { wasmExclusions } from './wasm-exclusions.ts';

it("tfjs-core's own suite: the failures on wasm are those of the list", async () => {
  const { specs, failed } = await runTfjsSuite({ backend: 'wasm' });
  expect(specs).toBe(4230);
  const covered = failed.map((outcome) => wasmExclusions.find(({ covers }) => covers(outcome)));
  expect(failed.filter((_, k) => covered[k] === undefined)).toEqual([]);
  const counts = wasmExclusions.map((exclusion) => ({
    why: exclusion.why,
    specs: covered.filter((each) => each === exclusion).length,
  }));
  expect(counts).toEqual(wasmExclusions.map(({ why, specs: count }) => ({ why, specs: count })));
}, 120_000);
