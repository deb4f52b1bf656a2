/** Tells tfjs-core's specs which backend to run on: the first argument of the process. */

import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util';

const [, , backend] = process.argv;
setTestEnvs([{ name: backend, backendName: backend, isDataSync: true }]);
