/**
 * `pnpm gen ...`: builds what is stale, then runs the command line in this process.
 * Relative paths count from where the user stood, not from the root where pnpm runs its scripts.
 */

import { ensureBuilt } from './lib/build.mjs';
import { enterCallersDirectory } from './lib/caller.mjs';

await ensureBuilt('@ferrogen/cli');
enterCallersDirectory();
const { main } = await import(new URL('../packages/cli/dist/main.js', import.meta.url).href);
process.exitCode = await main(process.argv.slice(2));
