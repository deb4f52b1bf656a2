/** `pnpm build`: builds every package, whether it looks stale or not, and tries again for missing Rust kernels. */

import { describeKernels, ensureBuilt } from './lib/build.mjs';
import { say } from './lib/process.mjs';

await ensureBuilt('all', { force: true });
say(describeKernels());
