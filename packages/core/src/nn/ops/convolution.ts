/**
 * The three products that a convolution and its gradients are made of, each differentiable by the other two, so that all of them
 * are so any number of times. Where the backend has no kernel, `conv2d.ts` and `conv-transpose2d.ts` use TensorFlow.js's own.
 */

import {
  type backend_util,
  conv2d,
  type NamedAttrMap,
  registerGradient,
  sum,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { activationGradient, type FusedActivation } from './activation.ts';
import { runKernel } from './fused-kernel.ts';

/** [batch, height, width, channels], or a filter's [height, width, in, out]. */
export type Shape4 = [number, number, number, number];

/**
 * What is put around an image: `same` gives ceil(size / stride) pixels, `valid` is none; a number, or [[top, bottom],
 * [left, right]], is that many pixels of zeros.
 */
export type Padding = 'same' | 'valid' | number | Sides;

/** Before and after the height, before and after the width. */
type Sides = readonly [readonly [number, number], readonly [number, number]];

/** The attributes of the kernels: a convolution of x, of `inputShape`, with a filter. */
export interface Convolution {
  readonly inputShape: Shape4;
  readonly filterShape: Shape4;
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: ReturnType<typeof tfjsPadding>;
  readonly activation: FusedActivation;
  readonly slope: number;
}

/** activation(x * filter + bias): x [batch, height, width, in] to [batch, height', width', out]. */
export function convolve(
  x: Tensor,
  filter: Tensor,
  bias: Tensor | null,
  convolution: Convolution,
): Tensor4D {
  const inputs = bias === null ? { x, filter } : { x, filter, bias };
  return runKernel('ferrogen.Conv2D', inputs, asAttributes(convolution));
}

/** activation(y transposed-convolved with filter + bias): y [batch, height', width', out] to x's shape. */
export function transposeConvolve(
  y: Tensor,
  filter: Tensor,
  bias: Tensor | null,
  convolution: Convolution,
): Tensor4D {
  const inputs = bias === null ? { y, filter } : { y, filter, bias };
  return runKernel('ferrogen.ConvTranspose2D', inputs, asAttributes(convolution));
}

/** How the sum of y (x * filter) changes with the filter: [filter height, width, in, out]. */
function filterGradient(x: Tensor, y: Tensor, convolution: Convolution): Tensor4D {
  return runKernel('ferrogen.Conv2DFilterGradient', { x, y }, asAttributes(convolution));
}

/**
 * Padding as TensorFlow.js has it, always side by side where it is numbers: of one number for all sides it takes the filter for
 * square and both strides for equal.
 * @throws OptionError unless it is a name, or whole numbers of pixels
 */
export function tfjsPadding(padding: Padding): 'same' | 'valid' | backend_util.ExplicitPadding {
  const pixels = typeof padding === 'object' ? padding.flat() : [padding];
  const isKnown = (each: number | string) =>
    each === 'same' || each === 'valid' || (Number.isSafeInteger(each) && (each as number) >= 0);
  if (!pixels.every(isKnown))
    throw new OptionError(
      'padding',
      `padding is 'same', 'valid' or whole numbers of pixels from 0 on; got ${pixels}`,
    );
  if (typeof padding === 'string') return padding;
  const [[top, bottom], [left, right]] = sidesOf(padding);
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}

/** Pixels put around an image along an axis, on both sides together; those that `same` puts are not counted. */
export function paddedPixels(padding: Padding, axis: 0 | 1): number {
  if (typeof padding === 'string') return 0;
  const [before, after] = sidesOf(padding)[axis];
  return before + after;
}

function sidesOf(padding: Exclude<Padding, string>): Sides {
  if (typeof padding === 'object') return padding;
  return [
    [padding, padding],
    [padding, padding],
  ];
}

/**
 * A number for both axes, or one for the height and one for the width.
 * @throws OptionError unless they are whole numbers from 1 on
 */
export function pair(
  option: 'stride' | 'dilation' | 'outputSize',
  value: number | readonly [number, number],
): [number, number] {
  const [down, right] = typeof value === 'number' ? [value, value] : value;
  if (!(Number.isSafeInteger(down) && Number.isSafeInteger(right) && down > 0 && right > 0))
    throw new OptionError(
      option,
      `${option} is a whole number of pixels from 1 on, or [down, right]; got ${value}`,
    );
  return [down, right];
}

function asAttributes(convolution: Convolution): NamedAttrMap {
  return convolution as unknown as NamedAttrMap;
}

function asConvolution(attributes: NamedAttrMap): { own: Convolution; linear: Convolution } {
  const own = attributes as unknown as Convolution;
  return { own, linear: { ...own, activation: 'linear' } };
}

registerGradient({
  kernelName: 'ferrogen.Conv2D',
  inputsToSave: ['x', 'filter'],
  outputsToSave: [true],
  gradFunc: (gradient, [x, filter, y], attributes) => {
    const { own, linear } = asConvolution(attributes);
    const dy = activationGradient(gradient as Tensor, y!, own.activation, own.slope);
    return {
      x: () => transposeConvolve(dy, filter!, null, linear),
      filter: () => filterGradient(x!, dy, linear),
      bias: () => sum(dy, [0, 1, 2]),
    };
  },
});

registerGradient({
  kernelName: 'ferrogen.ConvTranspose2D',
  inputsToSave: ['y', 'filter'],
  outputsToSave: [true],
  gradFunc: (gradient, [y, filter, x], attributes) => {
    const { own, linear } = asConvolution(attributes);
    const dx = activationGradient(gradient as Tensor, x!, own.activation, own.slope);
    return {
      y: () => convolve(dx, filter!, null, linear),
      filter: () => filterGradient(dx, y!, linear),
      bias: () => sum(dx, [0, 1, 2]),
    };
  },
});

registerGradient({
  kernelName: 'ferrogen.Conv2DFilterGradient',
  inputsToSave: ['x', 'y'],
  gradFunc: (gradient, [x, y], attributes) => {
    const { linear } = asConvolution(attributes);
    return {
      x: () => transposeConvolve(y!, gradient as Tensor, null, linear),
      y: () => convolve(x!, gradient as Tensor, null, linear),
    };
  },
});

// TensorFlow.js has no gradient of its own filter gradient; the composed bodies need it to be differentiated twice.
registerGradient({
  kernelName: 'Conv2DBackpropFilter',
  inputsToSave: ['x', 'dy'],
  gradFunc: (gradient, [x, dy], attributes) => {
    const g = gradient as Tensor4D;
    const { strides, pad, dataFormat, dimRoundingMode } = attributes as unknown as {
      strides: [number, number];
      pad: 'same' | 'valid' | number;
      dataFormat: 'NHWC' | 'NCHW';
      dimRoundingMode?: 'floor' | 'round' | 'ceil';
    };
    return {
      x: () =>
        runKernel(
          'Conv2DBackpropInput',
          { dy: dy!, filter: g },
          { ...attributes, inputShape: x!.shape },
        ),
      dy: () => conv2d(x as Tensor4D, g, strides, pad, dataFormat, 1, dimRoundingMode),
    };
  },
});
