/**
 * Makes a model that comes with the package of a model that was trained: its tensors in half precision, its card in the header.
 *
 *     node scripts/ship-model.mjs RUN/model.safetensors mnist-classifier
 *
 * The card is packages/core/pretrained/NAME.md; beside it NAME.safetensors is written, and its line in SHA256SUMS. Of a GAN the
 * averaged generator alone is kept, which is all that sampling needs.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { selectBackend } from '../packages/core/dist/backends/index.js';
import { GAN_KIND, ganFromFile, ganToFile } from '../packages/core/dist/images/index.js';
import { halfPrecision } from '../packages/core/dist/io/index.js';
import { readModelFile, writeModelFile } from '../packages/core/dist/node/index.js';
import { nativeRung } from '../packages/native/dist/backend/index.js';

const folder = fileURLToPath(new URL('../packages/core/pretrained/', import.meta.url));
const [trained, name] = process.argv.slice(2);
if (name === undefined) {
  process.stderr.write('usage: node scripts/ship-model.mjs MODEL NAME\n');
  process.exit(2);
}

await selectBackend({ rungs: [nativeRung] });
const whole = readModelFile(trained);
const model =
  whole.kind === GAN_KIND
    ? await ganToFile(ganFromFile(whole), null, { generatorOnly: true })
    : whole;
const card = readFileSync(join(folder, `${name}.md`), 'utf8');
const tensors = halfPrecision(model.tensors);
writeModelFile(join(folder, `${name}.safetensors`), { ...model, card, tensors });

const sums = readdirSync(folder)
  .filter((file) => file.endsWith('.safetensors'))
  .sort()
  .map((file) => `${sha256(join(folder, file))}  ${file}\n`);
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
process.stdout.write(sums.join(''));

function sha256(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
