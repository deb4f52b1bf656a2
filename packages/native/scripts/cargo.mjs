/**
 * Running cargo, and telling a machine that cannot build Rust from Rust code that does not compile.
 * The first is a reason to go on without; the second is our own fault and must be loud.
 */

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs cargo in the Rust workspace: offline first, so that a machine without a network does not wait for one, and
 * online where that fails for want of crates.
 *
 * @returns `{ code, stdout, stderr, lacking }`; `lacking` is `{ reason, hint }` where the machine is to blame
 */
export async function cargo(args) {
  const offline = await start(['--offline', ...args]);
  return offline.lacking === lackingCrates ? start(args) : offline;
}

const lackingCargo = {
  reason: 'there is no cargo here',
  hint: 'install Rust (https://rustup.rs) and run this again',
};
const lackingCrates = {
  reason: 'the crates they stand on cannot be fetched',
  hint: 'run `pnpm build` when the network is back',
};

/** Other faults of the machine, by what cargo says of them. */
const lackings = [
  {
    says: /linker `[^`]+` not found/,
    reason: 'there is no C linker here',
    hint: 'install one (Debian: `apt install build-essential`, macOS: `xcode-select --install`)',
  },
  {
    says: /rustc \S+ is not supported|requires rustc \S+|feature `edition2024` is required/,
    reason: 'this Rust is too old',
    hint: 'run `rustup update`',
  },
  {
    says: /rustup could not choose|no default toolchain|toolchain '[^']+' is not installed/,
    reason: 'rustup has no toolchain',
    hint: 'run `rustup default stable`',
  },
  {
    says: /No space left on device/,
    reason: 'the disk is full',
    hint: 'make room and run `pnpm build`',
  },
];
const ownFault =
  /could not compile `(kernels|ferrogen-node)`|--> Cargo\.(toml|lock)|failed to parse|--locked was passed|error: test failed/;
const cratesMissing =
  /--offline|failed to (download|fetch|get|load source|query|select a version|update)|no matching package/;

function lackingIn(stderr) {
  const known = lackings.find(({ says }) => says.test(stderr));
  if (known !== undefined) return { reason: known.reason, hint: known.hint };
  if (ownFault.test(stderr)) return null;
  if (cratesMissing.test(stderr)) return lackingCrates;
  const first = /^error(?:\[\w+\])?: (.*)$/m.exec(stderr)?.[1] ?? 'it gave no reason';
  return {
    reason: `cargo failed (${first})`,
    hint: 'run `cargo build` in packages/native to see more',
  };
}

function start(args) {
  return new Promise((resolve) => {
    const child = spawn('cargo', args, {
      cwd: workspace,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { CARGO_NET_RETRY: '1', CARGO_TERM_COLOR: 'never', ...process.env },
    });
    const texts = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) {
      child[stream].setEncoding('utf8').on('data', (chunk) => {
        texts[stream] += chunk;
      });
    }
    child.on('error', ({ code, message }) => {
      const lacking = code === 'ENOENT' ? lackingCargo : { ...lackingCargo, reason: message };
      resolve({ code: 1, ...texts, lacking });
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 1, ...texts, lacking: code === 0 ? null : lackingIn(texts.stderr) });
    });
  });
}
