/** Plain kernels, norms, losses, updates and random numbers on 1, 2 and 4 threads. */

import { itNative } from '../support/against-cpu.ts';
import { expectThreadEquality } from '../support/thread-equality.ts';

itNative(
  'plain kernels, norms, losses, updates and random numbers: the bytes do not depend on the number of threads',
  () => expectThreadEquality(new URL('plain.threads.mjs', import.meta.url)),
);
