/** The tensor backends of this machine, for suites that run over each of them. */

import { cpuRung, type Rung, tryRung, wasmRung } from '@ferrogen/core/backends';
import { nativeRung } from '@ferrogen/native/backend';
import { setBackend } from '@tensorflow/tfjs-core';
import { itWith } from './shared-data.ts';

async function entryOf(rung: Rung): Promise<{ name: string; lacking: string[] }> {
  const { name, reason } = await tryRung(rung);
  return { name, lacking: reason === null ? [] : [reason] };
}

/** Names of backends, and why one cannot be used here (empty where it can). */
export const tensorBackends: readonly { name: string; lacking: string[] }[] = [
  await entryOf(nativeRung),
  await entryOf(wasmRung()),
  await entryOf(cpuRung),
];

/** Calls `define(name, it)` for every backend; `it` is vitest's, with the backend set, or skips with the reason. */
export function overBackends(
  define: (name: string, it: (title: string, body: () => void | Promise<void>) => void) => void,
): void {
  for (const { name, lacking } of tensorBackends) {
    const itHere = itWith(lacking);
    define(name, (title, body) =>
      itHere(`${title} (${name})`, async () => {
        if (!(await setBackend(name))) throw new Error(`the backend ${name} was refused`);
        await body();
      }),
    );
  }
}
