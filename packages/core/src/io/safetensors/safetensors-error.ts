/** What is thrown for bytes that are no safetensors file, or for tensors that cannot be one. */

/** Why a file or a tensor was refused; stable. */
export type SafetensorsErrorCode =
  | 'SAFETENSORS_TRUNCATED'
  | 'SAFETENSORS_HEADER_TOO_LARGE'
  | 'SAFETENSORS_SYNTAX'
  | 'SAFETENSORS_UTF8'
  | 'SAFETENSORS_DUPLICATE_KEY'
  | 'SAFETENSORS_METADATA'
  | 'SAFETENSORS_FIELD'
  | 'SAFETENSORS_DTYPE'
  | 'SAFETENSORS_SHAPE'
  | 'SAFETENSORS_SIZE'
  | 'SAFETENSORS_RANGE'
  | 'SAFETENSORS_OVERLAP'
  | 'SAFETENSORS_HOLE'
  | 'SAFETENSORS_TRAILING'
  | 'SAFETENSORS_NAME'
  | 'SAFETENSORS_VALUE';

/** A safetensors file that is not what the format says, or tensors that it cannot hold. */
export class SafetensorsError extends SyntaxError {
  override readonly name = 'SafetensorsError';
  readonly code: SafetensorsErrorCode;
  /** Position of the fault in the file, in bytes; null where it has none. */
  readonly offset: number | null;
  /** Name of the tensor, or null where the fault is of no tensor. */
  readonly tensor: string | null;
  readonly #fault: string;

  constructor(
    code: SafetensorsErrorCode,
    message: string,
    where: { offset?: number; tensor?: string | null } = {},
  ) {
    super(where.offset === undefined ? message : `${message} (at byte ${where.offset})`);
    this.code = code;
    this.offset = where.offset ?? null;
    this.tensor = where.tensor ?? null;
    this.#fault = message;
  }

  /** The same error, in words that begin with the name of the file. */
  inFile(name: string): SafetensorsError {
    const { code, offset, tensor } = this;
    const where = { tensor, ...(offset === null ? {} : { offset }) };
    return new SafetensorsError(code, `${name}: ${this.#fault}`, where);
  }
}

/** A text of the file as a message may show it: quoted, cut to 60 characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
