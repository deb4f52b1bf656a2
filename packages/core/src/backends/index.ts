/** @ferrogen/core/backends: choosing what TensorFlow.js runs on, in Node and in browsers. A table of contents. */

export { cpuRung } from './cpu-rung.ts';
export { absentRung, type PreparedBackend, type Rung } from './rung.ts';
export { type SelectedBackend, type SelectOptions, selectBackend } from './select-backend.ts';
export { type Attempt, tryRung } from './try-rung.ts';
export { type WasmOptions, wasmRung } from './wasm/wasm-rung.ts';
