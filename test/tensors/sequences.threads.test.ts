/** Recurrences, attention and cross-entropy on 1, 2 and 4 threads. */

import { itNative } from '../support/against-cpu.ts';
import { expectThreadEquality } from '../support/thread-equality.ts';

itNative(
  'recurrences, attention and cross-entropy: the bytes do not depend on the number of threads',
  () => expectThreadEquality(new URL('sequences.threads.mjs', import.meta.url)),
);
