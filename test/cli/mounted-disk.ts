/** Disks of a few kilobytes, for tests of what is said when one is full or may only be read: it takes root, and Linux. */

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll } from 'vitest';

const mounted: string[] = [];
// Runs at the end of each file of tests that imports this one.
afterAll(() => {
  for (const path of mounted) spawnSync('umount', [path]);
});

/**
 * Makes a folder that is a disk of its own, in memory, and gives its path; or null where none can be made.
 *
 * @param size as mount takes it: `600k`
 */
export function mountDisk(path: string, size: string): string | null {
  if (process.platform !== 'linux') return null;
  mkdirSync(path);
  if (!mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path)) return null;
  mounted.push(path);
  return path;
}

/** From now on the disk may only be read; or be written again. */
export function setWritable(path: string, isWritable: boolean): void {
  if (!mount('-o', `remount,${isWritable ? 'rw' : 'ro'}`, path))
    throw new Error(`${path} cannot be mounted anew`);
}

function mount(...words: string[]): boolean {
  return spawnSync('mount', words).status === 0;
}
