/** Model files: what they hold, and what is said of one that does not fit. */

import {
  decodeModelFile,
  encodeModelFile,
  type ModelFile,
  readSafetensors,
  writeSafetensors,
} from '@ferrogen/core/io';
import { expect, test } from 'vitest';

const model: ModelFile = {
  kind: 'vae',
  config: { latent: 16, channels: [32, 64], name: 'ü' },
  card: 'Trained on digits.',
  tensors: new Map([
    ['encoder.weight', { dtype: 'F32', shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }],
  ]),
};

test('decodeModelFile gives back what encodeModelFile was given, with or without a card', () => {
  for (const card of [model.card, null]) {
    const read = decodeModelFile(encodeModelFile({ ...model, card }), 'vae');
    expect(read.config).toEqual(model.config);
    expect(read.card).toBe(card);
    expect(read.tensors.get('encoder.weight')!.values).toEqual(Float32Array.of(1, 2, 3, 4));
  }
});

test('encodeModelFile writes a plain safetensors file', () => {
  const { metadata } = readSafetensors(encodeModelFile(model));
  expect(JSON.parse(metadata.get('config')!)).toEqual(model.config);
});

test('decodeModelFile refuses another kind and names both', () => {
  expect(() => decodeModelFile(encodeModelFile(model), 'gan')).toThrow(
    /kind "gan"; .* holds "vae"/,
  );
});

test.each([
  ['no metadata', new Map<string, string>()],
  [
    'a config that is no JSON',
    new Map([
      ['kind', 'vae'],
      ['config', '{'],
    ]),
  ],
  [
    'a config that is a list',
    new Map([
      ['kind', 'vae'],
      ['config', '[]'],
    ]),
  ],
])('decodeModelFile refuses %s', (_, metadata) => {
  expect(() => decodeModelFile(writeSafetensors(model.tensors, metadata))).toThrow(
    expect.objectContaining({ code: 'MODEL_FILE_INVALID' }),
  );
});

test('what a file calls its kind is cut and escaped in messages', () => {
  const kind = `\u001b[2J${'z'.repeat(10_000)}`;
  const file = encodeModelFile({ ...model, kind });
  expect(() => decodeModelFile(file, 'vae')).toThrow(/^[^z]*"\\u001b\[2Jz{50,60}\.{3}"[^z]*$/);
});
