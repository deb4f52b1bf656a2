/** tfjs-core's own suite, which others wrote, on the backends of this machine. */

import { expect, vi } from 'vitest';
import { itWith } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';
import { runTfjsSuite } from './run-suite.ts';

// Thousands of specs: half a minute on the cpu backend where the machine has other work.
vi.setConfig({ testTimeout: 180_000 });

/** How many specs tfjs-core 4.22.0 has for a backend: two of them are for the cpu backend alone. */
const SPECS: Readonly<Record<string, number>> = { cpu: 4232, native: 4230 };

/** What tfjs-core's authors have switched off, on every backend. */
const switchedOff = (backend: string): string[] => [
  `debug on ${backend} {} A x B`,
  'IS_BROWSER isBrowser: true',
  'IS_BROWSER isBrowser: false',
  `kernel_registry ${backend} {} errors when registering the same kernel twice`,
  `gradient registry ${backend} {} warning when registering the same gradient twice`,
];

for (const { name, lacking } of tensorBackends.filter((backend) => backend.name in SPECS))
  itWith(lacking)(`tfjs-core's own suite: no spec fails on ${name}`, async () => {
    const { specs, failed, pending } = await runTfjsSuite({ backend: name });
    expect(failed).toEqual([]);
    expect(specs).toBe(SPECS[name]);
    const reason = 'Temporarily disabled with xit';
    expect(pending).toEqual(switchedOff(name).map((spec) => ({ name: spec, reason })));
  });
