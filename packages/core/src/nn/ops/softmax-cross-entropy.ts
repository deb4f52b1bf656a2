/** The cross-entropy of softmax(logits) against class ids, without one-hot targets. */

import {
  equal,
  expandDims,
  logSumExp,
  mul,
  range,
  registerGradient,
  sub,
  sum,
  type Tensor,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import { hasKernel, runKernel } from './fused-kernel.ts';

/**
 * log(sum of e^logits) - logits[id] of every row, in nats.
 *
 * An id that is no class is refused where the backend has the fused kernel. Elsewhere it can't be seen without waiting for the
 * device, and that row's loss is NaN.
 *
 * @param logits [..., classes]
 * @param ids int32 [...], from 0 to classes - 1; not differentiated
 * @returns losses [...]
 * @throws OptionError if the shapes do not fit, `ids` is not int32, or an id is seen to be no class
 * @example
 * const loss = mean(softmaxCrossEntropy(logits, ids));
 */
export function softmaxCrossEntropy(logits: Tensor, ids: Tensor): Tensor {
  requireIds(logits, ids);
  if (!hasKernel('ferrogen.SoftmaxCrossEntropy')) return composedSoftmaxCrossEntropy(logits, ids);
  const [losses, sums] = runKernel<Tensor[]>('ferrogen.SoftmaxCrossEntropy', { logits, ids });
  sums!.dispose();
  return losses!;
}

/** The same of plain operations. */
export function composedSoftmaxCrossEntropy(logits: Tensor, ids: Tensor): Tensor {
  return tidy(() => {
    const classes = logits.shape.at(-1)!;
    const chosen = equal(expandDims(ids, -1), range(0, classes, 1, 'int32')); // [..., classes]
    const losses = sub(logSumExp(logits, -1), sum(where(chosen, logits, zerosLike(logits)), -1));
    const known = sum(chosen, -1); // 1, or 0 for an id that is no class
    return mul(losses, where(equal(known, 1), 1, Number.NaN));
  });
}

function requireIds(logits: Tensor, ids: Tensor): void {
  const rows = logits.shape.slice(0, -1);
  if (logits.rank === 0 || rows.length !== ids.rank || rows.some((n, k) => n !== ids.shape[k]))
    throw new OptionError(
      'ids',
      `softmaxCrossEntropy needs an id for each row of the logits [${logits.shape}]; the ids are [${ids.shape}]`,
    );
  if (ids.dtype !== 'int32')
    throw new OptionError('ids', `softmaxCrossEntropy needs int32 ids; these are ${ids.dtype}`);
}

registerGradient({
  kernelName: 'ferrogen.SoftmaxCrossEntropy',
  inputsToSave: ['logits', 'ids'],
  outputsToSave: [false, true],
  gradFunc: (dys, [logits, ids, logSumExp]) => ({
    logits: () =>
      runKernel('ferrogen.SoftmaxCrossEntropyGrad', {
        dLosses: (dys as Tensor[])[0]!,
        logits: logits!,
        ids: ids!,
        logSumExp: logSumExp!,
      }),
  }),
});
