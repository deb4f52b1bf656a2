/** One update of some variables, as every task makes it. */

import { differentiate, disposeAll, type Optimizer } from '@ferrogen/core/nn';
import type { Scalar } from '@tensorflow/tfjs-core';

/** Applies the gradients of the loss; resolves to the loss. */
export function update(optimizer: Optimizer, loss: () => Scalar): Promise<number> {
  const differentiated = differentiate(loss, optimizer.variables);
  optimizer.apply(differentiated.gradients);
  disposeAll(differentiated.gradients);
  return read(differentiated.loss);
}

/** The value of a scalar, which is disposed. */
async function read(scalar: Scalar): Promise<number> {
  const [value] = await scalar.data();
  scalar.dispose();
  return value!;
}
