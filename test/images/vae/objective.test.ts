/**
 * The bound and its gradients against torch 2.x, where the same network is a few lines of matrix products; by finite differences; and
 * in cases that have a closed form.
 */

import { Prng } from '@ferrogen/core';
import { Vae, type VaeConfig } from '@ferrogen/core/images';
import { differentiate, disposeAll } from '@ferrogen/core/nn';
import { memory, type Tensor2D, tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { elboTerms, weightedLoss } from '../../../packages/core/src/images/vae/objective.ts';
import { assignWaves, expectNear } from '../../nn/support.ts';
import { overBackends } from '../../support/tensor-backends.ts';

const small: VaeConfig = { height: 2, width: 3, latent: 2, hidden: 4, depth: 1, encoderDepth: 1 };
const pixels = [0, 51, 255, 204, 0, 102, 255, 255, 0, 0, 153, 51];
const images = (): Tensor2D =>
  tensor2d(
    pixels.map((value) => value / 255),
    [2, 6],
  );

/** A model all of whose weights are waves, see support.ts; the noise is that of `new Prng(7)`. */
function waves(config: VaeConfig): Vae {
  const vae = Vae.create(config, new Prng(1));
  assignWaves(vae.variables);
  return vae;
}

const total = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

function termsOf(vae: Vae) {
  const target = images();
  return elboTerms(vae.network, { input: target, target, labels: null }, new Prng(7));
}

/** By likelihood: what torch's binary_cross_entropy_with_logits or gaussian_nll_loss, kl_divergence and backward give. */
const torch = {
  bernoulli: {
    reconstruction: [6.8322401, 3.30476],
    gradientSums: {
      'encoder.head.hidden1.weight': 0.34243524,
      'encoder.head.hidden1.bias': 0.136053026,
      'encoder.head.moments.weight': 1.10399389,
      'encoder.head.moments.bias': 1.38050592,
      'decoder.hidden.weight': 2.4265151,
      'decoder.hidden.bias': 1.07165515,
      'decoder.residual1.weight': 2.99926758,
      'decoder.residual1.bias': 0.980226755,
      'decoder.logits.weight': 1.27523494,
      'decoder.logits.bias': 0.36264032,
    },
  },
  gaussian: {
    reconstruction: [7.3768501, 7.003417],
    gradientSums: {
      'encoder.head.hidden1.weight': 0.29071474,
      'encoder.head.hidden1.bias': 0.115431353,
      'encoder.head.moments.weight': 0.4986639,
      'encoder.head.moments.bias': 0.63584143,
      'decoder.hidden.weight': 0.155469894,
      'decoder.hidden.bias': 0.062316578,
      'decoder.residual1.weight': 0.176368654,
      'decoder.residual1.bias': 0.055833641,
      'decoder.logits.weight': -0.005835361,
      'decoder.logits.bias': 0.016681693,
      log_variance: 2.5857,
    },
  },
} as const;

describe('the objective of a VAE', () => {
  overBackends((_, it) => {
    for (const likelihood of ['bernoulli', 'gaussian'] as const)
      it(`elboTerms and weightedLoss are torch's, and so are their gradients: ${likelihood}`, () => {
        const before = memory().numTensors;
        const vae = waves({ ...small, likelihood });
        if (likelihood === 'gaussian') {
          // Torch clamps nothing, and this variance is far from the clamps: the wave of one value.
          expect(vae.variables.get('log_variance')!.dataSync()[0]).toBeCloseTo(0.42073549, 6);
        }
        const { reconstruction, gradientSums } = torch[likelihood];
        tidy(() => {
          const terms = termsOf(vae);
          expectNear(terms.reconstruction, reconstruction, 5e-6);
          expectNear(terms.divergence, [0.12733732, 0.25503469, 0.05343761, 0.07908788], 2e-6);
        });
        const { losses, gradients } = differentiate(
          () => weightedLoss(termsOf(vae), { weight: 0.7, freeBits: 0 }),
          vae.variables,
        );
        const kl = (0.12733732 + 0.25503469 + 0.05343761 + 0.07908788) / 2;
        expectNear(losses.kl!, [kl]);
        expectNear(losses.loss!, [(reconstruction[0] + reconstruction[1]) / 2 + 0.7 * kl], 5e-6);
        expect([...gradients.keys()].sort()).toEqual(Object.keys(gradientSums).sort());
        for (const [name, sum] of Object.entries(gradientSums)) {
          const seen = total(gradients.get(name)!.dataSync());
          expect(Math.abs(seen - sum), `${name}: ${seen}, not ${sum}`).toBeLessThan(3e-5);
        }
        disposeAll(gradients);
        for (const each of Object.values(losses)) each.dispose();
        vae.dispose();
        expect(memory().numTensors).toBe(before);
      });

    for (const config of [
      { ...small, likelihood: 'gaussian' },
      {
        height: 4,
        width: 4,
        architecture: 'conv',
        channels: 2,
        hidden: 3,
        depth: 1,
        encoderDepth: 1,
      },
    ] satisfies VaeConfig[])
      it(`the gradient of the loss is its finite difference: ${JSON.stringify(config)}`, () => {
        const vae = Vae.create(config, new Prng(3));
        const shape: [number, number] = [2, config.height! * config.width!];
        const target = tensor2d(
          Array.from({ length: shape[0] * shape[1] }, (_, k) => (Math.sin(k) + 1) / 2),
          shape,
        );
        const compute = () =>
          weightedLoss(
            elboTerms(vae.network, { input: target, target, labels: null }, new Prng(5)),
            { weight: 1.5, freeBits: 0 },
          );
        const { losses, gradients } = differentiate(compute, vae.variables);
        const lossNow = () => tidy(() => compute().loss.dataSync()[0]!);
        for (const [name, variable] of vae.variables) {
          const gradient = gradients.get(name)!.dataSync();
          const norm = Math.hypot(...gradient);
          const values = variable.dataSync().slice();
          // Along the gradient itself, where the slope is its length.
          const lossAt = (distance: number) => {
            const moved = values.map((value, k) => value + (distance * gradient[k]!) / norm);
            tidy(() => variable.assign(tensor(moved, variable.shape)));
            return lossNow();
          };
          const step = 0.02;
          const near = (lossAt(step) - lossAt(-step)) / (2 * step);
          const far = (lossAt(2 * step) - lossAt(-2 * step)) / (4 * step);
          const slope = (4 * near - far) / 3; // of fourth order
          lossAt(0);
          expect(Math.abs(slope / norm - 1), `${name}: ${slope}, not ${norm}`).toBeLessThan(5e-3);
        }
        disposeAll(gradients);
        for (const each of Object.values(losses)) each.dispose();
        target.dispose();
        vae.dispose();
      });

    it('weightedLoss counts a dimension as its free bits where it costs less', () => {
      const vae = waves(small);
      tidy(() => {
        const terms = termsOf(vae);
        const { loss, reconstruction, kl } = weightedLoss(terms, { weight: 2, freeBits: 0.1 });
        // The first dimension costs 0.0904 on average, the second 0.1671.
        const cost = 0.1 + (0.25503469 + 0.07908788) / 2;
        expectNear(loss, [reconstruction.dataSync()[0]! + 2 * cost], 5e-6);
        expectNear(kl, [(0.12733732 + 0.25503469 + 0.05343761 + 0.07908788) / 2]);
      });
      vae.dispose();
    });

    it('log variances are clamped: an encoder that says 1000 or -1000 gives finite losses and codes', () => {
      for (const extreme of [1000, -1000]) {
        const vae = waves(small);
        const bias = vae.variables.get('encoder.head.moments.bias')!;
        tidy(() => bias.assign(tensor([0, 0, extreme, extreme])));
        tidy(() => {
          const { loss } = weightedLoss(termsOf(vae), { weight: 1, freeBits: 0 });
          expect(Number.isFinite(loss.dataSync()[0])).toBe(true);
        });
        const { logVariance } = vae.encode(Uint8Array.from(pixels));
        expect([...logVariance]).toEqual(new Array(4).fill(Math.sign(extreme) * 10));
        vae.dispose();
      }
    });
  });
});
