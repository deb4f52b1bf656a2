/** What is thrown for data that are no set of images of one size. */

/** Why they are not; stable. */
export type ImageErrorCode = 'IMAGES_SHAPE' | 'IMAGES_LABELS' | 'IMAGES_PNG' | 'IMAGES_NONE';

/** Files that can be read, and hold no images that could be trained on. */
export class ImageError extends RangeError {
  override readonly name = 'ImageError';
  readonly code: ImageErrorCode;
  /** What to do about it, one line, or null. */
  readonly hint: string | null;

  constructor(code: ImageErrorCode, message: string, hint: string | null = null) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
