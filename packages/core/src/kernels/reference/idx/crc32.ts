/** The checksum of gzip (RFC 1952, section 8). */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** The checksum of bytes that follow on others of the checksum `before`, 0 for none. */
export function crc32(bytes: Uint8Array, before: number): number {
  let value = ~before;
  for (let index = 0; index < bytes.length; index++)
    value = table[(value ^ bytes[index]!) & 0xff]! ^ (value >>> 8);
  return ~value >>> 0;
}
