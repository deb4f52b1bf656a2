/** Bytes as strings of as many characters, U+0000 to U+00FF: keys that maps find fast. */

/** The UTF-8 of a text; halves of surrogate pairs become U+FFFD. */
export function utf8String(text: string): string {
  return isAscii(text) ? text : byteString(new TextEncoder().encode(text));
}

/** Bytes as a string. */
export function byteString(bytes: ArrayLike<number>): string {
  let string = '';
  for (let k = 0; k < bytes.length; k++) string += String.fromCharCode(bytes[k]!);
  return string;
}

/** The bytes of a string, written into `into` from `at` on. */
export function writeBytes(string: string, into: Uint8Array, at: number): void {
  for (let k = 0; k < string.length; k++) into[at + k] = string.charCodeAt(k);
}

/** Whether a text is its own UTF-8. */
export function isAscii(text: string): boolean {
  for (let k = 0; k < text.length; k++) if (text.charCodeAt(k) > 127) return false;
  return true;
}
