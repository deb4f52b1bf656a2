/** Tries one backend: loads it, selects it, has it train. Knows no order among backends. */

import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import type { PreparedBackend, Rung } from './rung.ts';
import { selfTest } from './self-test.ts';

/** How a try ended. */
export type Attempt =
  | ({ readonly name: string; readonly available: true; readonly reason: null } & PreparedBackend)
  | {
      readonly name: string;
      readonly available: false;
      /** Why it cannot be used here, a clause on one line. */
      readonly reason: string;
      readonly gpu: false;
      readonly version: null;
    };

/** Selects a backend if it loads and passes the self-test; otherwise the one selected before stays so. Never throws. */
export async function tryRung(rung: Rung): Promise<Attempt> {
  const { name } = rung;
  const previous: string | null = getBackend();
  try {
    const { gpu, version } = await rung.prepare();
    // TensorFlow.js answers false, stays on the backend it had and does not throw.
    if (!(await setBackend(name)) || getBackend() !== name)
      throw new Error('TensorFlow.js could not start it');
    await selfTest();
    return { name, available: true, reason: null, gpu, version };
  } catch (error) {
    if (previous !== null && getBackend() !== previous) await setBackend(previous);
    return { name, available: false, reason: firstLine(error), gpu: false, version: null };
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] || 'it failed without a message';
}
