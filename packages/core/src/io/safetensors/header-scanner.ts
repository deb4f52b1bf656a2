/**
 * Reads the JSON of a header piece by piece, strictly: no duplicate can hide in it (JSON.parse keeps the last one and says
 * nothing), whole numbers only, and every fault has its byte. Knows JSON, not safetensors.
 */

import { quoted, SafetensorsError, type SafetensorsErrorCode } from './safetensors-error.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const NINE = 0x39;

/** Scanner over `bytes`, whose first byte lies at `origin` of the file. */
export class HeaderScanner {
  readonly #bytes: Uint8Array;
  readonly #origin: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #at = 0;

  constructor(bytes: Uint8Array, origin: number) {
    this.#bytes = bytes;
    this.#origin = origin;
  }

  /** Position of the next token, in bytes of the file. */
  get offset(): number {
    this.#skipSpace();
    return this.#origin + this.#at;
  }

  /**
   * The members of an object: `visit` gets each key and reads its value.
   * @throws SafetensorsError also for a key that comes twice
   */
  object(what: string, visit: (key: string, offset: number) => void): void {
    const keys = new Set<string>();
    this.#expect('{', what);
    if (this.#accept('}')) return;
    do {
      const { offset } = this;
      const key = this.string('a key');
      if (keys.has(key))
        throw new SafetensorsError(
          'SAFETENSORS_DUPLICATE_KEY',
          `${what} has the key ${quoted(key)} twice; every key must be there once`,
          { offset, tensor: key },
        );
      keys.add(key);
      this.#expect(':', `${what}, after a key`);
      visit(key, offset);
    } while (this.#accept(','));
    this.#expect('}', what);
  }

  /** An array of whole numbers of at most `limit` members. */
  wholeNumbers(what: string, limit: number): number[] {
    const numbers: number[] = [];
    this.#expect('[', what);
    if (this.#accept(']')) return numbers;
    do {
      if (numbers.length === limit)
        throw this.fault('SAFETENSORS_SHAPE', `${what} has more than ${limit} numbers`);
      numbers.push(this.#wholeNumber(what));
    } while (this.#accept(','));
    this.#expect(']', what);
    return numbers;
  }

  string(what: string): string {
    this.#expect('"', what);
    const start = this.#at;
    let plain = true;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined || byte < 0x20)
        throw this.fault('SAFETENSORS_SYNTAX', `${what}: the text has no end`);
      this.#at++;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) {
        plain = false;
        this.#at++;
      }
    }
    const text = this.#decode(start, this.#at - 1);
    return plain ? text : this.#unescape(text, start, what);
  }

  /** Asserts that only spaces are left. */
  end(): void {
    this.#skipSpace();
    if (this.#at < this.#bytes.length)
      throw this.fault('SAFETENSORS_SYNTAX', 'the header goes on after its object');
  }

  /** An error at the present position. */
  fault(code: SafetensorsErrorCode, message: string): SafetensorsError {
    return new SafetensorsError(code, message, { offset: this.#origin + this.#at });
  }

  #wholeNumber(what: string): number {
    this.#skipSpace();
    const start = this.#at;
    while (isDigit(this.#bytes[this.#at])) this.#at++;
    const digits = this.#decode(start, Math.min(this.#at, start + 17));
    const value = Number(digits);
    // What follows (a sign, a point, an exponent) is refused by the next `#expect`.
    if (/^(0|[1-9]\d*)$/.test(digits) && Number.isSafeInteger(value)) return value;
    this.#at = start;
    throw this.fault(
      'SAFETENSORS_SIZE',
      `${what} has something that is no whole number from 0 to 2^53 - 1`,
    );
  }

  #decode(start: number, end: number): string {
    try {
      return this.#decoder.decode(this.#bytes.subarray(start, end));
    } catch {
      this.#at = start;
      throw this.fault('SAFETENSORS_UTF8', 'the header has a text that is not UTF-8');
    }
  }

  #unescape(text: string, start: number, what: string): string {
    let unescaped = '';
    try {
      unescaped = JSON.parse(`"${text}"`) as string;
    } catch {
      this.#at = start;
      throw this.fault('SAFETENSORS_SYNTAX', `${what} has an escape that JSON does not know`);
    }
    if (!/\p{Surrogate}/u.test(unescaped)) return unescaped;
    this.#at = start;
    throw this.fault('SAFETENSORS_UTF8', `${what} escapes half of a surrogate pair`);
  }

  #expect(character: string, what: string): void {
    if (this.#accept(character)) return;
    const byte = this.#bytes[this.#at];
    const seen = byte === undefined ? 'the end' : quoted(String.fromCharCode(byte));
    throw this.fault('SAFETENSORS_SYNTAX', `${what}: expected ${character}, found ${seen}`);
  }

  #accept(character: string): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== character.charCodeAt(0)) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at++;
    }
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
