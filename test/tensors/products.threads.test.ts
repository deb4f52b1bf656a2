/** Products and convolutions on 1, 2 and 4 threads. */

import { itNative } from '../support/against-cpu.ts';
import { expectThreadEquality } from '../support/thread-equality.ts';

itNative('products and convolutions: the bytes do not depend on the number of threads', () =>
  expectThreadEquality(new URL('products.threads.mjs', import.meta.url)),
);
