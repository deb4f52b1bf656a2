/** `pnpm ready`: the gate. Format and lint, types, Rust's format and lint, then every test; CI runs exactly this. */

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { isOnPath } from './lib/path.mjs';
import { run, runNode, say } from './lib/process.mjs';
import { root } from './lib/workspace.mjs';

const native = { cwd: join(root, 'packages/native') };

await step('format and lint', () => runNode(tool('@biomejs/biome', 'bin/biome'), ['check', '.']));
await ensureBuilt('all');
await step('types', () => runNode(tool('typescript', 'bin/tsc'), ['-b']));
await step('types of the tests', () =>
  runNode(tool('typescript', 'bin/tsc'), ['-p', 'tsconfig.tests.json']),
);
if (isOnPath('cargo')) {
  await step('format of Rust', () => run('cargo', ['fmt', '--all', '--check'], native));
  await step('lint of Rust', () =>
    clippy('--workspace', '--exclude=ferrogen-node', '--all-targets'),
  );
  // Its symbols exist only inside of Node, so there is no test target of it to lint.
  await step('lint of the addon', () => clippy('--package=ferrogen-node'));
} else {
  say('no cargo here: Rust is neither formatted, linted nor tested');
}
await step('tests', () => runNode(join(root, 'scripts/test.mjs'), []));

async function step(name, work) {
  say(name);
  const { code } = await work();
  if (code === 0) return;
  say(`not ready: ${name}`);
  process.exit(code);
}

function clippy(...what) {
  const args = ['clippy', ...what, '--locked', '--quiet', '--', '-D', 'warnings'];
  return run('cargo', args, native);
}

function tool(name, file) {
  const manifest = createRequire(join(root, 'package.json')).resolve(`${name}/package.json`);
  return join(dirname(manifest), file);
}
