/** Where the user stood when calling pnpm. */

import { relative } from 'node:path';
import { root } from './workspace.mjs';

/**
 * Goes to the directory from which pnpm was called. pnpm runs scripts in the root and leaves the caller's directory
 * in INIT_CWD; a process that stands elsewhere was not started by pnpm and stays where it is.
 */
export function enterCallersDirectory(env = process.env) {
  if (env.INIT_CWD && relative(root, process.cwd()) === '') process.chdir(env.INIT_CWD);
}
