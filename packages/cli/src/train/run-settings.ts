/**
 * `settings.json` in the folder of a run: what was typed when it began, so that `--resume RUN` needs to be told nothing again.
 * The state is in the checkpoints; this says how to build the model and its batches anew.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileError, RunError, writeFileAtomically } from '@ferrogen/core/node';
import type { ImageKind, ImageSettings } from '../images/image-task.ts';
import { imageKinds } from '../images/image-task.ts';

/** How a run is trained. */
export interface RunSettings {
  readonly model: ImageKind;
  /** As `--data` names it. */
  readonly data: string;
  readonly batchSize: number;
  /** One of `epochs` and `steps` is a number: how long the whole training is. */
  readonly epochs: number | null;
  readonly steps: number | null;
  readonly seed: number;
  /** What `--config` set. */
  readonly settings: ImageSettings;
  /** What the model file says for people; null where nobody said anything. */
  readonly card: string | null;
}

const FILE = 'settings.json';

/** Writes the settings of a run into its folder. */
export function writeRunSettings(run: string, settings: RunSettings): void {
  const text = `${JSON.stringify({ schemaVersion: 1, kind: 'run-settings', ...settings }, null, 2)}\n`;
  writeFileAtomically(join(run, FILE), [Buffer.from(text)]);
}

/**
 * The settings of a run.
 *
 * @throws RunError where there is no run, or its settings are no such text
 * @throws FileError where they cannot be read
 */
export function readRunSettings(run: string): RunSettings {
  const path = join(run, FILE);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const error = fileError(path, cause);
    if (error.code !== 'FILE_NOT_FOUND') throw error;
    const isBegun = existsSync(join(run, 'log.jsonl'));
    throw new RunError('RUN_NOT_FOUND', run, `there is no run of gen train here: no ${FILE}`, {
      ...(isBegun ? { hint: 'was it stopped as it began? --out with --force begins it anew' } : {}),
      cause,
    });
  }
  const settings = parse(text);
  if (settings === null)
    throw new RunError('RUN_NOT_FOUND', run, `${FILE} does not say how this run is trained`);
  return settings;
}

function parse(text: string): RunSettings | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null) return null;
  const {
    kind,
    model,
    data,
    batchSize,
    epochs,
    steps,
    seed,
    settings,
    card = null,
  } = json as Record<string, unknown>;
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value);
  if (kind !== 'run-settings' || !isKind(model) || typeof data !== 'string') return null;
  if (!isCount(batchSize) || !isCount(seed)) return null;
  if (!(isCount(epochs) && steps === null) && !(isCount(steps) && epochs === null)) return null;
  if (card !== null && typeof card !== 'string') return null;
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return null;
  return {
    model,
    data,
    batchSize,
    epochs: isCount(epochs) ? epochs : null,
    steps: isCount(steps) ? steps : null,
    seed,
    settings: settings as ImageSettings,
    card,
  };
}

function isKind(value: unknown): value is ImageKind {
  return imageKinds.some((kind) => kind === value);
}
