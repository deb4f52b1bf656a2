/**
 * Writes safetensors files: the same tensors give the same bytes, those of the reference implementation. The widest values
 * come first and the header is padded to 8 bytes, so that a reader can view every tensor where it lies.
 */

import { dtypes, isArrayOf, isDtype, viewBytes } from './dtypes.ts';
import { byteLength, LENGTH_BYTES, MAX_HEADER_BYTES, MAX_RANK } from './header.ts';
import type { StoredTensor } from './read.ts';
import { quoted, SafetensorsError } from './safetensors-error.ts';

/**
 * A safetensors file of these tensors.
 *
 * @param metadata texts to put into the header @default none
 * @throws SafetensorsError for a tensor whose values do not fit its dtype and shape, and for a name that is not Unicode
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array {
  const chunks = [...safetensorsChunks(tensors, metadata)];
  const bytes = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}

/** The same file in pieces, for files too large to hold twice: the header, then the bytes of each tensor, not copied. */
export function* safetensorsChunks(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Generator<Uint8Array, void, void> {
  for (const [name, tensor] of tensors) checkTensor(name, tensor);
  const ordered = [...tensors].sort(
    ([a, { dtype: ofA }], [b, { dtype: ofB }]) =>
      dtypes.indexOf(ofB) - dtypes.indexOf(ofA) || compareCodePoints(a, b),
  );
  yield encodeHeader(ordered, metadata);
  for (const [, { values }] of ordered) yield viewBytes(values);
}

function encodeHeader(
  tensors: readonly (readonly [string, StoredTensor])[],
  metadata: ReadonlyMap<string, string>,
): Uint8Array {
  const members: string[] = [];
  if (metadata.size > 0) {
    const texts = [...metadata].sort(([a], [b]) => compareCodePoints(a, b));
    for (const text of texts.flat()) checkUnicode(text, 'a text of the metadata');
    const pairs = texts.map(([key, text]) => `${JSON.stringify(key)}:${JSON.stringify(text)}`);
    members.push(`"__metadata__":{${pairs.join(',')}}`);
  }
  let begin = 0;
  for (const [name, { dtype, shape, values }] of tensors) {
    const end = begin + values.byteLength;
    const range = { dtype, shape, data_offsets: [begin, end] };
    members.push(`${JSON.stringify(name)}:${JSON.stringify(range)}`);
    begin = end;
  }
  const text = new TextEncoder().encode(`{${members.join(',')}}`);
  const length = Math.ceil(text.length / 8) * 8;
  if (length > MAX_HEADER_BYTES)
    throw new SafetensorsError(
      'SAFETENSORS_HEADER_TOO_LARGE',
      `a header has at most ${MAX_HEADER_BYTES} bytes; these names and texts take ${length}`,
    );
  const bytes = new Uint8Array(LENGTH_BYTES + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, LENGTH_BYTES);
  return bytes;
}

function checkTensor(name: string, { dtype, shape, values }: StoredTensor): void {
  const what = `the tensor ${quoted(name)}`;
  if (name === '__metadata__')
    throw new SafetensorsError('SAFETENSORS_NAME', 'no tensor can be named __metadata__', {
      tensor: name,
    });
  checkUnicode(name, what);
  if (!isDtype(dtype) || !isArrayOf(dtype, values))
    throw new SafetensorsError(
      'SAFETENSORS_DTYPE',
      `${what} is said to be ${quoted(dtype)}, which its ${values.constructor.name} does not hold`,
      { tensor: name },
    );
  const whole = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!whole || shape.length > MAX_RANK || byteLength(dtype, shape) !== values.byteLength)
    throw new SafetensorsError(
      'SAFETENSORS_SHAPE',
      `${what} has ${values.length} values, which is not its shape [${shape.join(', ')}]`,
      { tensor: name },
    );
}

function checkUnicode(text: string, what: string): void {
  if (/\p{Surrogate}/u.test(text))
    throw new SafetensorsError('SAFETENSORS_NAME', `${what} has half of a surrogate pair`);
}

/** Order of UTF-8: by code points, where JavaScript compares halves of surrogate pairs. */
function compareCodePoints(a: string, b: string): number {
  for (let at = 0; ; ) {
    const [ofA, ofB] = [a.codePointAt(at), b.codePointAt(at)];
    if (ofA === undefined || ofB === undefined) return a.length - b.length;
    if (ofA !== ofB) return ofA - ofB;
    at += ofA > 0xffff ? 2 : 1;
  }
}
