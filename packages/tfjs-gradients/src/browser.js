/** Bundlers read TensorFlow.js's modules themselves. */
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
