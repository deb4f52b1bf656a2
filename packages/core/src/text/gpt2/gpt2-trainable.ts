/** A GPT-2 as the training loop sees it: a step of AdamW on the next tokens' cross-entropy. */

import { type Scalar, slice, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { TokenWindows } from '../../data/text/token-windows.ts';
import {
  type ApplyOptions,
  adamw,
  type Clipping,
  causalAttention,
  minimize,
  type Schedule,
  softmaxCrossEntropyLoss,
} from '../../nn/index.ts';
import type { Trainable } from '../../train/trainable.ts';
import type { Gpt2 } from './gpt2.ts';

/** How a GPT-2 learns. */
export interface Gpt2Training {
  /** @default 6e-4 */
  readonly learningRate?: number | Schedule;
  /** Of matrices; biases and norms do not decay. @default 0.1 */
  readonly weightDecay?: number;
  /** Decay of the average of gradients. @default 0.9 */
  readonly beta1?: number;
  /** Decay of the average of their squares. @default 0.95 */
  readonly beta2?: number;
  /** @default a norm of 1 for all gradients together */
  readonly clip?: Clipping;
}

/**
 * The training of a GPT-2. Losses: `loss`, nats per token. The rates of dropout are the config's: set them to 0 for a small
 * model or a short training. Disposing it disposes the model.
 *
 * @throws OptionError for an option out of its range
 * @example
 * ```ts
 * const gpt2 = Gpt2.create({ vocab_size: 65, n_positions: 64, n_embd: 128, n_layer: 4, n_head: 4 }, random.split(0));
 * const batches = shuffledBatches({ examples, batchSize: 16, random: random.split(1) }, (ids) => windowsAt(text, ids, 64));
 * await fit(gpt2Trainable(gpt2), { batches, steps: 2000, random: random.split(2) });
 * ```
 */
export function gpt2Trainable(gpt2: Gpt2, options: Gpt2Training = {}): Trainable<TokenWindows> {
  const { learningRate = 6e-4, weightDecay = 0.1, clip = { norm: 1 } } = options;
  const { beta1 = 0.9, beta2 = 0.95 } = options;
  const { network, config } = gpt2;
  const isMatrix = (name: string) => network.variables.get(name)!.rank === 2;
  const optimizer = adamw(network.variables, {
    learningRate,
    weightDecay,
    decays: isMatrix,
    beta1,
    beta2,
    clip,
  });
  const lossOf = (windows: TokenWindows, how: ApplyOptions): Scalar => {
    const { batch, length } = windows;
    const tokens = tensor2d(windows.tokens, [batch, length + 1], 'int32');
    const ids = slice(tokens, [0, 0], [batch, length]) as Tensor2D; // [batch, length]
    const next = slice(tokens, [0, 1], [batch, length]); // [batch, length]
    const { training, random } = how;
    const rate = config.attn_pdrop;
    const hidden = network.hidden(
      ids,
      null,
      (qkv, layer) => {
        const drops = training === true && rate > 0 && random !== undefined;
        const own = drops
          ? { dropout: { rate, random: random.split(ATTENTION).split(layer) } }
          : {};
        return causalAttention(qkv, config.n_head, own);
      },
      how,
    );
    return softmaxCrossEntropyLoss(network.logits(hidden), next);
  };
  return {
    step: (batch, { random }) =>
      minimize(optimizer, () => ({ loss: lossOf(batch, { training: true, random }) })),
    evaluate: (batch) => tidy(() => ({ loss: lossOf(batch, {}) })),
    variables: network.variables,
    optimizers: new Map([['adamw', optimizer]]),
    dispose() {
      optimizer.dispose();
      gpt2.dispose();
    },
  };
}

/** The child of a step's random source that attention's dropout draws from: the network has those of small numbers. */
const ATTENTION = 2 ** 31;
