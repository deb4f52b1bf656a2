/** Loads the addon and makes it a backend of TensorFlow.js. */

import { adoptAddon } from '../kernels.ts';
import { type LoadedKernels, loadAddon } from '../loader.ts';
import { registerNativeBackend } from './register.ts';
import type { TensorAddon } from './tensor-addon.ts';

/**
 * Registers the backend `native` with TensorFlow.js, or says why it cannot; `tf.setBackend('native')` then selects it.
 *
 * @example
 * const loaded = loadNativeBackend();
 * if (loaded.kernels !== null) await tf.setBackend('native');
 * @throws OptionError if `FERROGEN_KERNELS` or `FERROGEN_THREADS` has a value that it cannot have
 */
export function loadNativeBackend(): LoadedKernels {
  return loadAddon({
    adopt: (addon) => {
      const kernels = adoptAddon(addon);
      registerNativeBackend(addon as TensorAddon);
      return kernels;
    },
  });
}
