/** Safetensors files made by hand, right and wrong, and what a reader says to them. */

import { SafetensorsError } from '@ferrogen/core/io';
import { expect } from 'vitest';

/** A file of this header (a text, or what becomes JSON) and so many bytes of data. */
export function fileOf(header: unknown, dataBytes = 0): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  return fileOfBytes(new TextEncoder().encode(text), dataBytes);
}

/** The same of a header in bytes. */
export function fileOfBytes(header: Uint8Array, dataBytes = 0): Uint8Array {
  const bytes = new Uint8Array(8 + header.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  return bytes;
}

/** What the call throws, which must be a SafetensorsError. */
export function refusalOf(call: () => unknown): SafetensorsError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(SafetensorsError);
    return error as SafetensorsError;
  }
  throw new Error('it was not refused');
}
