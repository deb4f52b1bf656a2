/** Runs the real `gen` in a process of its own, in a folder of its own. */

import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNativeKernels } from '@ferrogen/native';
import { afterAll } from 'vitest';
import { repositoryRoot } from '../support/shared-data.ts';

export const binary = join(repositoryRoot, 'packages/cli/dist/bin.js');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly input?: string | Uint8Array;
}

/** Runs `gen` with these words; what the environment says of colour, locale and kernels does not count. */
export function gen(words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = spawn(process.execPath, [binary, ...words], {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
  });
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Without the addon every command begins with a line about it, which test/workspace looks at; here it is not the subject. */
const kernels = loadNativeKernels().kernels === null ? 'reference' : 'auto';

/** The environment of a plain 80-column terminal in UTF-8, and what a test adds. */
export function cleanEnvironment(env: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  const terminal = { LANG: 'C.UTF-8', TERM: 'xterm', COLUMNS: '80' };
  return { PATH, HOME, FERROGEN_KERNELS: kernels, ...terminal, ...env };
}

const folders: string[] = [];
// Runs at the end of each file of tests that imports this one.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that holds `examples/prices.csv`, as the repository's root does. */
export function exampleFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gen-'));
  folders.push(folder);
  mkdirSync(join(folder, 'examples'));
  copyFileSync(join(repositoryRoot, 'examples/prices.csv'), join(folder, 'examples/prices.csv'));
  return folder;
}
