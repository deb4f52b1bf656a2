/** Documents, and the programs in them. */

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { transformWithOxc } from 'vite';
import { repositoryRoot } from '../support/shared-data.ts';

/** A fenced block of a document. */
export interface Block {
  /** What is written after the fence; '' for output. */
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a document, in order. */
export function blocks(document: string): Block[] {
  const text = readFileSync(join(repositoryRoot, document), 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)\n```$/gm)].map(([, language, body]) => ({
    language: language!,
    text: body!,
  }));
}

/** What node prints. */
export function node(args: readonly string[], cwd: string): string {
  return execFileSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, npm_lifecycle_event: 'gen', NO_COLOR: '1', LANG: 'C.UTF-8' },
  }).trimEnd();
}

/** What a program of TypeScript prints that stands in a folder with prices.csv, where a user's packages can be found. */
export async function printed(program: string): Promise<string> {
  const { code } = await transformWithOxc(program, 'program.ts', { sourcemap: false });
  const folder = mkdtempSync(join(repositoryRoot, 'examples/node_modules/.documents-'));
  try {
    copyFileSync(join(repositoryRoot, 'examples/prices.csv'), join(folder, 'prices.csv'));
    return node(['--input-type=module', '-e', code], folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
