/** What our kernels change on the backend `wasm`: they add no failure to tfjs-core's own suite, and take some away. */

import { expect, it } from 'vitest';
import { runTfjsSuite } from '../tfjs/run-suite.ts';

it("tfjs-core's own suite: every spec that fails on wasm fails without our kernels too", async () => {
  const stock = await runTfjsSuite({ backend: 'stock wasm' });
  const ours = await runTfjsSuite({ backend: 'wasm' });
  const before = new Set(stock.failed.map(({ name }) => name));
  expect(ours.failed.filter(({ name }) => !before.has(name))).toEqual([]);
  expect(ours.failed.length).toBeLessThan(stock.failed.length);
});
