/** `pnpm bench AREA [--json]`: measures an area; bench/ says which there are. */

import { ensureBuilt } from './lib/build.mjs';
import { enterCallersDirectory } from './lib/caller.mjs';

await ensureBuilt('@ferrogen/bench');
enterCallersDirectory();
const { main } = await import(new URL('../bench/dist/main.js', import.meta.url).href);
process.exitCode = await main(process.argv.slice(2));
