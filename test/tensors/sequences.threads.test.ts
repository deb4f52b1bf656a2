/** Recurrences, attention and cross-entropy on 1, 2 and 4 threads. */

import { itWith } from '../support/shared-data.ts';
import { tensorBackends } from '../support/tensor-backends.ts';
import { expectThreadEquality } from '../support/thread-equality.ts';

const { lacking } = tensorBackends.find(({ name }) => name === 'native')!;

itWith(lacking)(
  'recurrences, attention and cross-entropy: the bytes do not depend on the number of threads',
  () => expectThreadEquality(new URL('sequences.threads.mjs', import.meta.url)),
);
