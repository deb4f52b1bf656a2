/**
 * The addon's build script against a stand-in for cargo that says what real ones said: machines that cannot build
 * end with code 0 and a reason, Rust code that does not compile ends with 1 and rustc's words.
 */

import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Outcome, outcomeOf } from '../support/mini-workspace.ts';
import { repositoryRoot } from '../support/shared-data.ts';

/** What the stand-in answers: exit code and what it writes. */
interface Answer {
  readonly code: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

const addonName = `ferrogen.${process.platform}-${process.arch}.node`;
const libraryName =
  process.platform === 'darwin' ? 'libferrogen_node.dylib' : 'libferrogen_node.so';
const offlineWithoutCrates = {
  code: 101,
  stderr:
    "error: no matching package named `fast-float2` found\nlocation searched: crates.io index\nAs a reminder, you're using offline mode (--offline) which can sometimes cause surprising resolution failures",
};

// The stand-in is a script with a first line that names its interpreter.
describe.runIf(process.platform !== 'win32')('build-addon', () => {
  let native: string;
  beforeEach(() => {
    native = mkdtempSync(join(tmpdir(), 'ferrogen-addon-'));
    cpSync(join(repositoryRoot, 'packages/native/scripts'), join(native, 'scripts'), {
      recursive: true,
    });
    mkdirSync(join(native, 'dist'));
    writeFileSync(join(native, 'dist', addonName), 'an older addon');
  });
  afterEach(() => rmSync(native, { recursive: true }));

  /** Runs the script with a cargo that gives one answer offline and one online; null puts no cargo on the PATH. */
  async function build(offline: Answer | null, online = offline): Promise<Outcome> {
    const bin = join(native, 'bin');
    mkdirSync(bin);
    if (offline !== null) {
      const cargo = `#!${process.execPath}
const offline = process.argv.includes('--offline');
require('node:fs').appendFileSync('calls', (offline ? 'offline' : 'online') + '\\n');
const { code, stdout = '', stderr = '' } = offline ? ${JSON.stringify(offline)} : ${JSON.stringify(online)};
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
`;
      writeFileSync(join(bin, 'cargo'), cargo);
      chmodSync(join(bin, 'cargo'), 0o755);
    }
    return outcomeOf(
      spawn(process.execPath, [join(native, 'scripts/build-addon.mjs')], { env: { PATH: bin } }),
    );
  }

  const state = () => JSON.parse(readFileSync(join(native, 'dist/addon.json'), 'utf8'));
  const calls = () => readFileSync(join(native, 'calls'), 'utf8').trim().split('\n');

  it('puts the library that cargo names in the place of the old one, and notes its size', async () => {
    const library = join(native, libraryName);
    writeFileSync(library, 'the new addon');
    const message = {
      reason: 'compiler-artifact',
      target: { name: 'ferrogen_node' },
      filenames: [library],
    };
    const stdout = `${JSON.stringify({ reason: 'build-script-executed' })}\n${JSON.stringify(message)}\n`;
    expect(await build({ code: 0, stdout })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(native, 'dist', addonName), 'utf8')).toBe('the new addon');
    expect(state()).toEqual({ built: true, file: addonName, bytes: 13 });
    expect(calls()).toEqual(['offline']);
  });

  const machines: [string, Answer | null, RegExp, RegExp][] = [
    ['has no cargo', null, /^there is no cargo here$/, /rustup\.rs/],
    [
      'has no linker',
      {
        code: 101,
        stderr:
          'error: linker `cc` not found\n  |\n  = note: No such file or directory (os error 2)\n\nerror: could not compile `kernels` (lib) due to 1 previous error',
      },
      /C linker/,
      /build-essential/,
    ],
    [
      'has a Rust that is too old',
      {
        code: 101,
        stderr:
          'error: rustc 1.85.0 is not supported by the following packages:\n  kernels@0.1.0 requires rustc 1.89',
      },
      /too old/,
      /rustup update/,
    ],
    [
      'has rustup without a toolchain',
      {
        code: 1,
        stderr:
          "error: rustup could not choose a version of cargo to run, because one wasn't specified explicitly, and no default is configured.",
      },
      /no toolchain/,
      /rustup default stable/,
    ],
    [
      'cannot compile what others wrote',
      { code: 101, stderr: 'error: could not compile `napi-sys` (lib) due to 1 previous error' },
      /^cargo failed \(could not compile `napi-sys`/,
      /cargo build/,
    ],
  ];
  for (const [what, answer, reason, hint] of machines) {
    it(`ends well on a machine that ${what}, and notes the reason and the mend`, async () => {
      expect(await build(answer)).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(state()).toEqual({
        built: false,
        reason: expect.stringMatching(reason),
        hint: expect.stringMatching(hint),
      });
      expect(existsSync(join(native, 'dist', addonName))).toBe(false);
    });
  }

  it('goes online where crates are missing offline, and ends well where that fails too', async () => {
    const online = {
      code: 101,
      stderr:
        'error: failed to get `csv-core` as a dependency of package `kernels v0.1.0`\n\nCaused by:\n  [7] Could not connect to server',
    };
    expect(await build(offlineWithoutCrates, online)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(calls()).toEqual(['offline', 'online']);
    expect(state()).toMatchObject({
      built: false,
      reason: expect.stringContaining('cannot be fetched'),
    });
  });

  const faults = [
    'error[E0308]: mismatched types\n\nerror: could not compile `kernels` (lib) due to 1 previous error',
    'error: key with no value, expected `=`\n  --> Cargo.toml:40:4',
    'error: cannot update the lock file Cargo.lock because --locked was passed to prevent this\nhelp: remove the --locked flag and use --offline instead.',
  ];
  for (const stderr of faults) {
    it(`is loud about a fault of our own: ${stderr.split('\n', 1)[0]}`, async () => {
      expect(await build({ code: 101, stderr })).toEqual({ code: 1, stdout: '', stderr });
      expect(readFileSync(join(native, 'dist', addonName), 'utf8')).toBe('an older addon');
      expect(calls()).toEqual(['offline']);
    });
  }
});
