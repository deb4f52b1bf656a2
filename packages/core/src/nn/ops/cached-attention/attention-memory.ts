/**
 * Attention to positions gone by, of all layers of a model that makes a text token by token: keys and values are computed once, stay
 * where they were written, and rows that are replaced by others copy none of them.
 */

import { keep, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { hasKernel } from '../fused-kernel.ts';
import { composedMemory } from './composed-memory.ts';
import { fusedMemory } from './fused-memory.ts';
import { SeenPositions } from './seen-positions.ts';

/** The keys and values of one layer. */
export interface LayerMemory {
  /**
   * Keeps the keys and values of the appended positions, and gives what their queries make of those that they see.
   *
   * @param qkv [rows, time, 3 * size]
   * @param visible what `MemoryBody.visible` gave for these positions
   * @returns [rows, time, size]
   */
  attend(qkv: Tensor, visible: Tensor): Tensor;
  dispose(): void;
}

/** One of the two ways to remember and attend. */
export interface MemoryBody {
  /** Which positions the `time` last ones of each row see, as all layers are told. */
  visible(seen: SeenPositions, time: number): Tensor;
  /** The memory of a layer, empty. */
  layer(heads: number): LayerMemory;
}

/** What the layers of a model remember of some rows. Holds tensors until it is disposed. */
export class AttentionMemory {
  readonly #seen: SeenPositions;
  readonly #body: MemoryBody;
  readonly #layers: readonly LayerMemory[];
  #visible: Tensor | null = null;

  /**
   * @param heads of each layer
   * @param padding positions at the left of each row that are not to be seen, [rows]
   * @param body as the backend has it, unless told otherwise
   */
  constructor(
    layers: number,
    heads: number,
    padding: Int32Array,
    body: MemoryBody = hasKernel('ferrogen.CachedAttention') ? fusedMemory : composedMemory,
  ) {
    this.#seen = new SeenPositions(padding);
    this.#body = body;
    this.#layers = Array.from({ length: layers }, () => body.layer(heads));
  }

  get rows(): number {
    return this.#seen.rows;
  }

  /** Positions of each row, padding among them. */
  get length(): number {
    return this.#seen.length;
  }

  /** Positions at the left of each row that are not seen, [rows]. */
  get padding(): Int32Array {
    return this.#seen.padding;
  }

  /** Begins `time` more positions of every row, which every layer is then to be told once. */
  append(time: number): void {
    this.#seen.append(time);
    this.#visible?.dispose();
    this.#visible = tidy(() => keep(this.#body.visible(this.#seen, time)));
  }

  /**
   * softmax(q k^T / sqrt(head size)) v of every head and every appended position, over the positions of its row up to itself. What a
   * position of padding gets means nothing.
   *
   * @param qkv queries, keys and values of the appended positions, [rows, time, 3 * size]
   * @returns [rows, time, size]
   */
  attend(qkv: Tensor, layer: number): Tensor {
    return this.#layers[layer]!.attend(qkv, this.#visible!);
  }

  /**
   * Replaces the rows by those of `parents`: any number of rows, any order, repeats too.
   *
   * @throws OptionError for a parent that is no row
   */
  reorder(parents: Int32Array): void {
    this.#seen.reorder(parents);
  }

  dispose(): void {
    this.#visible?.dispose();
    this.#visible = null;
    for (const layer of this.#layers) layer.dispose();
  }
}
