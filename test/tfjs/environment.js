/** Tells tfjs-core's specs which backend to run on: the last word of the process's first argument. */

import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util';

const [, , which] = process.argv;
/** `stock wasm` is called `wasm`. */
const backend = which.split(' ').at(-1);
setTestEnvs([{ name: backend, backendName: backend, isDataSync: true }]);
