/** Long short-term memory and its gradient, over the addon. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { nativeKernel } from './native-kernel.ts';
import { type Arrays, type Sizes, sizesOf } from './recurrent.ts';

type Given = ['x', 'kernel', 'recurrentKernel', 'bias', 'firstH', 'firstC'];
type Results = ['outputs', 'h', 'c', 'gates', 'cells'];

export interface LstmAddon {
  lstm(...values: [...Arrays<Given>, ...Arrays<Results>, ...Sizes]): void;
  lstmGrad(
    ...values: [
      ...Arrays<['dOutputs', 'dH', 'dC']>,
      ...Arrays<Given>,
      ...Arrays<['outputs', 'gates', 'cells']>,
      ...Arrays<['dGates', 'dKernel', 'dRecurrentKernel', 'dBias', 'dFirstH', 'dFirstC']>,
      ...Sizes,
    ]
  ): void;
}

type Inputs = { readonly [Name in Given[number]]: TensorInfo };
type GradientInputs = Inputs & {
  readonly [Name in 'dOutputs' | 'dH' | 'dC' | 'outputs' | 'gates' | 'cells']: TensorInfo;
};

export const lstmKernels = (addon: LstmAddon): KernelConfig[] => [
  nativeKernel<Inputs>('ferrogen.Lstm', (inputs, backend) => {
    const sizes = sizesOf(inputs);
    const [batch, time, , units] = sizes;
    const outputs = backend.output([batch, time, units]);
    const h = backend.output([batch, units]);
    const c = backend.output([batch, units]);
    const gates = backend.workspace(batch * time * 4 * units);
    const cells = backend.workspace(batch * time * units);
    addon.lstm(
      backend.floats(inputs.x),
      backend.floats(inputs.kernel),
      backend.floats(inputs.recurrentKernel),
      backend.floats(inputs.bias),
      backend.floats(inputs.firstH),
      backend.floats(inputs.firstC),
      outputs.values,
      h.values,
      c.values,
      gates.values,
      cells.values,
      ...sizes,
    );
    return [outputs, h, c, gates, cells];
  }),
  nativeKernel<GradientInputs>('ferrogen.LstmGrad', (inputs, backend) => {
    const sizes = sizesOf(inputs);
    const [batch, time, , units] = sizes;
    const dGates = backend.output([batch, time, 4 * units]);
    const dKernel = backend.output(inputs.kernel.shape);
    const dRecurrentKernel = backend.output(inputs.recurrentKernel.shape);
    const dBias = backend.output(inputs.bias.shape);
    const dFirstH = backend.output([batch, units]);
    const dFirstC = backend.output([batch, units]);
    addon.lstmGrad(
      backend.floats(inputs.dOutputs),
      backend.floats(inputs.dH),
      backend.floats(inputs.dC),
      backend.floats(inputs.x),
      backend.floats(inputs.kernel),
      backend.floats(inputs.recurrentKernel),
      backend.floats(inputs.bias),
      backend.floats(inputs.firstH),
      backend.floats(inputs.firstC),
      backend.floats(inputs.outputs),
      backend.floats(inputs.gates),
      backend.floats(inputs.cells),
      dGates.values,
      dKernel.values,
      dRecurrentKernel.values,
      dBias.values,
      dFirstH.values,
      dFirstC.values,
      ...sizes,
    );
    return [dGates, dKernel, dRecurrentKernel, dBias, dFirstH, dFirstC];
  }),
];
