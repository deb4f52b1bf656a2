/** Bundles TensorFlow.js's registration of gradients into dist/index.js, for Node. */

import { fileURLToPath } from 'node:url';
import { build } from 'vite';

await build({
  root: fileURLToPath(new URL('..', import.meta.url)),
  configFile: false,
  logLevel: 'warn',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    lib: { entry: 'src/node.js', formats: ['es'], fileName: 'index' },
    // TensorFlow.js's package file says that most of its modules have no side effects, and some of these do.
    rolldownOptions: {
      external: ['@tensorflow/tfjs-core'],
      treeshake: { moduleSideEffects: true },
    },
  },
});
