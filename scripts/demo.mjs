/** `pnpm demo [--port N]`: serves the web demo on 127.0.0.1 while you work on it. */

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { runNode } from './lib/process.mjs';
import { root } from './lib/workspace.mjs';

await ensureBuilt('@ferrogen/core');
const demo = join(root, 'packages/web-demo');
const manifest = createRequire(join(demo, 'package.json')).resolve('vite/package.json');
const vite = join(dirname(manifest), 'bin/vite.js');
const { code } = await runNode(vite, ['--host', '127.0.0.1', ...process.argv.slice(2)], {
  cwd: demo,
});
process.exitCode = code;
