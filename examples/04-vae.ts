/**
 * Lesson 4: a variational autoencoder learns images by two numbers each, and its plane of codes becomes a map of them.
 *
 * Run it with `pnpm example 04-vae`. On MNIST instead of the drawn images it is `pnpm gen train vae --data mnist`.
 */

import { type ImageSet, Prng, takeImages } from '@ferrogen/core';
import { cpuRung, selectBackend, wasmRung } from '@ferrogen/core/backends';
import { evaluateVae, Vae, vaeFromFile, vaeToFile, vaeTrainable } from '@ferrogen/core/images';
import { decodeModelFile, encodeModelFile } from '@ferrogen/core/io';
import { shuffledBatches, train } from '@ferrogen/core/train';
import { nativeRung } from '@ferrogen/native/backend';

await selectBackend({ rungs: [nativeRung, wasmRung(), cpuRung] });

// Images of 12 x 12: a soft stroke through the middle, at any angle, thin or thick. Two numbers say all about it.
const SIDE = 12;
function strokes(count: number, seed: number): ImageSet {
  const pixels = new Uint8Array(count * SIDE * SIDE); // [count, 12, 12]
  for (let k = 0; k < count; k++) {
    const angle = Math.PI * fraction(k * 0.618034 + seed);
    const thickness = 0.6 + 1.6 * fraction(k * 0.414214 + seed);
    for (let at = 0; at < SIDE * SIDE; at++) {
      const [x, y] = [(at % SIDE) - 5.5, Math.floor(at / SIDE) - 5.5];
      const distance = Math.abs(x * Math.sin(angle) - y * Math.cos(angle));
      pixels[k * SIDE * SIDE + at] = 255 * Math.exp(-((distance / thickness) ** 2));
    }
  }
  return { name: 'strokes', count, height: SIDE, width: SIDE, pixels, labels: null, classes: null };
}
const fraction = (x: number) => x - Math.floor(x);
const [seen, unseen] = [strokes(2000, 0), strokes(500, 0.123)];

// One seed for everything; each use takes a source of its own.
const random = new Prng(42);
const config = { height: SIDE, width: SIDE, latent: 2, hidden: 64 };
const vae = Vae.create(config, random.split(0));
const measure = () => evaluateVae(vae, unseen, { random: random.split(3), samples: 100 });
console.log(`untrained: ${measure().elbo.toFixed(1)} nats an image`);

// The trainable is Adam on the evidence lower bound; docs/vae.md goes through a step.
const batches = shuffledBatches(
  { examples: seen.count, batchSize: 50, random: random.split(1) },
  (ids) => takeImages(seen, ids),
);
const steps = 15 * batches.batchesPerEpoch;
const model = vaeTrainable(vae, { steps, learningRate: 3e-3 });
for await (const event of train(model, { batches, steps, random: random.split(2) }))
  if (event.kind === 'epoch' && event.epoch % 5 === 0) {
    const { reconstruction, kl } = event.losses;
    console.log(`epoch ${event.epoch}: ${reconstruction!.toFixed(1)} + ${kl!.toFixed(1)}`);
  }

// What it is worth on images it never saw. More codes an image give a tighter bound.
const { elbo, nll, activeUnits } = measure();
console.log(`trained: ${elbo.toFixed(1)} by one code an image, ${nll!.toFixed(1)} by a hundred`);
console.log(`${activeUnits} of 2 numbers in use`);

// A model is one file; here its bytes. What comes back is the same model.
const bytes = encodeModelFile(await vaeToFile(vae, 'strokes, 15 epochs'));
const copy = vaeFromFile(decodeModelFile(bytes, 'vae'));

// The plane of codes as pictures: angle and thickness have found their places.
const map = copy.manifold(5); // [5 * 5, 12, 12]
const shade = (value: number) => ' .:*#'[Math.min(4, Math.floor(5 * value))];
for (let row = 0; row < 5; row++)
  for (let line = 1; line < SIDE; line += 2) {
    const cells = Array.from({ length: 5 }, (_, column) =>
      Array.from({ length: SIDE }, (_, x) =>
        shade(map[((row * 5 + column) * SIDE + line) * SIDE + x]!),
      ).join(''),
    );
    console.log(cells.join('  '));
  }
model.dispose();
copy.dispose();
