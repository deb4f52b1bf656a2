/** Softmax cross-entropy on ids and its gradient, over the addon. */

import { OptionError } from '@ferrogen/core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { nativeKernel } from './native-kernel.ts';

export interface SoftmaxCrossEntropyAddon {
  softmaxCrossEntropy(
    logits: Float32Array,
    ids: Int32Array,
    classes: number,
    losses: Float32Array,
    logSumExp: Float32Array,
  ): void;
  softmaxCrossEntropyGrad(
    dLosses: Float32Array,
    logits: Float32Array,
    ids: Int32Array,
    logSumExp: Float32Array,
    dLogits: Float32Array,
  ): void;
}

interface Inputs {
  readonly logits: TensorInfo;
  readonly ids: TensorInfo;
}

export const softmaxCrossEntropyKernels = (addon: SoftmaxCrossEntropyAddon): KernelConfig[] => [
  nativeKernel<Inputs>('ferrogen.SoftmaxCrossEntropy', ({ logits, ids }, backend) => {
    const classes = logits.shape.at(-1)!;
    const values = backend.ints(ids);
    refuseOutsiders(values, classes);
    const losses = backend.output(ids.shape);
    const logSumExp = backend.output(ids.shape);
    addon.softmaxCrossEntropy(
      backend.floats(logits),
      values,
      classes,
      losses.values,
      logSumExp.values,
    );
    return [losses, logSumExp];
  }),
  nativeKernel<Inputs & { dLosses: TensorInfo; logSumExp: TensorInfo }>(
    'ferrogen.SoftmaxCrossEntropyGrad',
    ({ dLosses, logits, ids, logSumExp }, backend) => {
      const dLogits = backend.output(logits.shape);
      addon.softmaxCrossEntropyGrad(
        backend.floats(dLosses),
        backend.floats(logits),
        backend.ints(ids),
        backend.floats(logSumExp),
        dLogits.values,
      );
      return dLogits;
    },
  ),
];

function refuseOutsiders(ids: Int32Array, classes: number): void {
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!;
    if (id < 0 || id >= classes)
      throw new OptionError(
        'ids',
        `softmaxCrossEntropy needs ids of its ${classes} classes, from 0 to ${classes - 1}; row ${row} has ${id}`,
      );
  }
}
