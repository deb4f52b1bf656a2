/** Cross-entropy of labels with the logistic function of logits, as GANs and Bernoulli decoders are trained with it. */

import {
  mul,
  neg,
  registerGradient,
  softplus,
  sub,
  sum,
  Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './fused-kernel.ts';

/**
 * -z ln p - (1 - z) ln(1 - p) for p = 1 / (1 + e^-x), logits x and labels z, value by value and without overflow:
 * max(x, 0) - x z + ln(1 + e^-|x|). Differentiable once in logits and labels; twice on the composed body only.
 *
 * @param labels of the logits' shape, or a number or scalar tensor for all
 * @returns one loss for each logit, in the logits' shape
 * @throws RangeError if the shapes do not agree
 */
export function sigmoidCrossEntropy(logits: Tensor, labels: Tensor | number): Tensor {
  checkLabels(logits, labels);
  if (!hasKernel('ferrogen.SigmoidCrossEntropy'))
    return composedSigmoidCrossEntropy(logits, labels);
  return labels instanceof Tensor
    ? runKernel('ferrogen.SigmoidCrossEntropy', { logits, labels })
    : runKernel('ferrogen.SigmoidCrossEntropyOfOneLabel', { logits }, { label: labels });
}

/** The same of plain operations. */
export function composedSigmoidCrossEntropy(logits: Tensor, labels: Tensor | number): Tensor {
  // Of softplus rather than max and abs, whose derivatives at 0 are not those of their sum.
  return tidy(() => sub(softplus(logits), mul(logits, labels)));
}

function checkLabels(logits: Tensor, labels: Tensor | number): void {
  if (!(labels instanceof Tensor) || labels.rank === 0) return;
  if (labels.shape.join() === logits.shape.join()) return;
  throw new RangeError(
    `sigmoidCrossEntropy: there is one label for each logit, or one for all; labels are [${labels.shape}] and logits [${logits.shape}]`,
  );
}

registerGradient({
  kernelName: 'ferrogen.SigmoidCrossEntropy',
  inputsToSave: ['logits', 'labels'],
  gradFunc: (gradient, saved) => {
    const dy = gradient as Tensor;
    const [logits, labels] = saved as [Tensor, Tensor];
    const ofLabels = () => mul(dy, neg(logits));
    return {
      logits: () => runKernel('ferrogen.SigmoidCrossEntropyGrad', { dy, logits, labels }),
      labels: () => (labels.rank === 0 ? sum(ofLabels()) : ofLabels()),
    };
  },
});

registerGradient({
  kernelName: 'ferrogen.SigmoidCrossEntropyOfOneLabel',
  inputsToSave: ['logits'],
  gradFunc: (dy, [logits], attributes) => {
    const inputs = { dy: dy as Tensor, logits: logits! };
    return {
      logits: () => runKernel('ferrogen.SigmoidCrossEntropyOfOneLabelGrad', inputs, attributes),
    };
  },
});
