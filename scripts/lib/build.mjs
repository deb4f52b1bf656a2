/**
 * Building what is stale, and nothing else. A fresh workspace costs a few milliseconds here; a stale one is built by
 * turbo under a lock, while stderr says what happens. Never writes to stdout.
 */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  addonState,
  fingerprints,
  rememberBuilt,
  stalePackages,
  stampDirectory,
} from './freshness.mjs';
import { withLock } from './lock.mjs';
import { isOnPath } from './path.mjs';
import { runNode, say } from './process.mjs';
import { root, withDependencies } from './workspace.mjs';

const sayAliveEvery = 10_000;

/**
 * Builds `target` (a package's name, or `all`) and what it stands on, where stale; `force` asks turbo and cargo even
 * where nothing looks stale. Ends this process, with the build's own words and exit code, if that fails.
 */
export async function ensureBuilt(target, { force = false } = {}) {
  requireNode();
  const packages = withDependencies(target);
  if (!force && stalePackages(packages, fingerprints(packages)).length === 0) return;
  if (!isOnPath('pnpm')) {
    say(`${target} has to be built, and only pnpm can: npx -y pnpm@12 build`);
    process.exit(1);
  }
  const code = await withLock(
    join(stampDirectory, 'build.lock'),
    () => build(target, packages, force),
    () => say('another build is running; waiting for it'),
  );
  if (code !== 0) process.exit(code);
}

/** One line about the kernels that the last build made. */
export function describeKernels() {
  const state = addonState();
  if (state?.built) return 'kernels: Rust';
  return `kernels: TypeScript (slower): ${state.reason}; ${state.hint}`;
}

async function build(target, packages, force) {
  // Taken before the build: what is edited while it runs must look stale afterwards.
  const current = fingerprints(packages);
  const stale = stalePackages(packages, current);
  if (stale.length === 0 && !force) return 0;

  const started = Date.now();
  say(announcement(stale));
  const alive = setInterval(() => {
    say(`still building, ${Math.round((Date.now() - started) / 1000)} s`);
  }, sayAliveEvery);
  const { code, output } = await turboBuild(target).finally(() => clearInterval(alive));
  if (code === 0) {
    rememberBuilt(current);
    say(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  } else if (code > 128) {
    say('the build was stopped');
  } else {
    process.stderr.write(output);
    say('the build failed, see above');
  }
  return code;
}

function announcement(stale) {
  if (stale.length === 0) return 'nothing is stale; asking turbo and cargo all the same';
  const native = stale.find(({ name }) => name === '@ferrogen/native');
  if (native === undefined || addonState() !== null) {
    return `building ${stale.map(({ name }) => name.replace('@ferrogen/', '')).join(', ')}`;
  }
  const rest = isOnPath('cargo')
    ? 'the Rust kernels take about a minute'
    : 'no cargo here, so TypeScript only';
  return `first run: building (${rest}); later runs start at once`;
}

function turboBuild(target) {
  const turbo = createRequire(join(root, 'package.json')).resolve('turbo/bin/turbo');
  const filter = target === 'all' ? [] : [`--filter=${target}`];
  return runNode(turbo, ['run', 'build', ...filter, '--env-mode=loose', '--ui=stream'], {
    output: 'collect',
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_PRINT_VERSION_DISABLED: '1',
      // pnpm has just made sure of the installation; turbo calls it once more for every package.
      pnpm_config_verify_deps_before_run: 'false',
      ...(process.stderr.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {}),
    },
  });
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    say(
      `this needs Node 20.19 or newer, and here runs ${process.versions.node}; see https://nodejs.org`,
    );
    process.exit(1);
  }
}
