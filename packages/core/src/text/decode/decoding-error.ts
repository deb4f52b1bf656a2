/** Why no token could be chosen. */

import type { DecodingRefusal } from '../../kernels/decoding.ts';

/** Stable reasons. */
export type DecodingErrorCode = DecodingRefusal['refused'] | 'DECODING_NO_HYPOTHESIS';

/** Decoding that cannot go on: logits without a distribution, or rules that leave no token. */
export class DecodingError extends RangeError {
  override readonly name = 'DecodingError';
  readonly code: DecodingErrorCode;
  /** The prompt that it happened to, by its number in the batch. */
  readonly prompt: number;
  /** Tokens that had been generated, or null where that is not the point. */
  readonly generated: number | null;

  constructor(
    code: DecodingErrorCode,
    message: string,
    details: { prompt: number; generated?: number },
  ) {
    super(message);
    this.code = code;
    this.prompt = details.prompt;
    this.generated = details.generated ?? null;
  }
}

/** The error for a step that was refused. */
export function refusedStep(
  { refused }: DecodingRefusal,
  prompt: number,
  generated: number,
): DecodingError {
  const where = `after ${generated} generated tokens of prompt ${prompt}`;
  const why = {
    DECODING_LOGITS_NOT_FINITE: `the model's logits have no distribution ${where}: they hold NaN or infinity, or nothing but -infinity; look at its weights`,
    DECODING_NO_TOKEN_LEFT: `every token is banned ${where}; ban fewer, or allow more`,
  };
  return new DecodingError(refused, why[refused], { prompt, generated });
}
