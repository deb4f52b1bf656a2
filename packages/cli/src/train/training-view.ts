/**
 * What is seen of a training while it runs, on stderr: on a terminal a picture of what the model makes, above a line of
 * progress, both drawn over; elsewhere one plain line every ten seconds; nothing when quiet.
 */

import { ProgressMeter, type TrainingEvent } from '@ferrogen/core/train';
import type { Context } from '../context.ts';
import type { Preview } from '../images/preview.ts';
import type { CommonOptions } from '../options/common.ts';
import { canDrawOver, LiveBlock } from '../output/live-block.ts';
import { note } from '../output/say.ts';
import { pictureStyleOf, renderPicture } from '../render/grey-picture.ts';
import { type Style, styleOf } from '../render/style.ts';
import { progressLine } from '../render/training.ts';

const redrawEvery = 200;
const lineEvery = 10_000;
/** A picture is drawn at most this often, and at most for this share of the time. */
const pictureEvery = 1000;
const pictureShare = 0.05;
/** Rows of images, where the terminal is high enough. */
const pictureRows = 2;

export interface ViewRequest {
  readonly batchSize: number;
  readonly steps: number;
  /** What the model makes; null where it makes no images. */
  readonly preview: Preview | null;
}

/** Follows one training. */
export class TrainingView {
  readonly #context: Pick<Context, 'stderr' | 'env' | 'now'>;
  readonly #common: CommonOptions;
  readonly #request: ViewRequest;
  readonly #meter: ProgressMeter;
  readonly #block: LiveBlock | null;
  #nextLine: number;
  #nextPicture: number;
  #picture: readonly string[] = [];
  /** Codes of warnings that were told: once is enough. */
  readonly #warned = new Set<string>();

  constructor(
    request: ViewRequest,
    context: Pick<Context, 'stderr' | 'env' | 'now'>,
    common: CommonOptions,
  ) {
    this.#context = context;
    this.#common = common;
    this.#request = request;
    const { batchSize, steps } = request;
    this.#meter = new ProgressMeter({ batchSize, steps });
    this.#block =
      !common.quiet && canDrawOver(context.stderr, context.env) ? new LiveBlock(context) : null;
    const now = context.now();
    this.#nextLine = now + (this.#block ? 0 : lineEvery);
    this.#nextPicture = now;
  }

  /** Takes in an event, and draws where it is time to. */
  async observe(event: TrainingEvent): Promise<void> {
    const now = this.#context.now();
    this.#meter.observe(event, now);
    if (event.kind === 'warning' && !this.#warned.has(event.code)) {
      this.#warned.add(event.code);
      await this.tell(event.message);
    }
    if (this.#common.quiet || now < this.#nextLine) return;
    if (this.#block) {
      this.#nextLine = now + redrawEvery;
      this.#draw(this.#block, now);
    } else {
      this.#nextLine = now + lineEvery;
      const line = progressLine(this.#meter.progress, Number.POSITIVE_INFINITY);
      await this.#context.stderr.write(`${line}\n`);
    }
  }

  /** Says something that stays. */
  async tell(text: string): Promise<void> {
    this.#block?.clear();
    await note(text, this.#context, this.#common);
  }

  /** Takes what is drawn over away. */
  done(): void {
    this.#block?.clear();
  }

  #draw(block: LiveBlock, now: number): void {
    const { stderr, env } = this.#context;
    const style = styleOf(stderr, env, this.#common);
    const { preview } = this.#request;
    if (preview !== null && now >= this.#nextPicture) {
      this.#picture = this.#render(preview, style);
      const taken = this.#context.now() - now;
      this.#nextPicture = now + Math.max(pictureEvery, taken / pictureShare);
    }
    // The window may have been made lower since the picture was drawn.
    const picture = this.#picture.length <= this.#room ? this.#picture : [];
    // A terminal breaks a line that fills it.
    block.draw([...picture, progressLine(this.#meter.progress, style.width - 1)]);
  }

  /** As many rows of images as there is room for, so that nothing scrolls away. */
  #render(preview: Preview, style: Style): string[] {
    const images = preview.draw();
    for (let rows = pictureRows; rows > 0; rows--) {
      const { picture, width } = preview.forTerminal(images, style.width - 1, rows);
      const shown = { ...pictureStyleOf(this.#context.env, style), width };
      const lines = renderPicture(picture, shown);
      if (lines.length <= this.#room) return lines;
    }
    return [];
  }

  /** Lines of the terminal above the line of progress, and that of the cursor below it. */
  get #room(): number {
    return (this.#context.stderr.rows ?? Number.POSITIVE_INFINITY) - 2;
  }
}
