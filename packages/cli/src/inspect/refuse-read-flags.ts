/** Flags that say how to read a table have no meaning for other files. */

import { UsageError } from '../errors.ts';
import { flagOf } from '../mend.ts';
import type { ReadOptions } from '../options/series.ts';

/** Throws `UsageError` where one of them was given; `but` says what the file is, as in `begins as JSON`. */
export function refuseReadFlags(read: ReadOptions, name: string, but: string): void {
  const [stray] = Object.keys(read);
  if (stray === undefined) return;
  const flag = stray === 'header' ? '--no-header' : flagOf(stray);
  throw new UsageError(`${flag} says how to read a CSV file, and ${name} ${but}`);
}
