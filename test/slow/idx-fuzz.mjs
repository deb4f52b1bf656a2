/**
 * Throws changed IDX files at both kernels until the time is up, and stops at the first answer that differs, at an exception and at an allocation
 * beyond what the file could hold. Run by hand: `node test/slow/idx-fuzz.mjs [seconds] [seed]`.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { referenceKernels, writeIdx } from '@ferrogen/core';
import { loadNativeKernels } from '@ferrogen/native';

const [seconds = 600, seed = Date.now() % 2 ** 32] = process.argv.slice(2).map(Number);
const { kernels: native, reason } = loadNativeKernels();
if (native === null) throw new Error(`no native kernels: ${reason}`);

let block = seed | 1;
/** Marsaglia's xorshift: the fuzz needs many numbers, not good ones. */
function below(end) {
  block ^= block << 13;
  block ^= block >>> 17;
  block ^= block << 5;
  return (block >>> 0) % end;
}

const folder = join(import.meta.dirname, '../../../shared/data/images');
const seeds = ['idx-odd', 'broken'].flatMap((name) => {
  const path = join(folder, name);
  return readdirSync(path)
    .filter((file) => !file.endsWith('.json'))
    .map((file) => new Uint8Array(readFileSync(join(path, file))));
});
seeds.push(new Uint8Array(readFileSync(join(folder, 'mnist/t10k-labels-idx1-ubyte.gz'))));
for (const length of [1, 300, 70_000]) {
  const values = Uint8Array.from({ length }, (_, at) => (at % 7 === 0 ? below(256) : at & 15));
  for (const level of [1, 6, 9]) {
    for (const strategy of [0, 1, 2, 3, 4])
      seeds.push(
        new Uint8Array(
          gzipSync(writeIdx({ type: 'ubyte', shape: [length], values }), { level, strategy }),
        ),
      );
  }
}
for (const bytes of seeds.slice(0, 30))
  if (bytes[0] === 0)
    seeds.push(new Uint8Array(gzipSync(bytes)), new Uint8Array(gzipSync(bytes, { level: 0 })));

/** A few bytes or bits changed, a piece cut out or put in twice, an end cut off, two files joined. */
function mutate(bytes) {
  let result = Uint8Array.from(bytes);
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const at = below(Math.max(1, result.length));
    const kind = below(8);
    if (kind < 3 && result.length > 0) result[at] ^= 1 << below(8);
    else if (kind < 5 && result.length > 0)
      result[at] = [0, 1, 127, 128, 255, below(256)][below(6)];
    else if (kind === 5) result = result.slice(0, at);
    else if (kind === 6) {
      const end = Math.min(result.length, at + 1 + below(16));
      const parts =
        below(2) === 0
          ? [result.subarray(0, at), result.subarray(end)]
          : [result.subarray(0, end), result.subarray(at)];
      result = new Uint8Array(Buffer.concat(parts));
    } else result = new Uint8Array(Buffer.concat([result, seeds[below(seeds.length)]]));
  }
  return result;
}

const same = (one, other) =>
  one.refused === other.refused &&
  one.type === other.type &&
  String(one.shape) === String(other.shape) &&
  (one.values === undefined ||
    Buffer.compare(
      new Uint8Array(one.values.buffer, one.values.byteOffset, one.values.byteLength),
      new Uint8Array(other.values.buffer, other.values.byteOffset, other.values.byteLength),
    ) === 0) &&
  (one.refused === null || (one.offset === other.offset && one.value === other.value));

const counts = new Map();
let otherFault = 0;
let runs = 0;
const end = performance.now() + 1000 * seconds;
while (performance.now() < end) {
  const bytes = mutate(seeds[below(seeds.length)]);
  const [one, other] = [native.parseIdx(bytes), referenceKernels.parseIdx(bytes)];
  runs++;
  counts.set(one.refused, (counts.get(one.refused) ?? 0) + 1);
  if (same(one, other)) continue;
  // Of several faults in gzipped data either may be named.
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip || one.refused === null || other.refused === null) {
    process.stderr.write(
      `run ${runs} of seed ${seed}: the kernels differ on ${Buffer.from(bytes).toString('hex').slice(0, 4000)}\n`,
    );
    process.stderr.write(`${JSON.stringify([one.refused, other.refused])}\n`);
    process.exit(1);
  }
  otherFault++;
}
process.stdout.write(
  `${runs} files, seed ${seed}: no difference, ${otherFault} with another of several faults named\n`,
);
process.stdout.write(`${JSON.stringify(Object.fromEntries(counts))}\n`);
