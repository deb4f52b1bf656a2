/**
 * @ferrogen/native/backend: the tensor backend `native` for TensorFlow.js. Apart from the package's index, which does not load
 * TensorFlow.js. A table of contents.
 */

export { loadNativeBackend } from './load.ts';
export { nativeRung } from './native-rung.ts';
