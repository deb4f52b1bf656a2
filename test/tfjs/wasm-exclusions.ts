/**
 * The specs of tfjs-core that fail on the backend `wasm`, and why: all of them fail without our kernels too. What our kernels
 * are for (products, convolutions and their gradients, embeddings, splits, the gradient of pooling, clipping, clones) is not among them.
 */

import type { SpecOutcome } from './run-suite.ts';

/** Specs that fail for one reason. */
export interface Exclusion {
  readonly why: string;
  readonly specs: number;
  covers(outcome: SpecOutcome): boolean;
}

const bySpec = (why: string, specs: number, pattern: RegExp): Exclusion => ({
  why,
  specs,
  covers: ({ name }) => pattern.test(name),
});
const byReason = (why: string, specs: number, pattern: RegExp): Exclusion => ({
  why,
  specs,
  covers: ({ reason }) => pattern.test(reason),
});

/** In the order in which they are tried on a failure. */
export const wasmExclusions: readonly Exclusion[] = [
  byReason('wasm has no complex numbers', 115, /Kernel 'Complex' not registered/),
  bySpec('wasm has no Einsum', 34, /^(einsum|RGBToGrayscale) /),
  bySpec('wasm has no ragged tensors', 41, /^ragged(Gather|Range|TensorToTensor) /),
  bySpec('wasm has no StaticRegexReplace', 3, /^staticRegexReplace /),
  byReason('wasm convolves in NHWC only', 30, /does not support dataFormat:'(channelsFirst|NCHW)'/),
  byReason('wasm fuses biases of one axis only', 11, /only supports rank-1 bias/),
  byReason('wasm multiplies no int32 matrices', 9, /BatchMatMul for non non-float32/),
  byReason('wasm keeps no strings on its heap', 8, /Unknown dtype string/),
  bySpec('wasm has few kernels for strings', 10, /string( comparison| tensor)?$/),
  bySpec("wasm's Cast to bool keeps other values than 0 and 1", 2, /-> bool$/),
  bySpec(
    "wasm's pooling leaves values unwritten where a window lies in the padding",
    2,
    /^pool .* p=1 /,
  ),
  bySpec("wasm's Bincount gives another shape", 2, /^threshold .* otsu/),
  bySpec("wasm's Slice does not check its bounds", 1, /^slice2d .* out of bounds slice$/),
];
