/** What the published packages hold, as npm would pack them: all that is promised, and nothing of the workshop. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../support/shared-data.ts';

/** The part of a package.json that makes promises about files. */
interface Manifest {
  readonly exports: Record<string, Record<string, string>>;
  readonly bin?: Record<string, string>;
}

const read = (...path: readonly string[]) => readFileSync(join(repositoryRoot, ...path), 'utf8');

function pack(directory: string): string[] {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: join(repositoryRoot, directory),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    // npm is a script of the shell there.
    shell: process.platform === 'win32',
  });
  // A list, or in newer versions of npm an object by package.
  const [packed] = Object.values(JSON.parse(output)) as { files: { path: string }[] }[];
  return packed!.files.map(({ path }) => path);
}

describe.each(['packages/core', 'packages/native', 'packages/cli'])('%s, packed', (directory) => {
  const files = new Set(pack(directory));
  const manifest = JSON.parse(read(directory, 'package.json')) as Manifest;

  test('holds every file that exports and bin promise', () => {
    const promised = [
      ...Object.values(manifest.exports).flatMap((conditions) => Object.values(conditions)),
      ...Object.values(manifest.bin ?? {}),
    ];
    expect(promised.length).toBeGreaterThan(0);
    for (const path of promised) expect(files).toContain(posix.normalize(path));
  });

  test('holds a README.md, and the license of the repository', () => {
    expect(files).toContain('README.md');
    expect(files).toContain('LICENSE');
    expect(read(directory, 'LICENSE')).toBe(read('LICENSE'));
  });

  test('holds no test, no configuration and no trace of the build', () => {
    const unwanted =
      /\.test\.|\.tsbuildinfo$|(^|\/)(tsconfig|turbo)[^/]*\.json$|addon\.json$|\.rs$/;
    expect([...files].filter((path) => unwanted.test(path))).toEqual([]);
  });

  test('holds the sources that its source maps and declaration maps point at', () => {
    const maps = [...files].filter((path) => path.endsWith('.map'));
    expect(maps.length).toBeGreaterThan(0);
    const sources = maps.flatMap((map) =>
      (JSON.parse(read(directory, map)) as { sources: string[] }).sources.map((source) =>
        posix.join(posix.dirname(map), source),
      ),
    );
    // The output of a source that is gone stays in dist until that is wiped.
    const alive = sources.filter((path) => existsSync(join(repositoryRoot, directory, path)));
    expect(alive.length).toBeGreaterThan(0);
    expect(alive.filter((path) => !files.has(path))).toEqual([]);
  });
});

test('README.md of packages/core shows what its code prints', () => {
  const [, code, shown] = /```ts\n([\s\S]*?)```\n\n```\n([\s\S]*?)```/.exec(
    read('packages/core/README.md'),
  )!;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code!], {
    cwd: join(repositoryRoot, 'examples'),
    encoding: 'utf8',
  });
  expect(printed).toBe(shown);
});
