/** What is bundled: the gradients and chained operations that the specs use, then, in this order, where to run and the specs. */

import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import './environment.js';
import '@tensorflow/tfjs-core/dist/tests';
