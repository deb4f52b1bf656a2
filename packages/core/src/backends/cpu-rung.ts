/** The rung `cpu`: TensorFlow.js's own kernels in plain JavaScript. They run everywhere, and slowly. */

import { findBackend } from '@tensorflow/tfjs-core';
import type { Rung } from './rung.ts';

/** TensorFlow.js's backend in plain JavaScript. */
export const cpuRung: Rung = {
  name: 'cpu',
  prepare: async () => {
    const { version_cpu } = await import('@tensorflow/tfjs-backend-cpu');
    // Its first use would print six lines on stderr in praise of another package.
    Object.assign(findBackend('cpu'), { firstUse: false });
    return { gpu: false, version: version_cpu };
  },
};
