/**
 * The header of a safetensors file: which tensors lie where. Trusts nothing: whatever passes, every range lies inside the
 * file, and together they are the file. Format: https://huggingface.co/docs/safetensors, section "Format".
 */

import { bytesPerValue, type Dtype, dtypes, isDtype } from './dtypes.ts';
import { HeaderScanner } from './header-scanner.ts';
import { quoted, SafetensorsError } from './safetensors-error.ts';

/** Where a tensor lies, and what it is made of. */
export interface TensorRange {
  readonly dtype: Dtype;
  /** Row-major; `[]` is a scalar. */
  readonly shape: readonly number[];
  /** Its bytes are `begin` (inclusive) to `end` (exclusive), counted from the start of the file. */
  readonly begin: number;
  readonly end: number;
}

/** What the header of a file says. */
export interface SafetensorsHeader {
  /** Texts by key; empty where the file has none. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Tensors by name, in the order of their bytes. */
  readonly tensors: ReadonlyMap<string, TensorRange>;
}

/** Bytes in front of the header, which hold its length. */
export const LENGTH_BYTES = 8;

/** Longest header in bytes, as in the reference implementation. */
export const MAX_HEADER_BYTES = 100_000_000;

/** Most dimensions of a tensor, as in NumPy 2. */
export const MAX_RANK = 64;

/**
 * Length of the header in bytes, out of the file's first 8; checked before anybody allocates it.
 *
 * @param fileBytes length of the whole file
 * @throws SafetensorsError for a file too short for a header, and for a header longer than the file or 100 MB
 */
export function headerLength(start: Uint8Array, fileBytes: number): number {
  if (start.length < LENGTH_BYTES)
    throw new SafetensorsError(
      'SAFETENSORS_TRUNCATED',
      `a safetensors file begins with 8 bytes that tell the length of its header; this one has ${start.length}`,
      { offset: start.length },
    );
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES))
    throw new SafetensorsError(
      'SAFETENSORS_HEADER_TOO_LARGE',
      `a header has at most ${MAX_HEADER_BYTES} bytes; this one claims ${length}: is it a safetensors file?`,
      { offset: 0 },
    );
  if (LENGTH_BYTES + Number(length) > fileBytes)
    throw new SafetensorsError(
      'SAFETENSORS_TRUNCATED',
      `the header claims ${length} bytes, but the file has ${fileBytes}: is it whole?`,
      { offset: 0 },
    );
  return Number(length);
}

/**
 * Parses a header and checks that its tensors fill the file without overlap, hole or rest.
 *
 * @param bytes the header alone, without the 8 bytes in front of it
 * @param fileBytes length of the whole file
 * @throws SafetensorsError
 */
export function parseHeader(bytes: Uint8Array, fileBytes: number): SafetensorsHeader {
  const dataBegin = LENGTH_BYTES + bytes.length;
  const scanner = new HeaderScanner(bytes, LENGTH_BYTES);
  const tensors: [name: string, range: TensorRange][] = [];
  let metadata = new Map<string, string>();
  scanner.object('the header', (key) => {
    if (key === '__metadata__') metadata = parseMetadata(scanner);
    else tensors.push([key, parseTensor(scanner, key, dataBegin)]);
  });
  scanner.end();
  tensors.sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  checkRanges(tensors, dataBegin, fileBytes);
  return { metadata, tensors: new Map(tensors) };
}

function parseMetadata(scanner: HeaderScanner): Map<string, string> {
  const metadata = new Map<string, string>();
  try {
    scanner.object('__metadata__', (key) => metadata.set(key, scanner.string('its value')));
  } catch (error) {
    if (!(error instanceof SafetensorsError) || error.code !== 'SAFETENSORS_SYNTAX') throw error;
    throw scanner.fault('SAFETENSORS_METADATA', '__metadata__ is an object of texts and no others');
  }
  return metadata;
}

function parseTensor(scanner: HeaderScanner, name: string, dataBegin: number): TensorRange {
  const what = `the tensor ${quoted(name)}`;
  const { offset } = scanner;
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let range: number[] | undefined;
  scanner.object(what, (field, at) => {
    if (field === 'dtype') dtype = scanner.string(`the dtype of ${what}`);
    else if (field === 'shape') shape = scanner.wholeNumbers(`the shape of ${what}`, MAX_RANK);
    else if (field === 'data_offsets') range = scanner.wholeNumbers(`the offsets of ${what}`, 2);
    else
      throw new SafetensorsError(
        'SAFETENSORS_FIELD',
        `${what} has a field ${quoted(field)}; the fields are dtype, shape and data_offsets`,
        { offset: at, tensor: name },
      );
  });
  const where = { offset, tensor: name };
  if (dtype === undefined || shape === undefined || range?.length !== 2)
    throw new SafetensorsError(
      'SAFETENSORS_FIELD',
      `${what} must have dtype, shape and data_offsets of two numbers`,
      where,
    );
  if (!isDtype(dtype))
    throw new SafetensorsError(
      'SAFETENSORS_DTYPE',
      `${what} has the dtype ${quoted(dtype)}; known are ${dtypes.join(', ')}`,
      where,
    );
  const [begin, end] = range as [number, number];
  const size = byteLength(dtype, shape);
  if (size === null || end - begin !== size)
    throw new SafetensorsError(
      'SAFETENSORS_SIZE',
      `${what} is ${dtype} of shape [${shape.join(', ')}], ${size ?? 'more than 2^53'} bytes, but its data_offsets are [${begin}, ${end}]`,
      where,
    );
  return { dtype, shape, begin: dataBegin + begin, end: dataBegin + end };
}

/** Bytes of a tensor, or null where they are past counting. */
export function byteLength(dtype: Dtype, shape: readonly number[]): number | null {
  let bytes = bytesPerValue(dtype);
  for (const size of shape) {
    bytes *= size;
    if (!Number.isSafeInteger(bytes)) return null;
  }
  return bytes;
}

function checkRanges(
  tensors: readonly (readonly [name: string, range: TensorRange])[],
  dataBegin: number,
  fileBytes: number,
): void {
  let position = dataBegin;
  for (const [name, { begin, end }] of tensors) {
    const where = { offset: begin, tensor: name };
    const what = `the tensor ${quoted(name)}`;
    if (end > fileBytes)
      throw new SafetensorsError(
        'SAFETENSORS_RANGE',
        `${what} ends at byte ${end}, but the file has ${fileBytes}: is it whole?`,
        where,
      );
    if (begin < position)
      throw new SafetensorsError(
        'SAFETENSORS_OVERLAP',
        `${what} begins ${position - begin} bytes before the one in front of it ends`,
        where,
      );
    if (begin > position)
      throw new SafetensorsError(
        'SAFETENSORS_HOLE',
        `there are ${begin - position} bytes of no tensor in front of ${what}`,
        where,
      );
    position = end;
  }
  if (position < fileBytes)
    throw new SafetensorsError(
      'SAFETENSORS_TRAILING',
      `the file goes on for ${fileBytes - position} bytes after its last tensor`,
      { offset: position },
    );
}
