/** Sigmoid cross-entropy and its gradient with respect to the logits, over the addon. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../native-backend.ts';
import { nativeKernel } from './native-kernel.ts';

export interface SigmoidCrossEntropyAddon {
  sigmoidCrossEntropy(logits: Float32Array, labels: Float32Array, out: Float32Array): void;
  sigmoidCrossEntropyGrad(
    dy: Float32Array,
    logits: Float32Array,
    labels: Float32Array,
    out: Float32Array,
  ): void;
}

/** Labels of the logits' size, or of one value. */
type Inputs = Record<'logits' | 'labels', TensorInfo>;

type InputsOfOneLabel = Record<'logits', TensorInfo>;

interface OneLabel {
  readonly label: number;
}

/** Where a label that is a number crosses to the addon: calls are synchronous, and small fresh arrays are slow to lend. */
const single = new Float32Array(1);

export const sigmoidCrossEntropyKernels = (addon: SigmoidCrossEntropyAddon): KernelConfig[] => {
  const loss = (logits: TensorInfo, labels: Float32Array, backend: NativeBackend) => {
    const out = backend.output(logits.shape);
    addon.sigmoidCrossEntropy(backend.floats(logits), labels, out.values);
    return out;
  };
  const gradient = (
    dy: TensorInfo,
    logits: TensorInfo,
    labels: Float32Array,
    backend: NativeBackend,
  ) => {
    const out = backend.output(logits.shape);
    addon.sigmoidCrossEntropyGrad(backend.floats(dy), backend.floats(logits), labels, out.values);
    return out;
  };
  return [
    nativeKernel<Inputs>('ferrogen.SigmoidCrossEntropy', ({ logits, labels }, backend) =>
      loss(logits, backend.floats(labels), backend),
    ),
    nativeKernel<Inputs & { dy: TensorInfo }>(
      'ferrogen.SigmoidCrossEntropyGrad',
      ({ dy, logits, labels }, backend) => gradient(dy, logits, backend.floats(labels), backend),
    ),
    nativeKernel<InputsOfOneLabel, OneLabel>(
      'ferrogen.SigmoidCrossEntropyOfOneLabel',
      ({ logits }, backend, { label }) => loss(logits, asArray(label), backend),
    ),
    nativeKernel<InputsOfOneLabel & { dy: TensorInfo }, OneLabel>(
      'ferrogen.SigmoidCrossEntropyOfOneLabelGrad',
      ({ dy, logits }, backend, { label }) => gradient(dy, logits, asArray(label), backend),
    ),
  ];
};

function asArray(label: number): Float32Array {
  single[0] = label;
  return single;
}
