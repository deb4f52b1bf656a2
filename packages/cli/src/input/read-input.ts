/** Where bytes come from: a file, or stdin. */

import { open, readFile } from 'node:fs/promises';
import { fileError, refuseDevice } from '@ferrogen/core/node';
import type { Context } from '../context.ts';

/** A file that can be read again, or the bytes of stdin, which cannot. */
export interface Input {
  /** As it was typed; `-` for stdin. */
  readonly file: string;
  /** What it is called in messages. */
  readonly name: string;
  /** Every byte of stdin; null for a file. */
  readonly bytes: Uint8Array | null;
}

/** The input of that name; `-` reads stdin to its end, and on a terminal says that input is awaited. Throws `FileError`. */
export async function openInput(file: string, context: Context): Promise<Input> {
  if (file !== '-') {
    refuseDevice(file);
    return { file, name: file, bytes: null };
  }
  const { stdin, stderr } = context;
  if (stdin.isTTY) await stderr.write('reading from the keyboard; Ctrl-D ends the input\n');
  const pieces: Uint8Array[] = [];
  for await (const piece of stdin.chunks()) pieces.push(piece);
  return { file, name: 'stdin', bytes: Buffer.concat(pieces) };
}

/** Every byte of an input. Throws `FileError`. */
export async function readBytes({ file, bytes }: Input): Promise<Uint8Array> {
  if (bytes !== null) return bytes;
  try {
    return await readFile(file);
  } catch (error) {
    throw fileError(file, error);
  }
}

/** At most `size` bytes from the start of an input, and whether that is all of it. Throws `FileError`. */
export async function readHead(
  { file, bytes }: Input,
  size: number,
): Promise<{ bytes: Uint8Array; whole: boolean }> {
  if (bytes !== null) return { bytes: bytes.subarray(0, size), whole: bytes.length <= size };
  try {
    const handle = await open(file);
    try {
      const buffer = new Uint8Array(size);
      let length = 0;
      // A pipe gives less than was asked for before it is at its end.
      for (;;) {
        const { bytesRead } = await handle.read(buffer, length, size - length, null);
        length += bytesRead;
        if (bytesRead === 0 || length === size) break;
      }
      return { bytes: buffer.subarray(0, length), whole: length < size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(file, error);
  }
}
