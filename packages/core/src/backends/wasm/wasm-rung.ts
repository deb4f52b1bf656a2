/** The rung `wasm`: TensorFlow.js's WebAssembly backend, with the kernels that it lacks for training. */

import type { Rung } from '../rung.ts';
import { supplyKernels } from './supply-kernels.ts';

/** Where the wasm backend finds its files. */
export interface WasmOptions {
  /**
   * URL of the folder that holds the three `.wasm` files of `@tensorflow/tfjs-backend-wasm/dist`; ends with a slash.
   * @default in Node that folder itself; in browsers the folder of the script
   */
  readonly path?: string;
}

/**
 * TensorFlow.js's WebAssembly backend with the kernels that training needs.
 *
 * @example
 * await selectBackend({ rungs: [wasmRung({ path: '/wasm/' }), cpuRung] });
 */
export function wasmRung(options: WasmOptions = {}): Rung {
  return {
    name: 'wasm',
    prepare: async () => {
      const { setWasmPaths, version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
      if (options.path !== undefined) setWasmPaths(options.path);
      supplyKernels();
      return { gpu: false, version: version_wasm };
    },
  };
}
