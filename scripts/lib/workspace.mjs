/**
 * The packages of this workspace: where each lies, what it stands on, whether it is built.
 * Reads package.json files; knows nothing of how to build or of what is stale.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository, absolute. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Every package by name: `{ name, directory, dependencies, builds }`, `dependencies` being the names of other
 * packages here, `builds` whether it has a build script.
 */
export function workspacePackages() {
  const rooms = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  const manifests = [...rooms, 'bench', 'examples', 'test']
    .map((folder) => ({ directory: join(root, folder), file: join(root, folder, 'package.json') }))
    .filter(({ file }) => existsSync(file))
    .map(({ directory, file }) => ({ directory, ...JSON.parse(readFileSync(file, 'utf8')) }));
  return new Map(
    manifests.map((manifest) => [
      manifest.name,
      {
        name: manifest.name,
        directory: manifest.directory,
        builds: manifest.scripts?.build !== undefined,
        dependencies: Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
          .filter(([, version]) => version.startsWith('workspace:'))
          .map(([name]) => name),
      },
    ]),
  );
}

/**
 * The packages that must be built before `target` can run, dependencies first, `target` last.
 * `target` is a package's name, or `all`.
 */
export function withDependencies(target, packages = workspacePackages()) {
  const ordered = new Set();
  const visit = (name) => {
    const found = packages.get(name);
    if (found === undefined) throw new Error(`no package ${name} in this workspace`);
    for (const dependency of found.dependencies) visit(dependency);
    if (found.builds) ordered.add(found);
  };
  for (const name of target === 'all' ? packages.keys() : [target]) visit(name);
  return [...ordered];
}
