/** Where a run lies: a folder of its own under `runs/`, or the one that was named. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ImageKind } from '../images/image-task.ts';
import { readRunSettings } from './run-settings.ts';

/** The folder that holds runs which were given no name. */
export const RUNS = 'runs';

/** `runs/vae-mnist-1`, or the first number that is free. */
export function freeRun(kind: ImageKind, data: string): string {
  const name = basename(data).replace(/[^\w-]+/g, '-') || 'data';
  for (let number = 1; ; number++) {
    const path = join(RUNS, `${kind}-${name}-${number}`);
    if (!existsSync(path)) return path;
  }
}

/** The run of a kind under `runs/` whose model is the newest, or null. */
export function newestRun(kind: ImageKind): string | null {
  let newest: { path: string; time: number } | null = null;
  for (const name of existsSync(RUNS) ? readdirSync(RUNS) : []) {
    const path = join(RUNS, name);
    const stats = statSync(join(path, 'model.safetensors'), { throwIfNoEntry: false });
    if (stats === undefined || !isOf(kind, path)) continue;
    if (newest === null || stats.mtimeMs > newest.time) newest = { path, time: stats.mtimeMs };
  }
  return newest?.path ?? null;
}

/** What is no run, or a damaged one, is none of a kind. */
function isOf(kind: ImageKind, path: string): boolean {
  try {
    return readRunSettings(path).model === kind;
  } catch {
    return false;
  }
}
