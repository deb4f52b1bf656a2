/**
 * What is stale: each package's sources are reduced to a fingerprint (paths, sizes, times), and the fingerprints at
 * the last good build are kept in `.stamps/built.json`. Additions, changes and deletions all show, and no clock is
 * trusted. Knows nothing of how to build.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOnPath } from './path.mjs';
import { root } from './workspace.mjs';

/** Where stamps and the build lock lie. */
export const stampDirectory = join(root, '.stamps');

const stampFile = join(stampDirectory, 'built.json');
const notSources = new Set(['node_modules', 'dist', 'target', 'tests']);
const sharedSources = ['package.json', 'pnpm-lock.yaml', 'tsconfig.base.json', 'turbo.json'];

/** How long a build without the Rust addon counts as done before it is tried again. */
const fallbackLapsesAfter = 10 * 60_000;

/**
 * Fingerprint by package name. `packages` stands in dependency order; each fingerprint covers the package and all
 * that it stands on, so that a bundle grows stale with what it bundles.
 */
export function fingerprints(packages, env = process.env) {
  const shared = `${process.platform} ${process.arch}\n${sharedSources.map(describe).join('')}`;
  const result = {};
  for (const { name, directory, dependencies } of packages) {
    const hash = createHash('sha1').update(shared);
    for (const dependency of dependencies) hash.update(result[dependency] ?? '');
    if (name === '@ferrogen/native')
      hash.update(`cargo=${isOnPath('cargo', env) ? 'yes' : 'no'}\n`);
    if (name === '@ferrogen/web-demo') hash.update(describe('examples/prices.csv'));
    hashSources(hash, directory);
    result[name] = hash.digest('hex');
  }
  return result;
}

/** The packages among `packages` whose last good build is not of the sources as they are now. */
export function stalePackages(packages, current, now = Date.now(), env = process.env) {
  const built = readJson(stampFile) ?? {};
  return packages.filter(
    ({ name, directory }) =>
      built[name] !== current[name] ||
      modifiedAt(join(directory, 'dist')) === null ||
      (name === '@ferrogen/native' && addonIsOpen(directory, now, env)),
  );
}

/** Remembers that `current` (of `fingerprints`) has been built. */
export function rememberBuilt(current) {
  mkdirSync(stampDirectory, { recursive: true });
  const temporary = `${stampFile}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify({ ...readJson(stampFile), ...current }, null, 1));
  renameSync(temporary, stampFile);
}

/** What the addon's build script left behind: `{ built, reason, hint }`, or null where it never ran. */
export function addonState() {
  return readJson(join(root, 'packages/native/dist/addon.json'));
}

/**
 * Whether the addon is to be built whatever its sources say: it was never tried, is not what was built, or could not be
 * built a while ago though cargo is there.
 */
function addonIsOpen(directory, now, env) {
  const file = join(directory, 'dist/addon.json');
  const state = readJson(file);
  if (state === null) return true;
  if (state.built) return sizeOf(join(directory, 'dist', state.file)) !== state.bytes;
  return isOnPath('cargo', env) && now - modifiedAt(file) > fallbackLapsesAfter;
}

function hashSources(hash, directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || notSources.has(entry.name)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      hashSources(hash, path);
    } else if (!/\.test\.tsx?$|\.tsbuildinfo$|\.md$/.test(entry.name)) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${path}\0${size}\0${mtimeMs}\n`);
    }
  }
}

function describe(relative) {
  return `${relative} ${modifiedAt(join(root, relative))}\n`;
}

function sizeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}

function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** The JSON value in a file; null where the file is absent or cut short, which both mean "not known". */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
