/** What to do about a fault in a file. Plain data. */

import type { Mend } from '../../errors.ts';

/** A hint and, where there is one, the option that it speaks of. */
export interface Advice {
  readonly hint: string;
  readonly mend?: Mend;
}
