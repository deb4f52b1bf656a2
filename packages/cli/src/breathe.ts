/** Between two stretches of work that keeps the processor: lets Ctrl-C be heard, and stops there if it was. */

import { setImmediate } from 'node:timers/promises';

/** Gives the event loop one whole turn. */
export async function takeTurn(): Promise<void> {
  // The second, since signals are heard when the loop polls: immediates asked for in that phase run before it polls again.
  await setImmediate();
  await setImmediate();
}

/** Gives the event loop one whole turn; rejects with the signal's reason where it is aborted by then. */
export async function breathe({ signal }: { readonly signal: AbortSignal }): Promise<void> {
  await takeTurn();
  signal.throwIfAborted();
}
