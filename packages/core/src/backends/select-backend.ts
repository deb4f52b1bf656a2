/** Takes the first backend of a ladder that works here. Knows no backend: the caller hands the rungs over. */

import { BackendError, OptionError, type Refusal } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import type { PreparedBackend, Rung } from './rung.ts';
import { tryRung } from './try-rung.ts';

/** The ladder, and where on it to stand. */
export interface SelectOptions {
  /** The backends in order of preference. */
  readonly rungs: readonly Rung[];
  /**
   * Name of the only backend that will do.
   * @default the first that works
   */
  readonly wanted?: string | null;
}

/** The backend that was taken. */
export interface SelectedBackend extends PreparedBackend {
  readonly name: string;
  /** Those before it in the ladder, and why each was not taken. */
  readonly refused: readonly Refusal[];
}

/**
 * Selects the first backend that loads, initialises and trains one step of known numbers.
 *
 * @example
 * const { name } = await selectBackend({ rungs: [nativeRung, wasmRung(), cpuRung] });
 * @throws OptionError if `wanted` is not among the rungs
 * @throws BackendError if the wanted backend, or every backend, cannot be used here
 */
export async function selectBackend(options: SelectOptions): Promise<SelectedBackend> {
  const { rungs, wanted = null } = options;
  const refused: Refusal[] = [];
  for (const rung of wanted === null ? rungs : [findRung(rungs, wanted)]) {
    const { available, name, reason, gpu, version } = await tryRung(rung);
    if (available) return { name, version, gpu, refused };
    refused.push({ name, reason });
  }
  if (wanted === null) {
    throw new BackendError(
      `no tensor backend can be used here: ${refused.map(({ name, reason }) => `${name}: ${reason}`).join('; ') || 'none was offered'}`,
      refused,
    );
  }
  throw new BackendError(
    `the tensor backend ${wanted} cannot be used here: ${refused[0]!.reason}`,
    refused,
    await instead(rungs.filter(({ name }) => name !== wanted)),
  );
}

function findRung(rungs: readonly Rung[], wanted: string): Rung {
  const names = rungs.map(({ name }) => name);
  const rung = rungs.find(({ name }) => name === wanted);
  if (rung !== undefined) return rung;
  const near = nearestName(wanted, names);
  throw new OptionError(
    'backend',
    `backend must be one of ${names.join(', ')}, got '${wanted}'${near === null ? '' : `: did you mean ${near}?`}`,
  );
}

/** The backends that work, in words. */
async function instead(rungs: readonly Rung[]): Promise<string> {
  const names: string[] = [];
  for (const rung of rungs) if ((await tryRung(rung)).available) names.push(rung.name);
  return names.length === 0
    ? 'no other backend can be used here either'
    : `these can be used here: ${names.join(', ')}`;
}
