/** Makes a program of Node out of a TypeScript file of the tests: its own files in one, packages as they are. */

import { rmSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { build } from 'vite';
import { repositoryRoot } from './shared-data.ts';

/** A program on disk. */
export interface NodeProgram {
  /** What `node` is to be given. */
  readonly path: string;
  remove(): void;
}

/** Bundles `entry`, an absolute path. The program lies where the packages of the tests can be found. */
export async function bundleProgram(entry: string): Promise<NodeProgram> {
  const name = basename(entry, '.ts');
  const folder = join(repositoryRoot, 'test/node_modules', `.${name}-${process.pid}`);
  await build({
    configFile: false,
    logLevel: 'error',
    root: repositoryRoot,
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        external: (id) => !id.startsWith('.') && !isAbsolute(id),
        output: { entryFileNames: `${name}.mjs` },
      },
    },
  });
  return {
    path: join(folder, `${name}.mjs`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
