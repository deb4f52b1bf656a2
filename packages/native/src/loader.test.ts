import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Kernels, OptionError } from '@ferrogen/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { itWith } from '../../../test/support/shared-data.ts';
import { loadAddon } from './loader.ts';

const addonName = `ferrogen.${process.platform}-${process.arch}.node`;
const builtAddon = fileURLToPath(new URL(`../dist/${addonName}`, import.meta.url));
const itWithAddon = itWith(existsSync(builtAddon) ? [] : ['the addon is not built']);
const fake = { name: 'native' } as Kernels;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ferrogen-loader-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Loads from the directory of the test; `adopt` must not be reached unless it is given. */
function load(adopt?: (addon: unknown) => Kernels, env: Record<string, string> = {}) {
  const unexpected = () => {
    throw new Error('an addon was loaded where none can be');
  };
  return loadAddon({ directory, env, adopt: adopt ?? unexpected });
}

itWithAddon('loadAddon loads an addon that was built, and says which', () => {
  copyFileSync(builtAddon, join(directory, addonName));
  let seen: unknown;
  const loaded = load((addon) => {
    seen = addon;
    return fake;
  });
  expect(loaded).toEqual({
    kernels: fake,
    name: 'native',
    reason: null,
    notice: null,
    path: join(directory, addonName),
  });
  expect(seen).toHaveProperty('fitAr');
});

it('loadAddon without an addon gives the reason and the mend that the build noted', () => {
  const state = { built: false, reason: 'there is no cargo here', hint: 'install Rust' };
  writeFileSync(join(directory, 'addon.json'), JSON.stringify(state));
  expect(load()).toEqual({
    kernels: null,
    name: 'reference',
    reason: 'there is no cargo here',
    notice:
      'using the TypeScript kernels, which are slower: there is no cargo here; for the Rust ones install Rust',
    path: join(directory, addonName),
  });
});

it('loadAddon in an empty folder, or beside notes cut short, says that nothing was built', () => {
  expect(load().reason).toBe('they have not been built');
  writeFileSync(join(directory, 'addon.json'), '{"built":fal');
  expect(load()).toMatchObject({ kernels: null, reason: 'they have not been built' });
  expect(load().notice).toContain('pnpm build');
});

it('loadAddon refuses a file that is no addon, in one line', () => {
  writeFileSync(join(directory, addonName), 'these bytes are not a shared library'.repeat(1000));
  const { kernels, reason, notice } = load();
  expect(kernels).toBeNull();
  expect(reason).toMatch(/^the addon cannot be loaded \(.+\)$/);
  expect(notice).toContain('pnpm build');
  expect(notice).not.toContain('\n');
});

itWithAddon('loadAddon never maps an addon that was cut short', () => {
  const path = join(directory, addonName);
  const state = { built: true, file: addonName, bytes: statSync(builtAddon).size + 1 };
  copyFileSync(builtAddon, path);
  writeFileSync(join(directory, 'addon.json'), JSON.stringify(state));
  expect(load()).toMatchObject({ kernels: null, path });
  expect(load().reason).toMatch(/damaged/);
});

itWithAddon('loadAddon takes an addon that adopt refuses for one that cannot be loaded', () => {
  copyFileSync(builtAddon, join(directory, addonName));
  const loaded = load(() => {
    throw new TypeError('it is of another version\nwith more to say');
  });
  expect(loaded).toMatchObject({
    kernels: null,
    reason: 'the addon cannot be loaded (it is of another version)',
  });
});

itWithAddon('loadAddon passes on an OptionError of adopt: the user can mend that', () => {
  copyFileSync(builtAddon, join(directory, addonName));
  const refuse = () => {
    throw new OptionError('FERROGEN_THREADS', 'must be a whole number');
  };
  expect(() => load(refuse)).toThrow(OptionError);
});

itWithAddon('loadAddon with FERROGEN_KERNELS=reference leaves a good addon alone and quiet', () => {
  copyFileSync(builtAddon, join(directory, addonName));
  const loaded = load(undefined, { FERROGEN_KERNELS: 'reference' });
  expect(loaded).toMatchObject({ kernels: null, notice: null, path: null });
  expect(loaded.reason).toContain('FERROGEN_KERNELS');
  expect(load(() => fake, { FERROGEN_KERNELS: 'auto' }).name).toBe('native');
});

it('loadAddon refuses a value of FERROGEN_KERNELS that it does not know', () => {
  expect(() => load(undefined, { FERROGEN_KERNELS: 'refrence' })).toThrow(
    /auto or reference, not 'refrence'/,
  );
});
