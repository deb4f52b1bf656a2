/** Which format of pictures bytes are of, so that a refusal can name what it was given. */

const startsWith =
  (...head: number[]) =>
  (bytes: Uint8Array) =>
    head.every((byte, at) => bytes[at] === byte);

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

const formats: readonly (readonly [name: string, is: (bytes: Uint8Array) => boolean])[] = [
  ['PNG', startsWith(0x89, ...ascii('PNG'))],
  ['JPEG', startsWith(0xff, 0xd8, 0xff)],
  ['GIF', startsWith(...ascii('GIF8'))],
  ['BMP', startsWith(...ascii('BM'))],
  ['TIFF', (bytes) => startsWith(...ascii('II*\0'))(bytes) || startsWith(...ascii('MM\0*'))(bytes)],
  [
    'WebP',
    (bytes) =>
      startsWith(...ascii('RIFF'))(bytes) && startsWith(...ascii('WEBP'))(bytes.subarray(8)),
  ],
];

/** Bytes at the begin of a file that `pictureFormat` looks at. */
export const FORMAT_BYTES = 12;

/** The name of the format, such as `JPEG`; null for bytes that begin as none. */
export function pictureFormat(head: Uint8Array): string | null {
  return formats.find(([, is]) => is(head))?.[0] ?? null;
}
