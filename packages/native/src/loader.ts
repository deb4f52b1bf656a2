/**
 * Finds the compiled addon and loads it, or says in words for people why there is none and how to get it.
 * Never throws for a missing or broken addon, since everything works without; knows nothing of what the addon
 * holds: `adopt` gives that a meaning.
 */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Kernels, OptionError } from '@ferrogen/core';

/** The outcome of looking for the native kernels. */
export type LoadedKernels =
  | {
      readonly kernels: Kernels;
      readonly name: 'native';
      readonly reason: null;
      readonly notice: null;
      /** The file that was loaded. */
      readonly path: string;
    }
  | {
      readonly kernels: null;
      readonly name: 'reference';
      /** Why there are none, a clause such as `there is no cargo here`. */
      readonly reason: string;
      /** One line to show once on stderr: the consequence, the reason, the mend. Null where they were not wanted. */
      readonly notice: string | null;
      /** The file that was looked for or refused; null where none was looked for. */
      readonly path: string | null;
    };

/** Where and how to look. */
export interface LoaderOptions {
  /** Turns the raw addon into kernels. What it throws, an OptionError apart, counts as an addon that cannot be loaded. */
  readonly adopt: (addon: unknown) => Kernels;
  /**
   * Where `FERROGEN_KERNELS` is read: `reference` asks for the TypeScript kernels, `auto` (the default) for the
   * native ones where they load.
   * @default process.env
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * The folder that holds the addon and `addon.json`, which its build script leaves.
   * @default the folder of this module
   */
  readonly directory?: string;
}

/**
 * Loads the native kernels, or says why not.
 *
 * @throws OptionError if `FERROGEN_KERNELS` is neither `auto` nor `reference`, or if `adopt` throws one
 */
export function loadAddon(options: LoaderOptions): LoadedKernels {
  const { adopt, env = process.env } = options;
  const directory = options.directory ?? dirname(fileURLToPath(import.meta.url));
  const wanted = env.FERROGEN_KERNELS ?? '';
  if (wanted === 'reference') {
    return none('FERROGEN_KERNELS asks for the TypeScript ones', null, null);
  }
  if (wanted !== '' && wanted !== 'auto') {
    throw new OptionError(
      'FERROGEN_KERNELS',
      `the environment variable FERROGEN_KERNELS must be auto or reference, not '${wanted}'`,
    );
  }

  const state = readState(join(directory, 'addon.json'));
  const [usual, ...others] = addonNames(process.platform, process.arch);
  const file = [usual, ...others].find((name) => existsSync(join(directory, name)));
  const path = join(directory, file ?? usual);
  if (file === undefined) {
    return none(state.reason ?? 'they have not been built', state.hint ?? 'run `pnpm build`', path);
  }
  // A library that was cut short can kill the process that maps it, so the size is looked at first.
  if (file === state.file && statSync(path).size !== state.bytes) {
    return none('the addon is damaged (its size is not what was built)', mendAddon, path);
  }
  try {
    const kernels = adopt(createRequire(import.meta.url)(path));
    return { kernels, name: 'native', reason: null, notice: null, path };
  } catch (error) {
    if (error instanceof OptionError) throw error;
    return none(`the addon cannot be loaded (${firstLine(error)})`, mendAddon, path);
  }
}

const mendAddon = 'run `pnpm build` to make it anew';

/** What the addon may be called here: built by this workspace, or by `@napi-rs/cli` for a release. */
function addonNames(platform: string, arch: string): readonly [string, ...string[]] {
  const libraries: Record<string, readonly string[]> = {
    linux: ['-gnu', '-musl'],
    win32: ['-msvc'],
  };
  const suffixes = libraries[platform] ?? [];
  const name = `ferrogen.${platform}-${arch}`;
  return [`${name}.node`, ...suffixes.map((suffix) => `${name}${suffix}.node`)];
}

/** What the addon's build script noted; empty where it never ran. */
interface BuildState {
  readonly file: string | null;
  readonly bytes: number | null;
  readonly reason: string | null;
  readonly hint: string | null;
}

function readState(path: string): BuildState {
  const state = { file: null, bytes: null, reason: null, hint: null };
  if (!existsSync(path)) return state;
  try {
    return { ...state, ...(JSON.parse(readFileSync(path, 'utf8')) as Partial<BuildState>) };
  } catch {
    return state;
  }
}

/** `hint` is how to get the native kernels; null where they are not wanted, and then there is nothing to notice. */
function none(reason: string, hint: string | null, path: string | null): LoadedKernels {
  const notice = `using the TypeScript kernels, which are slower: ${reason}; for the Rust ones ${hint}`;
  return { kernels: null, name: 'reference', reason, notice: hint === null ? null : notice, path };
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
