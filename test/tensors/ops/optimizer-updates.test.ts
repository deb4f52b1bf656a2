/** Steps of optimisers against PyTorch's, and who may see what they change. */

import {
  type AdamSlots,
  adamUpdate,
  emaUpdate,
  globalNorm,
  rmsPropUpdate,
  sgdUpdate,
} from '@ferrogen/core/nn';
import {
  memory,
  reshape,
  type Scalar,
  scalar,
  square,
  sum,
  type Tensor,
  tensor1d,
  tidy,
  type Variable,
  variable,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { expectClose, uniformNumbers } from '../../support/operation-check.ts';
import { overBackends } from '../../support/tensor-backends.ts';

/** Gradients of three steps from [0.5, -1, 2]: what PyTorch 2 was given for the numbers below. */
const GRADIENTS = [
  [0.1, -0.2, 0.3],
  [-0.4, 0.05, 0.6],
  [1, 0, -0.7],
];

type Step = (parameter: Variable, gradient: Tensor, slots: Variable[], step: number) => void;

const published: readonly { call: string; take: Step; result: readonly number[] }[] = [
  {
    call: 'torch.optim.Adam(p, lr=0.01)',
    take: (p, gradient, slots, step) => adam(p, gradient, slots, { learningRate: 0.01, step }),
    result: [0.491336614, -0.98167628, 1.97980118],
  },
  {
    call: 'torch.optim.Adam(p, lr=0.01, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.1)',
    take: (p, gradient, slots, step) =>
      adam(p, gradient, slots, {
        ...{ learningRate: 0.01, beta1: 0.5, beta2: 0.9, epsilon: 1e-3, l2: 0.1, step },
      }),
    result: [0.489019871, -0.977372646, 1.97945309],
  },
  {
    call: 'torch.optim.AdamW(p, lr=0.01, weight_decay=0.1)',
    take: (p, gradient, slots, step) =>
      adam(p, gradient, slots, { learningRate: 0.01, weightDecay: 0.1, step }),
    result: [0.489852518, -0.978704035, 1.9738369],
  },
  {
    call: 'torch.optim.SGD(p, lr=0.1)',
    take: (p, gradient) => sgdUpdate(p, gradient, {}, { learningRate: 0.1 }),
    result: [0.430000037, -0.985000014, 1.98000002],
  },
  {
    call: 'torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01)',
    take: (p, gradient, [buffer]) =>
      sgdUpdate(p, gradient, { buffer: buffer! }, { learningRate: 0.1, momentum: 0.9, l2: 0.01 }),
    result: [0.446095407, -0.949765742, 1.86366367],
  },
  {
    call: 'torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True)',
    take: (p, gradient, [buffer]) =>
      sgdUpdate(p, gradient, { buffer: buffer! }, { learningRate: 0.1, nesterov: true }),
    result: [0.384010017, -0.944770038, 1.86722994],
  },
  {
    call: 'torch.optim.RMSprop(p, lr=0.01)',
    take: (p, gradient, [meanSquare]) =>
      rmsPropUpdate(p, gradient, { meanSquare: meanSquare! }, { learningRate: 0.01 }),
    result: [0.404521704, -0.92436856, 1.8828752],
  },
  {
    call: 'torch.optim.RMSprop(p, lr=0.01, alpha=0.9, momentum=0.5, weight_decay=0.1)',
    take: (p, gradient, [meanSquare, buffer]) =>
      rmsPropUpdate(
        p,
        gradient,
        { meanSquare: meanSquare!, buffer: buffer! },
        { learningRate: 0.01, decay: 0.9, momentum: 0.5, l2: 0.1 },
      ),
    result: [0.458759636, -0.926610947, 1.9197017],
  },
];

function adam(
  parameter: Variable,
  gradient: Tensor,
  [firstMoment, secondMoment]: Variable[],
  options: Parameters<typeof adamUpdate>[3],
) {
  const slots = { firstMoment, secondMoment } as AdamSlots;
  adamUpdate(parameter, gradient, slots, options);
}

/** A variable that holds the only reference to its data. */
function variableOf(values: readonly number[] | Float32Array): Variable {
  return tidy(() => variable(tensor1d(values as number[], 'float32')));
}

/** Runs three steps of every update above on `length` values, and gives back the parameters. */
function threeSteps(take: Step, length: number): Float32Array {
  const uniform = uniformNumbers(5);
  const draw = () => Float32Array.from({ length }, () => 2 * uniform() - 1);
  const parameter = variableOf(draw());
  const slots = [variableOf(new Float32Array(length)), variableOf(new Float32Array(length))];
  for (let step = 1; step <= 3; step++) tidy(() => take(parameter, tensor1d(draw()), slots, step));
  const values = parameter.dataSync() as Float32Array;
  for (const each of [parameter, ...slots]) each.dispose();
  return values;
}

describe('optimizer updates', () => {
  const large = new Map<string, Float32Array>();

  overBackends((backend, it) => {
    for (const { call, take, result } of published) {
      it(`three steps are those of ${call}`, () => {
        const parameter = variableOf([0.5, -1, 2]);
        const slots = [variableOf([0, 0, 0]), variableOf([0, 0, 0])];
        GRADIENTS.forEach((gradient, index) => {
          tidy(() => take(parameter, tensor1d(gradient), slots, index + 1));
        });
        expectClose(parameter.dataSync(), result, 2e-7, call);
      });

      it(`three steps of 100,003 values agree between backends: ${call}`, () => {
        const values = threeSteps(take, 100_003);
        expectClose(values, large.get(call) ?? values, 1e-6, backend);
        large.set(call, values);
      });
    }

    it('emaUpdate keeps decay of the average and takes the rest of the value', () => {
      const average = variableOf([1, 2, Number.POSITIVE_INFINITY]);
      emaUpdate(average, tensor1d([5, -2, 1]), 0.75);
      expect([...average.dataSync()]).toEqual([2, 1, Number.POSITIVE_INFINITY]);
    });

    it('globalNorm is that of all values together, and 0 of none', () => {
      const many = tensor1d(new Float32Array(100_000).fill(0.1));
      expectClose(
        globalNorm([tensor1d([3, 4]), many, zeros([0])]).dataSync(),
        [Math.sqrt(25 + 1000)],
        1e-6,
        'the norm',
      );
      expect(globalNorm([]).dataSync()[0]).toBe(0);
    });

    it('a gradient is scaled by a number and by a scalar tensor alike', () => {
      const after = [0.25, scalar(0.25)].map((gradientScale) => {
        const parameter = variableOf([1, 2]);
        sgdUpdate(parameter, tensor1d([4, 8]), {}, { learningRate: 0.5, gradientScale });
        return [...parameter.dataSync()];
      });
      expect(after).toEqual([
        [0.5, 1],
        [0.5, 1],
      ]);
    });

    it('a clone taken before an update keeps the old values, step after step', () => {
      const parameter = variableOf([1, 2, 3]);
      const slots = [variableOf([0, 0, 0]), variableOf([0, 0, 0])];
      for (let step = 1; step <= 4; step++) {
        const [clone, view] = [parameter.clone(), reshape(parameter, [3, 1])];
        const before = [...parameter.dataSync()];
        tidy(() => adam(parameter, tensor1d([1, -1, 1]), slots, { learningRate: 0.1, step }));
        expect([...clone.dataSync()]).toEqual(before);
        expect([...view.dataSync()]).toEqual(before);
        expect([...parameter.dataSync()]).not.toEqual(before);
        if (step % 2 === 0) clone.dispose();
        view.dispose();
      }
    });

    it('two variables that were made of one tensor part at the first update', () => {
      const initial = tensor1d([1, 2]);
      const [a, b] = [variable(initial), variable(initial)];
      initial.dispose();
      for (let step = 0; step < 3; step++)
        tidy(() => sgdUpdate(a, tensor1d([1, 1]), {}, { learningRate: 1 }));
      expect([...a.dataSync(), ...b.dataSync()]).toEqual([-2, -1, 1, 2]);
    });

    it('an update inside of a recorded function does not change what its gradients see', () => {
      const parameter = variableOf([1, 2]);
      // Its memory is the backend's own from the first update on.
      tidy(() => sgdUpdate(parameter, tensor1d([0, 0]), {}, { learningRate: 1 }));
      const { grads } = variableGrads(() => {
        const loss = sum<Scalar>(square(parameter));
        sgdUpdate(parameter, tensor1d([10, 10]), {}, { learningRate: 1 });
        return loss;
      });
      expect([...grads[parameter.name]!.dataSync()]).toEqual([2, 4]);
      expect([...parameter.dataSync()]).toEqual([-9, -8]);
    });

    it('updates go on in the same memory where nobody else can see it, on native', () => {
      const parameter = variableOf([1, 2]);
      const step = () =>
        tidy(() => sgdUpdate(parameter, tensor1d([1, 1]), {}, { learningRate: 1 }));
      step();
      const { dataId } = parameter;
      step();
      expect(parameter.dataId === dataId).toBe(backend === 'native');
      expect([...parameter.dataSync()]).toEqual([-1, 0]);
    });

    it('1,000 steps leave as many tensors and buffers as there were', () => {
      const parameter = variableOf([1, 2]);
      const slots = [variableOf([0, 0]), variableOf([0, 0])];
      const step = (step: number) =>
        tidy(() => {
          const gradient = tensor1d([1, 1]);
          adam(parameter, gradient, slots, {
            ...{ learningRate: 1e-3, step, gradientScale: globalNorm([gradient]) },
          });
          emaUpdate(slots[0]!, parameter, 0.5);
        });
      step(1);
      const { numTensors, numDataBuffers, numBytes } = memory();
      for (let k = 2; k <= 1000; k++) step(k);
      expect(memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
    });

    it('a gradient of another shape is refused before anything is changed', () => {
      const parameter = variableOf([1, 2]);
      expect(() => sgdUpdate(parameter, zeros([3]), {}, { learningRate: 1 })).toThrow(
        /a gradient has its parameter's shape; it is \[3\] and the parameter .* is \[2\]/,
      );
      expect([...parameter.dataSync()]).toEqual([1, 2]);
    });
  });
});
