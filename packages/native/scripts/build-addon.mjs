/**
 * Builds the Rust addon into dist/ with plain cargo, and writes dist/addon.json for the loader:
 * `{ "built": true, "file", "bytes" }`, or `{ "built": false, "reason", "hint" }` where this machine cannot build it.
 * That ends with exit code 0, because everything works without the addon; Rust code of ours that does not compile
 * ends with 1.
 */

import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cargo } from './cargo.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const artifacts = {
  linux: 'libferrogen_node.so',
  darwin: 'libferrogen_node.dylib',
  win32: 'ferrogen_node.dll',
};

mkdirSync(dist, { recursive: true });
const { code, stdout, stderr, lacking } = await cargo([
  ...['build', '--release', '--locked', '--quiet', '--package', 'ferrogen-node'],
  '--message-format=json-render-diagnostics',
]);
process.stderr.write(code === 0 || lacking === null ? stderr : '');

if (code === 0) {
  const file = install(builtLibrary(stdout));
  writeState({ built: true, file, bytes: statSync(`${dist}/${file}`).size });
} else if (lacking === null) {
  process.exitCode = 1;
} else {
  removeAddons();
  writeState({ built: false, ...lacking });
}

/** Where cargo put the library: its last message about our crate says so, whatever CARGO_TARGET_DIR is. */
function builtLibrary(messages) {
  const files = messages
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter(
      ({ reason, target }) => reason === 'compiler-artifact' && target.name === 'ferrogen_node',
    )
    .flatMap(({ filenames }) => filenames)
    .filter((file) => file.endsWith(artifacts[process.platform] ?? artifacts.linux));
  const file = files.at(-1);
  if (file === undefined) throw new Error('cargo built ferrogen-node, but names no library for it');
  return file;
}

/** Returns the addon's name in dist/. */
function install(library) {
  // A new file, not new content: a running process keeps the one that it has mapped.
  removeAddons();
  const file = `ferrogen.${process.platform}-${process.arch}.node`;
  copyFileSync(library, `${dist}/${file}`);
  return file;
}

function removeAddons() {
  const addons = readdirSync(dist).filter((file) => file.endsWith('.node'));
  for (const file of addons) rmSync(`${dist}/${file}`);
}

function writeState(state) {
  writeFileSync(`${dist}/addon.json`, `${JSON.stringify(state)}\n`);
}
