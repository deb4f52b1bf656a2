/** Between two stretches of work that keeps the processor: lets Ctrl-C be heard, and stops there if it was. */

import { setImmediate } from 'node:timers/promises';

/** Gives the event loop one turn; rejects with the signal's reason where it is aborted by then. */
export async function breathe({ signal }: { readonly signal: AbortSignal }): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}
