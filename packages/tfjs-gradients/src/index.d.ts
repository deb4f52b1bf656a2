/** Registers the gradients of TensorFlow.js's operations; exports nothing. */
export {};
