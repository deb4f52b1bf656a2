/** The gated recurrent unit and its gradient, over the addon. */

import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { nativeKernel } from './native-kernel.ts';
import { type Arrays, type Sizes, sizesOf } from './recurrent.ts';

type Given = ['x', 'kernel', 'recurrentKernel', 'bias', 'recurrentBias', 'first'];
type Results = ['outputs', 'h', 'gates', 'candidates'];

export interface GruAddon {
  gru(...values: [...Arrays<Given>, ...Arrays<Results>, ...Sizes]): void;
  gruGrad(
    ...values: [
      ...Arrays<['dOutputs', 'dH']>,
      ...Arrays<Given>,
      ...Arrays<['outputs', 'gates', 'candidates']>,
      ...Arrays<['dGates', 'dKernel', 'dRecurrentKernel', 'dBias', 'dRecurrentBias', 'dFirst']>,
      ...Sizes,
    ]
  ): void;
}

type Inputs = { readonly [Name in Given[number]]: TensorInfo };
type GradientInputs = Inputs & {
  readonly [Name in 'dOutputs' | 'dH' | 'outputs' | 'gates' | 'candidates']: TensorInfo;
};

export const gruKernels = (addon: GruAddon): KernelConfig[] => [
  nativeKernel<Inputs>('ferrogen.Gru', (inputs, backend) => {
    const sizes = sizesOf(inputs);
    const [batch, time, , units] = sizes;
    const outputs = backend.output([batch, time, units]);
    const h = backend.output([batch, units]);
    const gates = backend.workspace(batch * time * 3 * units);
    const candidates = backend.workspace(batch * time * units);
    addon.gru(
      backend.floats(inputs.x),
      backend.floats(inputs.kernel),
      backend.floats(inputs.recurrentKernel),
      backend.floats(inputs.bias),
      backend.floats(inputs.recurrentBias),
      backend.floats(inputs.first),
      outputs.values,
      h.values,
      gates.values,
      candidates.values,
      ...sizes,
    );
    return [outputs, h, gates, candidates];
  }),
  nativeKernel<GradientInputs>('ferrogen.GruGrad', (inputs, backend) => {
    const sizes = sizesOf(inputs);
    const [batch, time, , units] = sizes;
    const dGates = backend.output([batch, time, 3 * units]);
    const dKernel = backend.output(inputs.kernel.shape);
    const dRecurrentKernel = backend.output(inputs.recurrentKernel.shape);
    const dBias = backend.output(inputs.bias.shape);
    const dRecurrentBias = backend.output(inputs.recurrentBias.shape);
    const dFirst = backend.output([batch, units]);
    addon.gruGrad(
      backend.floats(inputs.dOutputs),
      backend.floats(inputs.dH),
      backend.floats(inputs.x),
      backend.floats(inputs.kernel),
      backend.floats(inputs.recurrentKernel),
      backend.floats(inputs.bias),
      backend.floats(inputs.recurrentBias),
      backend.floats(inputs.first),
      backend.floats(inputs.outputs),
      backend.floats(inputs.gates),
      backend.floats(inputs.candidates),
      dGates.values,
      dKernel.values,
      dRecurrentKernel.values,
      dBias.values,
      dRecurrentBias.values,
      dFirst.values,
      ...sizes,
    );
    return [dGates, dKernel, dRecurrentKernel, dBias, dRecurrentBias, dFirst];
  }),
];
