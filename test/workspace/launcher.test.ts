/** The launcher behind `pnpm gen`: what it builds and when, what it says and where, what it passes on. */

import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MiniWorkspace, outcomeOf } from '../support/mini-workspace.ts';

const posix = process.platform !== 'win32';

// The stand-ins on the PATH are shell scripts.
describe.runIf(posix)('gen', () => {
  let mini: MiniWorkspace;
  beforeEach(() => {
    mini = new MiniWorkspace();
  });
  afterEach(() => mini.remove());

  it('builds on the first run, speaks on stderr, and leaves stdout to the answer', async () => {
    const { code, stdout, stderr } = await mini.launch(['fit-ar', 'x.csv', '--p', '2']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      `${JSON.stringify({ argv: ['fit-ar', 'x.csv', '--p', '2'], cwd: mini.root })}\n`,
    );
    expect(stderr).toMatch(/^ferrogen: first run: building .*\nferrogen: built in [\d.]+ s\n$/);
    expect(mini.builds).toBe(1);
  });

  it('builds nothing and says nothing on the second run', async () => {
    await mini.launch([]);
    const { stdout, stderr } = await mini.launch(['again']);
    expect(stdout).toContain('again');
    expect(stderr).toBe('');
    expect(mini.builds).toBe(1);
  });

  const edits: [string, (workspace: MiniWorkspace) => void][] = [
    ['a source changes', (w) => w.write('packages/core/src/main.js', 'export const core = 22;')],
    ['a source comes', (w) => w.write('packages/native/crates/kernels/src/more.rs', '')],
    ['a source goes', (w) => rmSync(w.path('packages/native/src/main.js'))],
    ['dist goes', (w) => rmSync(w.path('packages/core/dist'), { recursive: true })],
    ['the addon is cut short', (w) => w.write('packages/native/dist/ferrogen.node', 'add')],
    ['the lockfile changes', (w) => w.write('pnpm-lock.yaml', 'other')],
  ];
  for (const [what, edit] of edits) {
    it(`builds again, once, after ${what}`, async () => {
      await mini.launch([], { cargo: true });
      edit(mini);
      const { stderr } = await mini.launch([], { cargo: true });
      expect(stderr).toMatch(/^ferrogen: building .*\nferrogen: built/);
      await mini.launch([], { cargo: true });
      expect(mini.builds).toBe(2);
    });
  }

  it('does not build for a test, a document, or what builds leave behind', async () => {
    await mini.launch([]);
    mini.write('packages/core/src/main.test.ts', '');
    mini.write('packages/native/crates/kernels/tests/golden.rs', '');
    mini.write('packages/native/target/release/libferrogen_node.so', '');
    mini.write('README.md', 'words');
    await mini.launch([]);
    expect(mini.builds).toBe(1);
  });

  it('ends with the code of a failed build and its words on stderr, and tries again', async () => {
    mini.write('broken', '');
    const failed = await mini.launch([]);
    expect(failed).toMatchObject({ code: 7, stdout: '' });
    expect(failed.stderr).toContain('noise on stdout\nnoise on stderr\nferrogen: the build failed');
    rmSync(mini.path('broken'));
    expect(await mini.launch([])).toMatchObject({ code: 0 });
    expect(mini.builds).toBe(2);
  });

  it('started twice at once builds once, and both answer', async () => {
    const options = { env: { MINI_SLOW: '400' } };
    const both = await Promise.all([mini.launch(['a'], options), mini.launch(['b'], options)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.map(({ stdout }) => JSON.parse(stdout).argv[0])).toEqual(['a', 'b']);
    expect(both.map(({ stderr }) => stderr).join('')).toContain('another build is running');
    expect(mini.builds).toBe(1);
    expect(existsSync(mini.path('.stamps/build.lock'))).toBe(false);
  });

  it('takes over the lock of a process that is dead', async () => {
    const crashed = mini.start([], { env: { MINI_SLOW: '1500' } });
    while (mini.builds === 0) await sleep(20);
    crashed.kill('SIGKILL');
    await outcomeOf(crashed);
    expect(existsSync(mini.path('.stamps/build.lock'))).toBe(true);
    expect(await mini.launch([])).toMatchObject({ code: 0 });
    expect(existsSync(mini.path('.stamps/build.lock'))).toBe(false);
  });

  it('takes over a lock that nobody touched for minutes, and waits for one that is held', async () => {
    const lock = mini.path('.stamps/build.lock');
    mkdirSync(mini.path('.stamps'));
    writeFileSync(lock, JSON.stringify({ host: hostname(), pid: process.pid, since: 0 }));
    const waiting = mini.start([]);
    await sleep(700);
    expect(mini.builds).toBe(0);
    const longAgo = new Date(Date.now() - 10 * 60_000);
    utimesSync(lock, longAgo, longAgo);
    expect(await outcomeOf(waiting)).toMatchObject({ code: 0 });
    expect(mini.builds).toBe(1);
  });

  it('stopped by a signal while it builds ends with 128 + its number and leaves no lock', async () => {
    const child = mini.start([], { env: { MINI_SLOW: '60000' } });
    while (mini.builds === 0) await sleep(20);
    child.kill('SIGTERM');
    const { code, stdout } = await outcomeOf(child);
    expect({ code, stdout }).toEqual({ code: 143, stdout: '' });
    expect(existsSync(mini.path('.stamps/build.lock'))).toBe(false);
  });

  it('passes on the exit code of the command', async () => {
    expect(await mini.launch(['exit', '3'])).toMatchObject({ code: 3 });
  });

  it('counts paths from where the user stood: INIT_CWD under pnpm, else its own directory', async () => {
    const stood = mini.path('packages/core');
    const underPnpm = await mini.launch([], { env: { INIT_CWD: stood } });
    expect(JSON.parse(underPnpm.stdout).cwd).toBe(stood);
    const direct = await mini.launch([], { cwd: stood, env: { INIT_CWD: mini.root } });
    expect(JSON.parse(direct.stdout).cwd).toBe(stood);
  });

  it('builds again when cargo comes or goes', async () => {
    for (const cargo of [false, false, true, true, false]) await mini.launch([], { cargo });
    expect(mini.builds).toBe(3);
  });

  it('tries for the addon again ten minutes after it could not be built', async () => {
    mini.write('no-network', '');
    await mini.launch([], { cargo: true });
    await mini.launch([], { cargo: true });
    expect(mini.builds).toBe(1);
    const before = new Date(Date.now() - 11 * 60_000);
    utimesSync(mini.path('packages/native/dist/addon.json'), before, before);
    await mini.launch([], { cargo: true });
    expect(mini.builds).toBe(2);
  });

  it('says that it needs pnpm where a build is due and there is none', async () => {
    const { code, stderr } = await mini.launch([], { env: { PATH: '' } });
    expect(code).toBe(1);
    expect(stderr).toContain('npx -y pnpm@12');
  });
});
