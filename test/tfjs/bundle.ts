/** Bundles tfjs-core's own specs, which its npm package holds as modules, into one file that Node can run. */

import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Writes `suite.cjs` into that folder. The bundle shares TensorFlow.js's engine and kernels with the process that requires it. */
export async function bundleSuite(folder: string): Promise<void> {
  await build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: 'suite.js',
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        output: { format: 'cjs', entryFileNames: 'suite.cjs', codeSplitting: false },
        // The package file says that most modules have no side effects, and Vite believes it: without this no spec is left.
        treeshake: false,
      },
    },
  });
}
