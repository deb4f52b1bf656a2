/** Looks into a safetensors file: a model of ours, or tensors of anybody's. Of a file only the header is read. */

import { readSafetensors } from '@ferrogen/core/io';
import { SafetensorsFile } from '@ferrogen/core/node';
import type { Input } from '../input/read-input.ts';
import type { Inspected, InspectRequest, SafetensorsInspection } from './inspection.ts';
import { refuseReadFlags } from './refuse-read-flags.ts';

/** Eight bytes of length, then a header that is JSON. */
export function looksLikeSafetensors(name: string, bytes: Uint8Array): boolean {
  return /\.safetensors$/.test(name) || (bytes[8] === 0x7b && bytes[7] === 0);
}

/** Throws `UsageError` where a flag says how to read a table, `FileError` or `SafetensorsError`. */
export async function inspectModelFile({ input, read }: InspectRequest): Promise<Inspected> {
  refuseReadFlags(read, input.name, 'is a safetensors file');
  const { metadata, tensors } = contentsOf(input);
  const inspection: SafetensorsInspection = {
    schemaVersion: 1,
    kind: 'inspection',
    format: 'safetensors',
    file: input.file,
    model: metadata.get('kind') ?? null,
    config: configOf(metadata.get('config')),
    card: metadata.get('card') ?? null,
    parameters: tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    tensors,
  };
  return { inspection, values: null, images: null };
}

function contentsOf({ file, bytes }: Input): {
  metadata: ReadonlyMap<string, string>;
  tensors: SafetensorsInspection['tensors'];
} {
  if (bytes !== null) {
    const { metadata, tensors } = readSafetensors(bytes);
    return { metadata, tensors: listed(tensors) };
  }
  const opened = new SafetensorsFile(file);
  try {
    return { metadata: opened.metadata, tensors: listed(opened.tensors) };
  } finally {
    opened.close();
  }
}

function listed(
  tensors: ReadonlyMap<string, { readonly dtype: string; readonly shape: readonly number[] }>,
): SafetensorsInspection['tensors'] {
  return [...tensors].map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
}

/** Null where it is not there, or no JSON: somebody else's files may use the key for anything. */
function configOf(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
