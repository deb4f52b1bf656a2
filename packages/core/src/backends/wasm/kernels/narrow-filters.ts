/**
 * Convolutions whose filter is narrower than the stride, padded `same`: stock wasm reckons their padding without sign, and what
 * should be nothing wraps around (tfjs issues 5907 and 8405). Padding that is written out is taken as it is.
 */

import { backend_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';

const NAMES = ['Conv2D', 'FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2D'];

interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dilations: [number, number] | number;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export function narrowFilterKernels(stock: (name: string) => KernelConfig): KernelConfig[] {
  return NAMES.map((kernelName) => {
    const { kernelFunc } = stock(kernelName);
    return {
      kernelName,
      backendName: 'wasm',
      kernelFunc: ({ inputs, backend, attrs }) =>
        kernelFunc({
          inputs,
          backend,
          attrs: {
            ...attrs,
            pad: paddingOf(
              inputs.x!,
              inputs.filter!,
              attrs as unknown as ConvolutionAttributes,
              kernelName.includes('Depthwise'),
            ),
          },
        }),
    };
  });
}

function paddingOf(
  x: TensorInfo,
  filter: TensorInfo,
  { strides, pad, dilations, dataFormat = 'NHWC', dimRoundingMode }: ConvolutionAttributes,
  depthwise: boolean,
): ConvolutionAttributes['pad'] {
  // Depthwise convolutions name no dilation where it is 1.
  if (pad !== 'same' || dataFormat !== 'NHWC') return pad;
  const info = backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filter.shape as [number, number, number, number],
    strides,
    dilations ?? [1, 1],
    pad,
    dimRoundingMode,
    depthwise,
  );
  const narrow =
    info.effectiveFilterHeight < info.strideHeight || info.effectiveFilterWidth < info.strideWidth;
  if (!narrow) return pad;
  const { top, bottom, left, right } = info.padInfo;
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}
