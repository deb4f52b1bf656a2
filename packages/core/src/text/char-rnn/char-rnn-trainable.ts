/** A character RNN as the training loop sees it: a step of AdamW on the next characters' cross-entropy, with a state that is carried. */

import { keep, type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { OptionError } from '../../errors.ts';
import {
  type ApplyOptions,
  adamw,
  type Clipping,
  minimize,
  type Schedule,
  softmaxCrossEntropyLoss,
} from '../../nn/index.ts';
import type { Trainable, UpdateState } from '../../train/trainable.ts';
import { batchTensors, type CharRnnBatch, NO_TOKEN } from './batch.ts';
import { CarriedState } from './carried-state.ts';
import type { CharRnn } from './char-rnn.ts';

/** How a character RNN learns. */
export interface CharRnnTraining {
  /** Rows of a batch that goes on where the one before it ended; 0 where each batch begins anew. @default 0 */
  readonly streams?: number;
  /** @default 3e-3 */
  readonly learningRate?: number | Schedule;
  /** Of matrices; biases do not decay. @default 0.01 */
  readonly weightDecay?: number;
  /** Decay of the average of gradients. @default 0.9 */
  readonly beta1?: number;
  /** Decay of the average of their squares. @default 0.99 */
  readonly beta2?: number;
  /** @default a norm of 1 for all gradients together */
  readonly clip?: Clipping;
}

/**
 * The training of a character RNN. Losses: `loss`, nats per character. In an evaluation every batch begins anew; what a model makes of
 * a whole text, `evaluateText` tells. Disposing it disposes the model.
 *
 * @throws OptionError for an option out of its range
 * @example
 * ```ts
 * const rnn = CharRnn.create({ characters, dropout: 0.25 }, random.split(0));
 * const batches = textStreams(rnn.tokenizer.encode(text), { streams: 32, length: 64, random: random.split(1) });
 * await fit(charRnnTrainable(rnn, { streams: 32 }), { batches, epochs: 5, random: random.split(2) });
 * ```
 */
export function charRnnTrainable(
  rnn: CharRnn,
  options: CharRnnTraining = {},
): Trainable<CharRnnBatch> {
  const { streams = 0, learningRate = 3e-3, weightDecay = 0.01, clip = { norm: 1 } } = options;
  const { beta1 = 0.9, beta2 = 0.99 } = options;
  const { network } = rnn;
  if (!Number.isSafeInteger(streams) || streams < 0)
    throw new OptionError('streams', `streams is a whole number from 0 on; got ${streams}`);
  const isMatrix = (name: string) => network.variables.get(name)!.rank === 2;
  const optimizer = adamw(network.variables, {
    learningRate,
    weightDecay,
    decays: isMatrix,
    beta1,
    beta2,
    clip,
  });
  const carried = new CarriedState(network.stateNames, streams, rnn.config.hidden);
  const lossOf = (
    batch: CharRnnBatch,
    state: readonly Tensor[] | null,
    how: ApplyOptions,
  ): { loss: Scalar; state: readonly Tensor[] } => {
    const { input, next } = batchTensors(rnn, batch);
    const reading = network.read(input, state, how);
    const logits = network.logits(reading.features, how); // [batch, length, vocabulary]
    // Looking for texts that are shorter than others costs, and streams have none.
    const some = batch.tokens.includes(NO_TOKEN) ? { ignoredId: NO_TOKEN } : {};
    return { loss: softmaxCrossEntropyLoss(logits, next, 'mean', some), state: reading.state };
  };
  return {
    step(batch, { random }) {
      if (streams > 0 || batch.goesOn) carried.requireRows(batch.batch);
      let ends: Tensor[] = [];
      try {
        const losses = minimize(optimizer, () => {
          const from = batch.goesOn ? carried.tensors : null;
          const { loss, state } = lossOf(batch, from, { training: true, random });
          if (streams > 0) ends = state.map((each) => keep(each.clone()));
          return { loss };
        });
        carried.take(ends);
        return losses;
      } finally {
        for (const each of ends) each.dispose();
      }
    },
    evaluate: (batch) => tidy(() => ({ loss: lossOf(batch, null, {}).loss })),
    variables: network.variables,
    optimizers: new Map<string, UpdateState>([
      ['adamw', optimizer],
      ...(streams > 0 ? ([['carried', carried]] as const) : []),
    ]),
    dispose() {
      optimizer.dispose();
      carried.dispose();
      rnn.dispose();
    },
  };
}
