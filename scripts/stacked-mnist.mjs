/**
 * Counts the modes that a GAN finds among a thousand: three digits drawn at random are the red, the green and the blue of one image (Metz
 * et al., "Unrolled generative adversarial networks", 2017, section 3.3.1), the GAN is told no classes, and the classifier that comes
 * with the package reads the digits off its samples.
 *
 *     node scripts/stacked-mnist.mjs [--steps 30000] [--seed 1] [--samples 26000] [--config '{"r1":0.3}'] [--training '{"beta1":0}']
 *
 * Prints the modes that appear among the samples and KL(samples || triples as often as they come) in nats. The latter is never 0:
 * 26,000 perfect samples have 0.019, by chance.
 */

import { parseArgs } from 'node:util';
import { selectBackend } from '../packages/core/dist/backends/index.js';
import {
  classCounts,
  classDivergence,
  classifierFromFile,
  Gan,
  ganTrainable,
  likeliestClasses,
} from '../packages/core/dist/images/index.js';
import { Prng, takeImages } from '../packages/core/dist/index.js';
import {
  loadImageData,
  pretrainedModelPath,
  readModelFile,
} from '../packages/core/dist/node/index.js';
import { shuffledBatches, train } from '../packages/core/dist/train/index.js';
import { nativeRung } from '../packages/native/dist/backend/index.js';

const MODES = 1000;

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '30000' },
    seed: { type: 'string', default: '1' },
    samples: { type: 'string', default: '26000' },
    config: { type: 'string', default: '{}' },
    training: { type: 'string', default: '{}' },
  },
});
const steps = Number(values.steps);
const count = Number(values.samples);

await selectBackend({ rungs: [nativeRung] });
const random = new Prng(Number(values.seed));
const { train: digits } = await loadImageData('mnist');
const classifier = classifierFromFile(readModelFile(pretrainedModelPath('classifier')));
const gan = Gan.create({ channels: 3, ...JSON.parse(values.config) }, random.split(0));
const trainable = ganTrainable(gan, { steps, ...JSON.parse(values.training) });
const channels = [0, 1, 2].map((channel) =>
  shuffledBatches(
    { examples: digits.count, batchSize: 64, random: random.split(1).split(channel) },
    (ids) => takeImages(digits, ids),
  ),
);
const batches = {
  ...channels[0],
  batchAt: (position) => stacked(channels.map((channel) => channel.batchAt(position))),
};

const begun = performance.now();
for await (const event of train(trainable, { batches, steps, random: random.split(2) })) {
  if (event.kind !== 'epoch') continue;
  const seconds = (performance.now() - begun) / 1000;
  process.stdout.write(
    `step ${event.step} of ${steps}, ${seconds.toFixed(0)} s: ${told(measured(5000))}\n`,
  );
}
process.stdout.write(`${count} samples: ${told(measured(count))}\n`);
trainable.dispose();

/** Three batches of grey images as one of colours, [batch, height, width, 3]. */
function stacked(parts) {
  const pixels = new Uint8Array(3 * parts[0].pixels.length);
  for (const [channel, part] of parts.entries())
    for (const [at, pixel] of part.pixels.entries()) pixels[3 * at + channel] = pixel;
  return { count: parts[0].count, pixels, labels: null };
}

/** What the samples show: their modes, and how far their histogram is from that of independent digits. */
function measured(count) {
  const modes = new Float64Array(MODES);
  for (let first = 0; first < count; first += 1000) {
    const { images } = gan.sample(Math.min(1000, count - first), random.split(3).split(first));
    const [red, green, blue] = [0, 1, 2].map((channel) => digitsOf(images, channel));
    for (const [at, digit] of red.entries()) modes[100 * digit + 10 * green[at] + blue[at]] += 1;
  }
  const shares = classCounts(digits.labels, 10);
  const expected = Float64Array.from(
    modes,
    (_, mode) =>
      shares[Math.floor(mode / 100)] * shares[Math.floor(mode / 10) % 10] * shares[mode % 10],
  );
  return {
    modes: modes.filter((often) => often > 0).length,
    divergence: classDivergence(modes, expected),
  };
}

function digitsOf(images, channel) {
  const grey = Float32Array.from(
    { length: images.length / 3 },
    (_, at) => images[3 * at + channel],
  );
  return likeliestClasses(classifier.classify(grey).probabilities, 10);
}

function told({ modes, divergence }) {
  return `${modes} of ${MODES} modes, KL ${divergence.toFixed(4)} nats`;
}
