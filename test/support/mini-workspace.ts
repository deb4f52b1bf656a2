/**
 * A tiny checkout in a temporary folder: the real scripts over three one-file packages, with a stand-in for turbo that
 * copies src/ to dist/ and keeps a log. It lets the launcher be tried in milliseconds, builds, crashes and all.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from './shared-data.ts';

/** What a finished process left. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Answers with its arguments and directory; `exit N` ends with code N. */
const commandLine = `
export async function main(argv) {
  console.log(JSON.stringify({ argv, cwd: process.cwd() }));
  return argv[0] === 'exit' ? Number(argv[1]) : 0;
}
`;

/** Writes to both streams like the real one; MINI_SLOW makes it last, and a file named `broken` makes it fail. */
const turbo = `
const { appendFileSync, cpSync, existsSync, writeFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const log = (line) => appendFileSync('turbo.log', line + '\\n');
(async () => {
  log('begin');
  console.log('noise on stdout');
  console.error('noise on stderr');
  await sleep(Number(process.env.MINI_SLOW ?? 0));
  if (existsSync('broken')) process.exit(7);
  for (const name of ['core', 'native', 'cli']) {
    cpSync('packages/' + name + '/src', 'packages/' + name + '/dist', { recursive: true });
  }
  const cargo = (process.env.PATH ?? '').includes('with-cargo');
  writeFileSync('packages/native/dist/ferrogen.node', 'addon');
  writeFileSync('packages/native/dist/addon.json', JSON.stringify(
    cargo && !existsSync('no-network')
      ? { built: true, file: 'ferrogen.node', bytes: 5 }
      : { built: false, reason: 'a reason', hint: 'a hint' }));
  log('end');
})();
`;

/** The checkout; `remove()` it when done. */
export class MiniWorkspace {
  readonly root: string;

  constructor() {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), 'ferrogen-mini-')));
    cpSync(join(repositoryRoot, 'scripts'), join(this.root, 'scripts'), { recursive: true });
    this.write('package.json', '{ "name": "mini", "type": "module" }');
    this.write('node_modules/turbo/bin/turbo', turbo);
    this.write('node_modules/turbo/package.json', '{ "name": "turbo" }');
    this.package('core', [], 'export const core = 1;');
    this.package('native', ['core'], 'export const native = 1;');
    this.package('cli', ['core', 'native'], commandLine);
    this.program('with-pnpm', 'pnpm');
    this.program('with-cargo', 'cargo');
  }

  /** Writes a file, by its path from the root. */
  write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  /** The absolute path of a file here. */
  path(relative: string): string {
    return join(this.root, relative);
  }

  /** How many builds began so far. */
  get builds(): number {
    if (!existsSync(this.path('turbo.log'))) return 0;
    return readFileSync(this.path('turbo.log'), 'utf8').match(/begin/g)?.length ?? 0;
  }

  /** Starts the launcher; `cargo` puts one on its PATH. */
  start(args: readonly string[], options: LaunchOptions = {}): ChildProcess {
    const folders = ['with-pnpm', ...(options.cargo ? ['with-cargo'] : [])];
    return spawn(process.execPath, [this.path('scripts/gen.mjs'), ...args], {
      cwd: options.cwd ?? this.root,
      env: { PATH: folders.map((name) => this.path(name)).join(':'), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs the launcher to its end. */
  launch(args: readonly string[], options?: LaunchOptions): Promise<Outcome> {
    return outcomeOf(this.start(args, options));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private package(name: string, dependencies: readonly string[], source: string): void {
    const manifest = {
      name: `@ferrogen/${name}`,
      type: 'module',
      scripts: { build: 'tsc' },
      dependencies: Object.fromEntries(dependencies.map((d) => [`@ferrogen/${d}`, 'workspace:*'])),
    };
    this.write(`packages/${name}/package.json`, JSON.stringify(manifest));
    this.write(`packages/${name}/src/main.js`, source);
  }

  private program(folder: string, name: string): void {
    this.write(`${folder}/${name}`, '#!/bin/sh\nexit 1\n');
    chmodSync(this.path(`${folder}/${name}`), 0o755);
  }
}

/** How to start the launcher. */
export interface LaunchOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cargo?: boolean;
}

/** Waits for a process and collects what it wrote. */
export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
