/** The rung `native`: the backend over the addon, for the ladder of `@ferrogen/core/backends`. */

import { createRequire } from 'node:module';
import type { Rung } from '@ferrogen/core/backends';
import { loadNativeBackend } from './load.ts';

/** The backend `native`. Its version is this package's. */
export const nativeRung: Rung = {
  name: 'native',
  prepare: async () => {
    const { reason } = loadNativeBackend();
    if (reason !== null) throw new Error(reason);
    const manifest = createRequire(import.meta.url)('../../package.json') as { version: string };
    return { gpu: false, version: manifest.version };
  },
};
