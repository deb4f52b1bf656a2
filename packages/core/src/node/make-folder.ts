/** Makes a folder and those above it. Node's own recursive mkdir never ends where a system takes no folders, such as /proc. */

import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the folder, and every folder above it that is not there; nothing where it is there.
 * @throws what the file system says of the first one that cannot be made
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (cause) {
    // Another process may have made it since.
    if (!existsSync(path)) throw cause;
  }
}
