/** R1: Mescheder, Geiger & Nowozin, "Which training methods for GANs do actually converge?" (2018), equation 9. */

import {
  grad,
  mean,
  mul,
  type Scalar,
  square,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';

/**
 * Mean over the examples of |gradient of the critic's output with respect to the example|^2 / 2, a scalar. Differentiable
 * with respect to the critic's weights, so that it can be part of a loss: the critic's operations need second derivatives.
 *
 * @param critic x [batch, ...] to an output for each example, which depends on that example alone (no batch norm)
 * @example
 * add(hingeLoss.discriminator(real, fake), mul(gamma, gradientPenalty((x) => critic.apply(x), images)));
 */
export function gradientPenalty(critic: (x: Tensor) => Tensor, x: Tensor): Scalar {
  return tidy(() => {
    // Examples do not touch each other, so the gradient of the sum is each example's own.
    const slopes = grad((images: Tensor) => sum(critic(images)))(x); // [batch, ...]
    const axes = slopes.shape.slice(1).map((_, axis) => axis + 1);
    return mul(0.5, mean(sum(square(slopes), axes)));
  });
}
