/** Functions of one value on the backend `native`. */

import {
  abs,
  add,
  cast,
  ceil,
  clipByValue,
  cos,
  elu,
  erf,
  exp,
  expm1,
  floor,
  isFinite as isFiniteTensor,
  isInf,
  isNaN as isNaNTensor,
  leakyRelu,
  log,
  log1p,
  neg,
  reciprocal,
  relu,
  relu6,
  round,
  rsqrt,
  selu,
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  square,
  step,
  type Tensor,
  tanh,
  tensor,
} from '@tensorflow/tfjs-core';
import {
  type Agreement,
  expectAsOnCpu,
  itNative,
  mixedNumbers,
  specials,
} from '../support/against-cpu.ts';

const functions: Record<string, readonly [Agreement, (x: Tensor) => Tensor]> = {
  abs: ['exact', abs],
  ceil: ['exact', ceil],
  clipByValue: ['exact', (x) => clipByValue(x, -1.25, 3)],
  cos: ['each', cos],
  elu: ['each but tiny', elu],
  // The cpu backend's approximation is good to 1.5e-7, not relative to a small value.
  erf: ['largest', erf],
  exp: ['each', exp],
  expm1: ['each', expm1],
  floor: ['exact', floor],
  isFinite: ['exact', isFiniteTensor],
  isInf: ['exact', isInf],
  isNaN: ['exact', isNaNTensor],
  leakyRelu: ['each', (x) => leakyRelu(x, 0.3)],
  log: ['each', log],
  log1p: ['each', log1p],
  neg: ['exact', neg],
  reciprocal: ['each', reciprocal],
  relu: ['exact', relu],
  relu6: ['exact', relu6],
  // Of -0.5 the cpu backend makes 0 instead of -0; adding 0 makes both 0.
  round: ['exact', (x) => add(round(x), 0)],
  rsqrt: ['each', rsqrt],
  selu: ['each but tiny', selu],
  sigmoid: ['each', sigmoid],
  sign: ['exact', sign],
  sin: ['each', sin],
  softplus: ['each', softplus],
  sqrt: ['each', sqrt],
  square: ['each', square],
  step: ['exact', (x) => step(x, -0.75)],
  tanh: ['each', tanh],
};

for (const [name, [agreement, run]] of Object.entries(functions))
  itNative(
    `${name}: what the cpu backend gives, at sizes from 0 to 200,003 and at the ends of the range`,
    async () => {
      for (const size of [0, 1, 15, 17, 200_003]) {
        const values = mixedNumbers(size, size + 1, true);
        await expectAsOnCpu(`${name} of [${size}]`, agreement, () => run(tensor(values, [size])));
      }
      await expectAsOnCpu(`${name} of specials`, agreement, () =>
        run(tensor([...specials], [1, specials.length])),
      );
    },
  );

itNative('cast: between float32, int32 and bool as in typed arrays of JavaScript', async () => {
  const dtypes = ['float32', 'int32', 'bool'] as const;
  for (const size of [0, 1, 19, 100_003]) {
    const floats = mixedNumbers(size, 3, true);
    for (const from of dtypes)
      for (const to of dtypes)
        await expectAsOnCpu(`cast of ${from} [${size}] to ${to}`, 'exact', () =>
          cast(cast(tensor(floats, [size]), from), to),
        );
  }
});

itNative('int32 inputs: what the cpu backend gives', async () => {
  const ints = Int32Array.from(mixedNumbers(37, 5));
  for (const name of ['abs', 'clipByValue', 'neg', 'relu', 'sign', 'square', 'step'])
    await expectAsOnCpu(`${name} of int32`, 'exact', () =>
      functions[name]![1](tensor(ints, [37], 'int32')),
    );
});
