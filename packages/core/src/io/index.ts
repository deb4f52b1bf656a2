/** @ferrogen/core/io: files of tensors, as bytes in and bytes out. A table of contents. */

export { halfPrecision } from './half-precision.ts';
export {
  decodeModelFile,
  encodeModelFile,
  type Json,
  type ModelFile,
  modelFileChunks,
  modelOfMetadata,
} from './model-file.ts';
export { float32Values, int32Values } from './safetensors/convert.ts';
export { type Dtype, type DtypeArray, type DtypeArrays, dtypes } from './safetensors/dtypes.ts';
export {
  decodeBfloat16,
  decodeFloat16,
  encodeBfloat16,
  encodeFloat16,
} from './safetensors/float16.ts';
export type { SafetensorsHeader, TensorRange } from './safetensors/header.ts';
export { readSafetensors, type Safetensors, type StoredTensor } from './safetensors/read.ts';
export { SafetensorsError, type SafetensorsErrorCode } from './safetensors/safetensors-error.ts';
export { safetensorsChunks, writeSafetensors } from './safetensors/write.ts';
