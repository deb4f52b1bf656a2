/** The smallest model of images: one image, which learns to be the mean of those that it sees. Stands in for real ones. */

import { adam, minimize, parameter, randomNormal } from '@ferrogen/core/nn';
import { mean, type Scalar, square, sub, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { ImageRecipe } from '../images/image-task.ts';

/** Its one loss is the mean squared error. Its only setting is `learningRate`. */
export const meanImage: ImageRecipe = {
  kind: 'vae',
  make({ data: { height, width }, settings, random }) {
    const size = height * width;
    const image = parameter(randomNormal([1, size], random));
    const variables = new Map([['image', image]]);
    const learningRate = Number(settings.learningRate ?? 0.05);
    const optimizer = adam(variables, { learningRate });
    const lossOf = (pixels: Uint8Array, count: number): Scalar => {
      const seen = tensor2d(
        Float32Array.from(pixels, (pixel) => pixel / 255),
        [count, size],
      );
      return mean(square(sub(image, seen)));
    };
    return {
      config: { height, width },
      isEvaluated: true,
      trainable: {
        step: ({ pixels, count }) => minimize(optimizer, () => lossOf(pixels, count)),
        evaluate: ({ pixels, count }) => tidy(() => ({ loss: lossOf(pixels, count) })),
        variables,
        optimizers: new Map([['adam', optimizer]]),
        dispose() {
          image.dispose();
          optimizer.dispose();
        },
      },
      preview: { columns: 1, draw: () => image.dataSync() as Float32Array },
      warningOf: null,
    };
  },
};
