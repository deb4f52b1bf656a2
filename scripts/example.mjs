/** `pnpm example 01-fit-ar`: builds and runs one of the lessons in examples/. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { runNode, say } from './lib/process.mjs';
import { root } from './lib/workspace.mjs';

const lessons = readdirSync(join(root, 'examples'))
  .filter((file) => /^\d\d-.*\.ts$/.test(file))
  .map((file) => file.replace(/\.ts$/, ''));
const [name = '', ...args] = process.argv.slice(2);
const lesson = lessons.find((candidate) => candidate === name.replace(/\.ts$/, ''));

if (lesson === undefined) {
  say(`${name === '' ? 'which example?' : `no example ${name}.`} There are ${lessons.join(', ')}`);
  process.exitCode = 2;
} else {
  await ensureBuilt('@ferrogen/examples');
  const file = join(root, 'examples/dist', `${lesson}.js`);
  if (!existsSync(file)) throw new Error(`the build of examples/ left no ${file}`);
  process.exitCode = (await runNode(file, args)).code;
}
