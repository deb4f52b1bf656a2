/** What an IDX file holds (http://yann.lecun.com/exdb/mnist/, "The IDX file format"): values of one type, in a shape. */

import type { IdxType } from '../../kernels/kernels.ts';

/** The array for each type. */
export interface IdxArrays {
  ubyte: Uint8Array;
  byte: Int8Array;
  short: Int16Array;
  int: Int32Array;
  float: Float32Array;
  double: Float64Array;
}

/** Values of one of the six types. */
export type IdxArray = {
  [Type in IdxType]: {
    readonly type: Type;
    /** Sizes, the slowest first; empty for a single value. */
    readonly shape: readonly number[];
    /** Row-major. */
    readonly values: IdxArrays[Type];
  };
}[IdxType];
