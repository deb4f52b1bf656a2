/** Which programs are on the PATH. */

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];

/** Whether a program of this name is on the PATH. */
export function isOnPath(program, env = process.env) {
  return (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .some((directory) => endings.some((ending) => existsSync(join(directory, program + ending))));
}
